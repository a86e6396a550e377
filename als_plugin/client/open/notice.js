/**
 * A line at the foot of the window: something to know, and perhaps something to do about it.
 * @module
 */

import { _ } from "../words.js";

/**
 * @param {string} message
 * @param {{label: string, act: () => void}} [offer]
 */
export function announce(message, offer) {
  document.querySelector(".als-notice")?.remove();
  const bar = document.createElement("div");
  bar.className = "als-notice";
  bar.setAttribute("role", "status");
  // The theme's stylesheet may know nothing of us.
  bar.style.cssText =
    "position:fixed;inset:auto .8rem .8rem;z-index:9;display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:center;margin:auto;max-width:32rem;" +
    "padding:.6rem .8rem;border-radius:.4rem;font-size:.75rem;color:var(--md-default-bg-color,#fff);" +
    "background:var(--md-default-fg-color,#222);box-shadow:0 .2rem .8rem rgb(0 0 0 / .3)";
  const words = document.createElement("span");
  words.style.flex = "1 1 12rem";
  bar.append(words);
  if (offer) bar.append(pressable(offer.label, offer.act));
  bar.append(pressable(_("Dismiss"), () => bar.remove()));
  document.body.append(bar);
  // A live region speaks of what is put into it, not of what it came with.
  requestAnimationFrame(() => (words.textContent = message));
}

/**
 * @param {string} label
 * @param {() => void} act
 */
function pressable(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.style.cssText =
    "font:inherit;font-weight:700;color:inherit;background:none;border:1px solid currentColor;border-radius:.3rem;padding:.3rem .7rem;cursor:pointer";
  button.addEventListener("click", act);
  return button;
}
