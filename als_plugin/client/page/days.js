/**
 * Puts the dates of a page into words, chooses the next session, and takes away what may no longer be shown.
 * @module
 */

import { _ } from "../words.js";
import { daysBetween, dueKind, expired, firstToCome, inWords, otherClock } from "./dates.js";

/** @typedef {{day: string, timezone: string, language: string, you: string | null, facilitator: boolean}} Reading */

/**
 * Removes what comes of a session past its last day.
 * @param {ParentNode} root
 * @param {string} day
 */
export function removeExpired(root, day) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-until]"))) {
    if (expired(part.dataset.until ?? (part.getAttribute("data-until") || "9999"), day)) part.remove();
  }
}

/**
 * Shows the first meeting that has not ended.
 * @param {HTMLElement} page
 * @param {Reading} reading
 * @returns {string | null} its date
 */
export function chooseMeeting(page, reading) {
  const meetings = /** @type {HTMLElement[]} */ ([...page.querySelectorAll("[data-als-meeting]")]);
  if (!meetings.length) return null;
  const place = firstToCome(meetings.map((one) => one.dataset.alsMeetingEnd ?? ""), reading.day);
  meetings.forEach((meeting, at) => (meeting.hidden = at !== place));
  const none = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-no-meeting]"));
  if (none) none.hidden = place !== -1;
  const file = /** @type {HTMLAnchorElement | null} */ (page.querySelector("[data-als-next-file]"));
  if (file && place > 0) file.setAttribute("href", file.dataset.alsAllFile ?? "");
  if (file && place === -1) file.hidden = true;
  const chosen = meetings[place];
  if (!chosen) return null;
  const date = chosen.dataset.alsMeeting ?? "";
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const clock = otherClock(date, reading.timezone, own, reading.language);
  const times = chosen.querySelector("[data-als-times]");
  if (clock && times && !times.querySelector(".als-clock")) {
    const note = Object.assign(document.createElement("span"), { className: "als-clock", textContent: ` (${clock})` });
    times.append(note);
  }
  return date;
}

/**
 * Says how far away each marked date is.
 * @param {HTMLElement} page
 * @param {Reading} reading
 */
export function sayDays(page, reading) {
  for (const time of /** @type {NodeListOf<HTMLTimeElement>} */ (page.querySelectorAll("time[data-als-days]"))) {
    time.querySelector(".als-in")?.remove();
    const days = daysBetween(reading.day, time.dateTime);
    const words = document.createElement("span");
    words.className = "als-in";
    words.textContent = inWords(days, reading.language);
    const owner = time.dataset.alsDue;
    if (owner !== undefined) {
      const kind = dueKind(days, reading.facilitator || (reading.you !== null && owner === reading.you));
      if (kind === "late") {
        words.textContent = _("overdue");
        words.classList.add("als-in--late");
      }
      if (kind === "open") words.textContent = _("still open");
    }
    time.append(words);
  }
}
