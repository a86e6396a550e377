/**
 * Links to copy: the page is named in the fragment, so the address opens on any device and tells a host nothing.
 * @module
 */

import { folder } from "../bridge.js";
import { _ } from "../words.js";

/**
 * Makes buttons of the links to parts of the page.
 * @param {HTMLElement} page
 */
export function offerCopies(page) {
  const told = Object.assign(document.createElement("p"), { className: "als-unseen" });
  told.setAttribute("role", "status");
  page.append(told);
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (page.querySelectorAll("a[data-als-permalink]"))) {
    const address = addressOf(link.hash);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "als-link als-copy", textContent: _("Copy link") });
    button.onclick = async () => {
      try {
        await navigator.clipboard.writeText(address);
        told.textContent = button.textContent = _("Link copied");
      } catch {
        location.hash = link.hash;
        told.textContent = button.textContent = _("It stands in the address bar");
      }
      setTimeout(() => {
        button.textContent = _("Copy link");
        told.textContent = "";
      }, 4000);
    };
    link.replaceWith(button);
  }
}

/** @param {string} hash */
function addressOf(hash) {
  const whole = new URL(hash, location.href).href;
  const root = folder();
  return root ? `${root}#/${whole.slice(root.length)}` : whole;
}
