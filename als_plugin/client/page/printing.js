/**
 * Prints a part of a page: the private sheet, or the actions that the filters let through.
 * @module
 */

/** @param {HTMLElement} page */
export function offerPrinting(page) {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (page.querySelectorAll("[data-als-print]"))) {
    button.onclick = () => {
      page.dataset.alsPrinting = button.dataset.alsPrint;
      // The browser's own print command, later, prints the whole page again.
      window.addEventListener("afterprint", () => delete page.dataset.alsPrinting, { once: true });
      window.print();
    };
  }
}
