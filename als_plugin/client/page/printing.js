/**
 * Prints a part of a page: the private sheet, or the actions that the filters let through.
 * @module
 */

/** @param {HTMLElement} page */
export function offerPrinting(page) {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (page.querySelectorAll("[data-als-print]"))) {
    button.onclick = () => {
      page.dataset.alsPrinting = button.dataset.alsPrint;
      // What is folded away would not be printed.
      const folded = [...page.querySelectorAll("details:not([open])")];
      for (const one of folded) one.setAttribute("open", "");
      // The browser's own print command, later, prints the whole page again.
      const after = () => {
        delete page.dataset.alsPrinting;
        for (const one of folded) one.removeAttribute("open");
      };
      window.addEventListener("afterprint", after, { once: true });
      window.print();
    };
  }
}
