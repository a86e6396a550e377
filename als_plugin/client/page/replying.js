/**
 * Where a reader can reply, and what waits for them. What a reply needs is fetched when somebody first wants to write one.
 * @module
 */

import { identity, mail, notes } from "../bridge.js";
import { _, inFull } from "../words.js";

/** The name under which dist/reply.js lies beside this script; builds of it are told apart. */
const SCRIPT = ALS_REPLY;
const here = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src ?? location.href;

/** @returns {Promise<typeof import("../reply/main.js")>} */
const script = () => import(new URL(SCRIPT, here).href);

/**
 * @param {HTMLElement} page
 * @param {string | null} you
 */
export async function offerReplies(page, you) {
  const found = await mail();
  if (!found?.inbox.length || !you) return;
  /** @type {import("../reply/main.js").Device} */
  const device = { notes, mail: found, identity, person: you };
  /** @param {import("../reply/main.js").Asked} asked */
  const open = (asked) => () => void script().then(({ write }) => write(asked, device));
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-als-report]"))) {
    const owner = /** @type {HTMLElement | null} */ (place.closest("[data-person]"))?.dataset.person;
    if (owner === you) place.append(button(_("Report back"), open({ kind: "report", action: place.dataset.alsReport ?? "", said: saidBeside(place) })));
  }
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-als-replies]"))) {
    const meeting = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-meeting]:not([hidden])"))?.dataset.alsMeeting;
    if (place.dataset.alsReplies?.includes("bid")) place.append(button(_("Bring a topic"), open({ kind: "bid" })));
    if (meeting) place.append(button(_("I cannot come"), open({ kind: "absence", meeting })));
    place.hidden = !place.childElementCount;
  }
  const wrong = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-correct]"));
  if (wrong) {
    wrong.append(button(_("Something here is not right"), open({ kind: "correction", place: wrong.dataset.alsCorrect ?? "" }), "als-link"));
    wrong.hidden = false;
  }
  await showToAgree(page, device);
  const inbox = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-inbox]"));
  if (inbox && found.letter?.people && found.letter.person === you) {
    const people = JSON.parse(page.dataset.people ?? "{}");
    inbox.append(button(_("Inbox"), () => void script().then(({ openInbox }) => openInbox(device, people)), "als-link"));
    inbox.hidden = false;
  }
  const sent = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-sent]"));
  if (sent && (await notes.get("outbox"))?.length) (await script()).showSent(sent, device);
}

/**
 * What waits for the reader to agree: the page of it, and the line that leads there.
 * @param {HTMLElement} page
 * @param {import("../reply/main.js").Device} device
 */
async function showToAgree(page, device) {
  const { letter } = device.mail;
  const agree = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-agree]"));
  if (agree) (await script()).agree(agree, device);
  const waiting = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-to-agree]"));
  if (waiting && letter?.turns.length) {
    for (const link of waiting.querySelectorAll("a")) link.textContent = _("Read and agree the record of your turn on {days}", { days: letter.turns.map(({ session }) => inFull(new Date(`${session.slice(0, 10)}T12:00`))).join(", ") });
    waiting.hidden = false;
  }
}

/**
 * In a preview: what a build would tell the person whose eyes it is read with. Nothing can be sent from there.
 * @param {HTMLElement} page
 * @param {string} you
 * @param {string} folder the address of their handbook
 */
export async function previewReplies(page, you, folder) {
  if (!page.querySelector("[data-als-agree], [data-als-to-agree]")) return;
  const answer = await fetch(`${folder}letter.json`).catch(() => null);
  if (!answer?.ok) return;
  const mail = { set: "", build: 0, publisher: "", inbox: [], letter: await answer.json() };
  await showToAgree(page, { notes, mail, identity, person: you });
}

/** What the action says, as the page has it. @param {HTMLElement} place */
const saidBeside = (place) =>
  /** @type {HTMLElement | null} */ (place.parentElement?.querySelector("[data-als-do]"))?.innerText.trim() ?? "";

/**
 * @param {string} label
 * @param {() => void} act
 * @param {string} [looks]
 */
function button(label, act, looks = "md-button") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = looks;
  made.textContent = label;
  made.dataset.searchExclude = "";
  made.onclick = act;
  return made;
}
