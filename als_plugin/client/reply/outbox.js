/**
 * What was sent from this device, sealed as notes are, until its receipt comes.
 * @module
 */

import { _, inFull } from "../words.js";
import { make } from "./elements.js";

/** @typedef {{id: string, kind: string, about: string, on: string, text: string}} Sent */

const MOST = 50;

/** @param {Record<string, any>} content */
function about({ kind, headline, meeting, session }) {
  if (kind === "bid") return headline ? _("a topic: {headline}", { headline }) : _("a topic");
  if (kind === "absence") return _("that you cannot come on {day}", { day: day(meeting) });
  if (kind === "agree") return _("what you say to the record of your turn on {day}", { day: day(session.slice(0, 10)) });
  return kind === "report" ? _("a report-back") : _("a correction");
}

/** @param {string} iso */
const day = (iso) => inFull(new Date(`${iso}T12:00`));

/**
 * @param {import("./main.js").Device} device
 * @param {{id: string, text: string, kind: string} & Record<string, any>} reply
 * @returns {Promise<boolean>} whether the device keeps it
 */
export async function keepSent(device, reply) {
  const { notes } = device;
  /** @type {Sent[]} */
  const before = (await notes.get("outbox").catch(() => null)) ?? [];
  const sent = { id: reply.id, kind: reply.kind, about: about(reply), on: new Date().toISOString(), text: reply.text };
  const kept = await notes.set("outbox", [sent, ...before.filter(({ id }) => id !== reply.id)].slice(0, MOST));
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-als-sent]"));
  if (kept && place) await showSent(place, device);
  return kept;
}

/**
 * What was sent, when, and whether it was taken in.
 * @param {HTMLElement} place
 * @param {import("./main.js").Device} device
 */
export async function showSent(place, { notes, mail }) {
  /** @type {Sent[]} */
  const sent = (await notes.get("outbox")) ?? [];
  const taken = new Map((mail.letter?.receipts ?? []).map(({ id, on }) => [id, on]));
  const list = make("ul", { class: "als-plain" });
  for (const { id, about: what, on } of sent) {
    const receipt = taken.get(id);
    const words = receipt
      ? _("Taken in on {day}: {what}.", { day: day(receipt), what })
      : _("Sent on {day}, not taken in yet: {what}.", { day: day(on.slice(0, 10)), what });
    const item = make("li", {}, words);
    if (receipt) item.append(" ", make("button", { type: "button", class: "als-link", click: () => forget(id) }, _("Dismiss")));
    list.append(item);
  }
  const forget = async (/** @type {string} */ id) => {
    await notes.set("outbox", ((await notes.get("outbox")) ?? []).filter((/** @type {Sent} */ one) => one.id !== id));
    await showSent(place, { notes, mail, identity: async () => null, person: "" });
  };
  place.replaceChildren(make("h2", { id: "sent" }, _("What you sent")), list);
  place.setAttribute("aria-labelledby", "sent");
  place.hidden = !sent.length;
}
