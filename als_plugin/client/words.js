/**
 * Words for people. The English of the source is the key; a translation stands in the page as a block of data,
 * `<script type="application/json" id="als-words">`, an object from English to the language spoken.
 * @module
 */

/** @type {Record<string, string> | null} */
let catalogue = null;

/** @returns {Record<string, string>} */
function read() {
  try {
    return JSON.parse(document.getElementById("als-words")?.textContent || "{}");
  } catch {
    return {};
  }
}

/**
 * The message in the page's language, its `{name}`s filled in.
 * @param {string} message
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function _(message, values = {}) {
  catalogue ??= read();
  const spoken = Object.hasOwn(catalogue, message) ? catalogue[message] : undefined;
  return (spoken || message).replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}
