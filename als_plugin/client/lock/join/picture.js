/**
 * The join code as a QR picture.
 * @module
 */

import { encode } from "uqr";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} letters
 * @param {string} label what somebody hears who does not see it
 * @returns {SVGSVGElement}
 */
export function picture(letters, label) {
  const { data, size } = encode(letters, { ecc: "M", border: 4 });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  // Dark on light in every colour scheme: many readers want it so.
  svg.append(shape("#fff", `M0 0h${size}v${size}H0z`));
  svg.append(shape("#000", data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("")));
  return svg;
}

/**
 * @param {string} fill
 * @param {string} d
 */
function shape(fill, d) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("fill", fill);
  path.setAttribute("shape-rendering", "crispEdges");
  path.setAttribute("d", d);
  return path;
}
