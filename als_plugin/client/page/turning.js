/**
 * After an instant page turn the focus goes to the new page's heading, as a browser's own page load begins at the top: a screen
 * reader says where one is, and Tab goes on from there.
 * @module
 */

let turned = false;

/** @param {Document} root the page that is shown now; the first is the browser's own load and keeps the browser's focus */
export function focusHeading(root) {
  const first = !turned;
  turned = true;
  if (first || location.hash) return;
  const heading = /** @type {HTMLElement | null} */ (root.querySelector("article h1"));
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
