/**
 * Which pages of the guide this reader has read to their end, kept on this device alone; newcomers see them ticked.
 * @module
 */

import { notes } from "../bridge.js";
import { _ } from "../words.js";

const NOTE = "read";

/** The address of the page that is shown within the handbook, if it is one of the guide. */
function here() {
  const at = location.pathname.indexOf("/guide/");
  return at === -1 ? "" : location.pathname.slice(at + 1);
}

/** @returns {Promise<string[]>} */
async function read() {
  const kept = await notes.get(NOTE);
  return Array.isArray(kept) ? kept : [];
}

/** Takes a page of the guide for read once its end has been seen. @param {ParentNode} root */
export function noteReading(root) {
  const address = here();
  const end = address && root.querySelector("article .als-neighbours, footer");
  if (!end) return;
  const watch = new IntersectionObserver(async (seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting) || here() !== address) return;
    watch.disconnect();
    const known = await read();
    if (!known.includes(address)) await notes.set(NOTE, [...known, address]).catch(() => {});
  });
  watch.observe(end);
}

/** Ticks what was read. @param {HTMLElement} page */
export async function tickRead(page) {
  const lines = /** @type {HTMLElement[]} */ ([...page.querySelectorAll("[data-als-read]")]);
  if (!lines.length) return;
  const known = new Set(await read());
  for (const line of lines.filter(({ dataset }) => known.has(dataset.alsRead ?? ""))) {
    const beside = line.querySelector(".als-quiet");
    if (!beside) continue;
    const dot = Object.assign(document.createElement("span"), { className: "als-d als-d--done" });
    dot.setAttribute("aria-hidden", "true");
    beside.replaceChildren(dot, " ", _("read"));
  }
}
