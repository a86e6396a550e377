/**
 * The page script: puts a page of records into the reader's own terms. Everything that it needs stands in the page; nothing
 * that it learns leaves the device.
 * @module
 */

import { audience, person } from "../bridge.js";
import { today } from "./dates.js";
import { chooseMeeting, removeExpired, sayDays } from "./days.js";
import { countTicks, keepNotes } from "./keeping.js";
import { listActions } from "./listing.js";
import { offerPrinting } from "./printing.js";
import { addChooser, showYours } from "./you.js";

const CHOSEN = "als-preview-person";

/** @param {ParentNode} root */
async function run(root) {
  const page = /** @type {HTMLElement | null} */ (root.querySelector("[data-als-page]"));
  if (!page || page.dataset.alsReady !== undefined) return;
  page.dataset.alsReady = "";
  const timezone = page.dataset.timezone ?? "UTC";
  const language = page.dataset.language ?? "en";
  const day = today(new Date(), timezone);
  removeExpired(root, day);
  const known = await person();
  const caretaking = page.dataset.alsAudience === "facilitator" || (await audience()) === "facilitator";
  const facilitators = (page.dataset.facilitators ?? "").split(" ");
  const people = /** @type {Record<string, string>} */ (JSON.parse(page.dataset.people ?? "{}"));
  const read = (/** @type {string | null} */ you) => {
    const reading = { day, timezone, language, you, facilitator: caretaking || (you !== null && facilitators.includes(you)) };
    chooseMeeting(page, reading);
    sayDays(page, reading);
    showYours(page, you);
    listActions(page, you, people);
  };
  const chosen = known ?? sessionStorage.getItem(CHOSEN);
  read(chosen);
  if (known === null) {
    addChooser(page, people, chosen, (you) => {
      if (you) sessionStorage.setItem(CHOSEN, you);
      else sessionStorage.removeItem(CHOSEN);
      read(you);
    });
  }
  offerPrinting(page);
  const meeting = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-meeting]:not([hidden])"));
  const marked = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-occasion]"));
  const occasion = meeting?.dataset.alsMeeting ?? marked?.dataset.alsOccasion ?? "next";
  await keepNotes(page, occasion);
  await countTicks(page, occasion);
}

// Material's instant loading replaces the article and says so; without it, once is enough.
const material = /** @type {{document$?: {subscribe(on: (root: Document) => void): void}}} */ (/** @type {unknown} */ (window));
if (material.document$) material.document$.subscribe((root) => void run(root));
else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => void run(document));
else void run(document);
