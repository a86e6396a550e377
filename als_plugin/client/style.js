/**
 * A part's own style sheet, in the document that shows it.
 * @module
 */

/** @type {WeakMap<Document, Set<string>>} */
const styled = new WeakMap();

/**
 * Once for each document, however often it is asked for.
 * @param {Document} page
 * @param {string} css
 */
export function addStyle(page, css) {
  const known = styled.get(page) ?? new Set();
  if (known.has(css)) return;
  styled.set(page, known.add(css));
  const sheet = new /** @type {any} */ (page.defaultView).CSSStyleSheet();
  sheet.replaceSync(css);
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet];
}
