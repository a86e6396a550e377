/**
 * The page script: puts a page of records into the reader's own terms. Everything that it needs stands in the page; nothing
 * that it learns leaves the device.
 * @module
 */

import { audience, inPreview, person } from "../bridge.js";
import { offerCopies } from "./copying.js";
import { folderReadIn, offerEyes, readAs } from "./eyes.js";
import { countTicks, keepNotes } from "./keeping.js";
import { listActions } from "./listing.js";
import { closeMenus } from "./menus.js";
import { offerReplies, previewReplies } from "./replying.js";
import { offerPrinting } from "./printing.js";
import { openRunSheet } from "./running.js";
import { noteReading, tickRead } from "./reading.js";
import { recordsOf, tell, termsOf } from "./terms.js";
import { focusHeading } from "./turning.js";
import { offerWhole } from "./whole.js";
import { nameAgain, nameFromHome, nameYou } from "./you.js";

/** @param {ParentNode} root */
async function run(root) {
  const page = recordsOf(root);
  if (!page) await nameFromHome(inPreview ? readAs() : await person());
  if (!page || page.dataset.alsReady !== undefined) return;
  page.dataset.alsReady = "";
  const terms = termsOf(root, page);
  const known = await person();
  terms.caretaking ||= (await audience()) === "facilitator";
  const people = /** @type {Record<string, string>} */ (JSON.parse(page.dataset.people ?? "{}"));
  const you = inPreview ? readAs() : known;
  tell(page, terms, you);
  listActions(page, you);
  nameYou(you, people);
  page.dataset.alsReady = "told";
  if (inPreview) offerEyes();
  offerCopies(page);
  offerPrinting(page);
  offerWhole(page, terms, you);
  if (!inPreview) void offerReplies(page, you);
  else if (you) void previewReplies(page, you, folderReadIn());
  void openRunSheet(page);
  const meeting = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-meeting]:not([hidden])"));
  const marked = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-occasion]"));
  const occasion = meeting?.dataset.alsMeeting ?? marked?.dataset.alsOccasion ?? "next";
  await keepNotes(page, occasion);
  await tickRead(page);
  await countTicks(page, occasion);
}

/** @param {Document} root */
function show(root) {
  focusHeading(root);
  nameAgain();
  noteReading(root);
  void run(root);
}

closeMenus();
// Material's instant loading replaces the article and says so; without it, once is enough.
const material = /** @type {{document$?: {subscribe(on: (root: Document) => void): void}}} */ (/** @type {unknown} */ (window));
if (material.document$) material.document$.subscribe(show);
else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => show(document));
else show(document);
