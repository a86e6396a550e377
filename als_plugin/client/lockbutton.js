/**
 * The button "Lock" in the header of the open handbook.
 * @module
 */

import { kept, lock, unlocked } from "./bridge.js";
import { placeLook } from "./open/look.js";
import { addStyle } from "./style.js";
import { _ } from "./words.js";

const NAME = "als-lock";
const ICON = "M12 17a2 2 0 0 0 2-2 2 2 0 0 0-2-2 2 2 0 0 0-2 2 2 2 0 0 0 2 2m6-9a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V10c0-1.1.9-2 2-2h1V6a5 5 0 0 1 10 0v2h1m-6-5a3 3 0 0 0-3 3v2h6V6a3 3 0 0 0-3-3Z";

/** Puts the button in its place; does nothing where it stands already, and in a preview. */
export function placeLockButton() {
  if (!unlocked() || document.querySelector(`.${NAME}`)) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = `md-header__button md-icon ${NAME}`;
  button.title = _("Lock the handbook on this device");
  button.setAttribute("aria-label", _("Lock"));
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICON);
  icon.append(path);
  button.append(icon);
  button.addEventListener("click", () => void lock());
  const header = document.querySelector(".md-header__inner");
  // A page without Material's header can still be locked.
  if (header) header.insertBefore(button, header.querySelector("[data-als-you]"));
  else document.body.prepend(button);
  void placeLook();
  void kept().then((stays) => stays && sayKept(button));
}

// On a phone there is room for it only below the name of the set.
const KEPT = `#als-kept{margin-inline:.2rem;font-size:.6rem;line-height:1.2;max-width:2.2rem;text-align:center}
@media(max-width:59.9375em){#als-kept{position:absolute;inset:auto auto .1rem 3.6rem;margin:0;max-width:none}.md-header__title:has(~#als-kept){line-height:1.9rem}}`;

/** @param {HTMLButtonElement} button */
function sayKept(button) {
  button.title = _("Kept open on this device. Locking forgets the key.");
  const word = document.createElement("span");
  word.id = "als-kept";
  word.textContent = _("Kept open");
  // The theme's stylesheet may know nothing of us.
  addStyle(document, KEPT);
  button.setAttribute("aria-describedby", word.id);
  button.before(word);
}

/** The theme's stream of pages, where instant navigation is on. @typedef {{subscribe(next: () => void): unknown}} Pages */

const pages = /** @type {{document$?: Pages}} */ (/** @type {unknown} */ (globalThis)).document$;
if (pages) pages.subscribe(placeLockButton);
placeLockButton();
