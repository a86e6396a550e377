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
      setShown(field, visible(field) === field);
      visible(field).focus();
    });
  }
}

/** @param {HTMLInputElement} field */
export const hide = (field) => setShown(field, false);

/** What stands in the place of a field while its words are shown. @type {WeakMap<HTMLInputElement, HTMLTextAreaElement>} */
const shownFields = new WeakMap();

/**
 * The one of the two that is in sight.
 * @param {HTMLInputElement} field
 */
export const visible = (field) => shownFields.get(field) ?? field;

/**
 * @param {HTMLInputElement} field
 * @param {boolean} shown
 */
function setShown(field, shown) {
  const button = field.parentElement?.querySelector(".show");
  const before = shownFields.get(field);
  if (!button || shown === Boolean(before)) return;
  if (before) {
    shownFields.delete(field);
    before.value = "";
    before.remove();
    field.id = before.id;
  } else {
    field.before(wrapping(field));
    field.removeAttribute("id");
  }
  field.hidden = shown;
  button.setAttribute("aria-pressed", String(shown));
  button.textContent = shown ? _("Hide") : _("Show");
  button.setAttribute("aria-label", shown ? _("Hide passphrase") : _("Show passphrase"));
}

/**
 * A field of more than one line, so that all six words are in sight. What is typed there stands in the first field too.
 * @param {HTMLInputElement} field
 */
function wrapping(field) {
  const shown = document.createElement("textarea");
  Object.assign(shown, { id: field.id, value: field.value, rows: 2, autocomplete: "off", autocapitalize: "none", spellcheck: false, readOnly: field.readOnly });
  for (const name of ["autocorrect", "enterkeyhint", "aria-describedby", "aria-invalid"]) {
    const value = field.getAttribute(name);
    if (value !== null) shown.setAttribute(name, value);
  }
  shown.addEventListener("input", () => {
    field.value = shown.value.replaceAll("\n", " ");
    field.dispatchEvent(new Event("input"));
  });
  shown.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    field.form?.requestSubmit();
  });
  shownFields.set(field, shown);
  return shown;
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
