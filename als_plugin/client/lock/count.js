/**
 * The words of a passphrase, counted while somebody types.
 * @module
 */

import { text } from "../format/bytes.js";
import { Fault } from "../format/fault.js";
import { normalForm } from "../format/passphrase.js";
import { _ } from "../words.js";

export const WORDS = 6;

/** Words of the list that hold a hyphen, which the normal form takes for a space. */
const JOINED = /(?<= |^)(?:drop down|felt tip|t shirt|yo yo)(?= |$)/g;

/**
 * @param {string} passphrase
 * @returns {string[]} its words, as the list writes them
 */
export const wordsOf = (passphrase) =>
  text(normalForm(passphrase)).replace(JOINED, (pair) => pair.replace(" ", "-")).split(" ").filter(Boolean);

/**
 * Looks at what was typed before a second of work goes into it. Throws a Fault.
 * @param {string} passphrase
 */
export function checkWords(passphrase) {
  const { length } = wordsOf(passphrase);
  if (!length) throw new Fault("passphrase");
  if (length !== WORDS) throw new Fault("words");
}

/**
 * Shows below a field how many words stand in it.
 * @param {HTMLInputElement} field
 * @param {HTMLElement} place
 */
export function showCount(field, place) {
  const dots = Array.from({ length: WORDS }, () => Object.assign(document.createElement("i"), { className: "d" }));
  const row = document.createElement("span");
  row.className = "steps";
  row.setAttribute("aria-hidden", "true");
  row.append(...dots);
  const said = document.createElement("span");
  place.replaceChildren(row, said);
  const count = () => {
    const { length } = wordsOf(field.value);
    dots.forEach((dot, at) => dot.classList.toggle("full", at < length));
    place.toggleAttribute("data-many", length > WORDS);
    said.textContent = _("{count} of 6 words", { count: length });
  };
  field.addEventListener("input", count);
  // A password manager may fill the field without a word.
  field.addEventListener("change", count);
  count();
}
