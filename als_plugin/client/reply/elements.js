/**
 * Small pieces of the page.
 * @module
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | (() => unknown)>} [given] attributes; functions are what happens on a click
 * @param {...(Node | string)} inside
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, given = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") made.onclick = () => void value();
    else if (typeof value === "boolean") made.toggleAttribute(name, value);
    else made.setAttribute(name, value);
  }
  made.append(...inside);
  return made;
}

/** Browsers keep what stands in fields, and some send it away to look at its spelling. */
export const UNSENT = { autocomplete: "off", spellcheck: "false", writingsuggestions: "false" };
