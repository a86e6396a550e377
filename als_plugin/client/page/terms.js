/**
 * A page of records in its reader's own terms: days, the next session, what is theirs. It needs nothing but the page.
 * @module
 */

import { today } from "./dates.js";
import { chooseMeeting, removeExpired, sayDays } from "./days.js";
import { showYours } from "./you.js";

/** @typedef {{day: string, timezone: string, language: string, caretaking: boolean, facilitators: string[]}} Terms */

/**
 * The page of records in a document, if it is one.
 * @param {ParentNode} root
 */
export const recordsOf = (root) => /** @type {HTMLElement | null} */ (root.querySelector("[data-als-page]"));

/**
 * What a page says of itself; takes away what may no longer be shown.
 * @param {ParentNode} root
 * @param {HTMLElement} page
 * @returns {Terms}
 */
export function termsOf(root, page) {
  const timezone = page.dataset.timezone ?? "UTC";
  const day = today(new Date(), timezone);
  removeExpired(root, day);
  const facilitators = (page.dataset.facilitators ?? "").split(" ");
  return { day, timezone, language: page.dataset.language ?? "en", caretaking: page.dataset.alsAudience === "facilitator", facilitators };
}

/**
 * @param {HTMLElement} page
 * @param {Terms} terms
 * @param {string | null} you
 */
export function tell(page, { day, timezone, language, caretaking, facilitators }, you) {
  const reading = { day, timezone, language, you, facilitator: caretaking || (you !== null && facilitators.includes(you)) };
  chooseMeeting(page, reading);
  sayDays(page, reading);
  showYours(page, you);
}
