/**
 * Words for people. The English of the source is the key; a translation stands in the page as a block of data,
 * `<script type="application/json" id="als-words">`, an object from English to the language spoken.
 * @module
 */

/** @type {Map<string, string> | null} */
let catalogue = null;

/**
 * Speaks another language than the page says.
 * @param {Record<string, string>} words from English to the language spoken
 */
export const speak = (words) => void (catalogue = new Map(Object.entries(words)));

/** @returns {Map<string, string>} */
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
  const given = new Map(Object.entries(values));
  return (catalogue.get(message) || message).replace(/\{(\w+)\}/g, (whole, name) => String(given.get(name) ?? whole));
}

/**
 * A day as the page's language has it, with the month's name and the year.
 * @param {Date} date
 */
export function inFull(date) {
  const { lang } = document.documentElement;
  return date.toLocaleDateString(lang === "en" ? "en-GB" : lang || undefined, { day: "numeric", month: "long", year: "numeric" });
}
