/**
 * The page on which a presenter reads the record of their own turn before others do. It is drawn from the very text that an
 * agreement names.
 * @module
 */

import { b64, sha256, utf8 } from "../format/bytes.js";
import { addStyle } from "../style.js";
import { _, inFull, ngettext } from "../words.js";
import { UNSENT, make } from "./elements.js";
import { sendButtons } from "./sending.js";
import css from "./reply.css";

/** @typedef {{path: (string | number)[], offset: number, length: number}} Strike */

/** @returns {Record<string, string>} */
const labels = () => ({
  headline: _("Topic"),
  minutes: _("Minutes"),
  minutes_used: _("Minutes used"),
  scenario: _("What you told"),
  question: _("What you asked of the group"),
  question_became: _("How the question read at the end"),
  questions: _("What you were asked"),
  suggestions: _("What was offered"),
  response: _("What you made of it"),
  actions: _("What you will do"),
  do: _("To do"),
  due: _("By when"),
  owner: _("Who"),
  with: _("With"),
  outcome_wanted: _("What it is for"),
  by: _("From"),
});
/** What nobody needs to read: names that the program gives, and what the heading says. */
const UNSAID = new Set(["session", "presenter", "id"]);

/**
 * @param {HTMLElement} place
 * @param {import("./main.js").Device} device
 */
export function agree(place, device) {
  addStyle(document, css);
  const turns = device.mail.letter?.turns ?? [];
  const drawn = turns.map((turn) => drawTurn(turn, device));
  place.replaceChildren(...(drawn.length ? drawn : [make("p", { class: "als-lead" }, _("Nothing waits for you to agree."))]));
}

/**
 * @param {{session: string, turn: number, text: string}} turn
 * @param {import("./main.js").Device} device
 */
function drawTurn({ session, turn, text }, device) {
  /** @type {Strike[]} */
  const struck = [];
  const content = JSON.parse(text);
  const wish = make("textarea", { rows: "3", id: `wish-${session}-${turn}`, ...UNSENT });
  const body = make("div");
  const told = make("p", { class: "als-quiet", role: "status" });
  const count = () => (told.textContent = struck.length ? ngettext("One passage struck. Whoever keeps the record is shown which, and changes it.", "{n} passages struck. Whoever keeps the record is shown which, and changes them.", struck.length) : "");
  draw(content, [], body, labels(), { struck, count });
  const strike = make("button", { type: "button", class: "md-button", click: () => strikeSelected(body, struck, count, told) }, _("Strike what I have marked"));
  const undo = make("button", { type: "button", class: "als-link", click: () => clear(body, struck, count) }, _("Take all strikes back"));
  const digest = sha256(utf8(text)).then(b64);
  /** @type {string} */
  let named = "";
  void digest.then((found) => (named = found));
  const reply = (/** @type {boolean} */ agreed) => () => {
    const wished = wish.value.trim();
    if (agreed && (struck.length || wished)) {
      told.textContent = _("You have struck something or written a wish: send that instead, or take it back.");
      return null;
    }
    if (!agreed && !struck.length && !wished) {
      told.textContent = _("Nothing is struck yet, and no wish written.");
      return null;
    }
    return { kind: "agree", session, turn, digest: named, ...(struck.length ? { struck } : {}), ...(wished ? { wish: wished } : {}) };
  };
  const changes = make(
    "details",
    { class: "als-more" },
    make("summary", {}, _("I would like something changed")),
    make("p", {}, _("Mark a passage with the finger or the mouse, then strike it. Or write what you wish.")),
    make("p", { class: "als-buttons" }, strike, undo),
    make("label", { for: wish.id }, _("What I wish")),
    wish,
    sendButtons(device, reply(false), () => undefined),
  );
  const heading = make("h2", {}, _("Your turn on {day}", { day: inFull(new Date(`${session.slice(0, 10)}T12:00`)) }));
  // Where there is nobody to reply to, as in a preview, it is there to be read.
  const answers = device.mail.inbox.length ? [told, sendButtons(device, reply(true), () => undefined, _("I agree")), changes] : [];
  return make("section", { class: "als-agree" }, heading, body, ...answers);
}

/**
 * @param {any} value
 * @param {(string | number)[]} path
 * @param {HTMLElement} into
 * @param {Record<string, string>} words
 * @param {{struck: Strike[], count: () => void}} state
 */
function draw(value, path, into, words, state) {
  if (Array.isArray(value)) return value.forEach((one, at) => draw(one, [...path, at], into, words, state));
  if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value).sort(([a], [b]) => place(a) - place(b))) {
      if (UNSAID.has(name) || (name === "owner" && path[0] === "actions")) continue;
      if (name !== "text") into.append(make(path.length ? "p" : "h3", { class: "als-label" }, words[name] ?? name));
      if (name === "due") into.append(make("div", { class: "als-agree__text" }, inFull(new Date(`${inner}T12:00`))));
      else draw(inner, [...path, name], into, words, state);
    }
    return;
  }
  into.append(make("div", { class: "als-agree__text", ...(typeof value === "string" ? { "data-path": JSON.stringify(path) } : {}) }, flowing(String(value))));
}

/**
 * Lines that were broken for the file's sake run on, as in the pages; each sign stays in its place, so that strikes name the same passages.
 * @param {string} text
 */
const flowing = (text) => text.replace(/(?<=[^\n])\n(?![\n\s>#|*+-]|\d+[.)])/g, " ");

const ORDER = ["headline", "minutes", "minutes_used", "scenario", "question", "questions", "question_became", "suggestions", "response", "actions", "text", "by", "do", "due"];

/** @param {string} name */
const place = (name) => (ORDER.indexOf(name) + ORDER.length + 1) % (ORDER.length + 1);

/**
 * Strikes the marked passage, if it lies in one text.
 * @param {HTMLElement} body
 * @param {Strike[]} struck
 * @param {() => void} count
 * @param {HTMLElement} told
 */
function strikeSelected(body, struck, count, told) {
  const selection = getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
  const node = range && (range.commonAncestorContainer instanceof Element ? range.commonAncestorContainer : range.commonAncestorContainer.parentElement);
  const block = /** @type {HTMLElement | null | undefined} */ (node?.closest("[data-path]"));
  if (!range || range.collapsed || !block || !body.contains(block)) {
    told.textContent = _("Mark a passage within one text first.");
    return;
  }
  const before = range.cloneRange();
  before.selectNodeContents(block);
  before.setEnd(range.startContainer, range.startOffset);
  struck.push({ path: JSON.parse(block.dataset.path ?? "[]"), offset: before.toString().length, length: range.toString().length });
  selection?.removeAllRanges();
  redraw(block, struck);
  count();
}

/**
 * @param {HTMLElement} block
 * @param {Strike[]} struck
 */
function redraw(block, struck) {
  const text = block.textContent ?? "";
  const out = new Array(text.length).fill(false);
  for (const { path, offset, length } of struck) if (JSON.stringify(path) === block.dataset.path) out.fill(true, offset, offset + length);
  /** @type {Node[]} */
  const parts = [];
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (end < text.length && out[end] === out[at]) end++;
    const part = text.slice(at, end);
    parts.push(out[at] ? make("del", {}, part) : document.createTextNode(part));
    at = end;
  }
  block.replaceChildren(...parts);
}

/**
 * @param {HTMLElement} body
 * @param {Strike[]} struck
 * @param {() => void} count
 */
function clear(body, struck, count) {
  struck.length = 0;
  for (const block of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll("[data-path]"))) redraw(block, struck);
  count();
}
