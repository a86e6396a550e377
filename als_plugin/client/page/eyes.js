/**
 * In a preview nobody has unlocked anything: the strip above the page says whose eyes it is read with, and a choice in it leads to the
 * same page as somebody else reads it. Each is a handbook of its own, made from that person's view.
 * @module
 */

/** Who a preview is read as: a person's id. @returns {string | null} */
export const readAs = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-als-person]"))?.dataset.alsPerson ?? null;

const chosen = () => /** @type {HTMLSelectElement | null} */ (document.querySelector("select[data-als-read-as]"));

/** The address of the handbook that is read. */
export const folderReadIn = () => chosen()?.dataset.alsReadAs ?? "";

/** Lets the choice lead there. */
export function offerEyes() {
  const choice = chosen();
  if (!choice) return;
  choice.onchange = () => {
    const here = folderReadIn();
    const inside = location.pathname.startsWith(here) ? location.pathname.slice(here.length) : "";
    location.assign(choice.value + inside);
  };
}
