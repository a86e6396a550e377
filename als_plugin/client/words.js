/**
 * Words for people. The English of the source is the key; a translation stands in the page as a block of data,
 * `<script type="application/json" id="als-words">`, an object from English to the language spoken. Where a number has a say in the
 * words, the English of one thing leads to all the forms of the language; which of them a number takes stands under "": a digit for
 * each number from 0 to 199, and from there on it is the last two digits that tell.
 * @module
 */

/** From English to the language spoken. @typedef {Record<string, string | string[]>} Words */

/** @type {Map<string, string | string[]> | null} */
let catalogue = null;

/**
 * Speaks another language than the page says.
 * @param {Words} words
 */
export const speak = (words) => void (catalogue = new Map(Object.entries(words)));

/** @returns {Map<string, string | string[]>} */
function read() {
  try {
    return new Map(Object.entries(JSON.parse(document.getElementById("als-words")?.textContent || "{}")));
  } catch {
    return new Map();
  }
}

/**
 * The message in the page's language, its `{name}`s filled in. It must speak in browsers too old for anything else.
 * @param {string} message
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function _(message, values = {}) {
  catalogue ??= read();
  return filled(String(catalogue.get(message) || message), values);
}

/**
 * The message for a number of things in the page's language, the number for `{n}` and its other `{name}`s filled in.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function ngettext(one, many, n, values = {}) {
  catalogue ??= read();
  const form = catalogue.get(one)?.[Number(catalogue.get("")?.[n < 100 ? n : 100 + (n % 100)])];
  return filled(form || (n === 1 ? one : many), { n, ...values });
}

/**
 * @param {string} message
 * @param {Record<string, string | number>} values
 */
function filled(message, values) {
  const given = new Map(Object.entries(values));
  return message.replace(/\{(\w+)\}/g, (whole, name) => String(given.get(name) ?? whole));
}

/**
 * A day as the page's language has it, with the month's name and the year.
 * @param {Date} date
 */
export function inFull(date) {
  const { lang } = document.documentElement;
  return date.toLocaleDateString(lang === "en" ? "en-GB" : lang || undefined, { day: "numeric", month: "long", year: "numeric" });
}
