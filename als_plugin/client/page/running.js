/**
 * The page of the run-sheet: what runs a session is loaded here alone.
 * @module
 */

import { channel, notesKept, onLocked } from "../bridge.js";
import { announce } from "../open/notice.js";
import { _ } from "../words.js";

/** The name under which dist/record.js lies beside this script; builds of it are told apart. */
const RECORD = typeof ALS_RECORD === "undefined" ? null : ALS_RECORD;
const own = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src;

/** @param {HTMLElement} page */
export async function openRunSheet(page) {
  const place = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-run]"));
  if (!place || !RECORD || !own) return;
  const services = { notes: notesKept, channel, onLocked, cards: new URL(place.dataset.alsCards ?? "", location.href).href };
  try {
    const record = await import(new URL(RECORD, own).href);
    if (location.hash !== "#room") return await record.run(place, JSON.parse(place.dataset.alsRun ?? "{}"), services);
    // The room sees nothing else of the page.
    const screen = document.createElement("div");
    screen.className = "md-typeset";
    document.body.append(screen);
    for (const other of document.body.children) if (other !== screen) /** @type {HTMLElement} */ (other).inert = true;
    await record.room(screen, services);
  } catch (error) {
    console.error(error);
    announce(_("The run-sheet could not be opened. Please load the page again."));
  }
}
