/**
 * The style sheet of replies, in the document that shows them.
 * @module
 */

import css from "./reply.css";

/** @type {WeakSet<Document>} */
const styled = new WeakSet();

/** @param {Document} page */
export function addStyle(page) {
  if (styled.has(page)) return;
  styled.add(page);
  const sheet = new /** @type {any} */ (page.defaultView).CSSStyleSheet();
  sheet.replaceSync(css);
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet];
}
