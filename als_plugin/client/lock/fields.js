/**
 * Fields for a passphrase. Browsers write what stands in a field of plain text into their files, to fill it in again: so it is
 * plain text only while somebody wants to see it, and then the browser is told to keep nothing.
 * @module
 */

import { _ } from "../words.js";

/** Lets each button "Show" show and hide the field beside it. */
export function offerShowing() {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(".field .show"))) {
    const field = /** @type {HTMLInputElement} */ (button.parentElement?.querySelector("input"));
    button.addEventListener("click", () => {
      setShown(field, field.type === "password");
      field.focus();
    });
  }
}

/** @param {HTMLInputElement} field */
export const hide = (field) => setShown(field, false);

/**
 * @param {HTMLInputElement} field
 * @param {boolean} shown
 */
function setShown(field, shown) {
  const button = field.parentElement?.querySelector(".show");
  if (!button || shown === (field.type === "text")) return;
  if (shown) field.dataset.hidden = field.autocomplete;
  field.autocomplete = shown ? "off" : /** @type {AutoFill} */ (field.dataset.hidden);
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  button.textContent = shown ? _("Hide") : _("Show");
  button.setAttribute("aria-label", shown ? _("Hide passphrase") : _("Show passphrase"));
}

/** Empties all that somebody typed or was shown: a page that goes may come back. */
export function clearFields() {
  for (const field of /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */ (document.querySelectorAll("input:not([name='username']), textarea"))) {
    if (field instanceof HTMLInputElement) hide(field);
    if (field.type === "checkbox") /** @type {HTMLInputElement} */ (field).checked = false;
    else field.value = "";
  }
  for (const id of ["words", "digits", "picture"]) document.getElementById(id)?.replaceChildren();
}
