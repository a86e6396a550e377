/**
 * The inbox of who keeps the record, in the open handbook: replies pasted or opened from files, unsealed with the reader's own
 * key, checked, shown, and handed on, sealed as they came, to be taken into the records at the desk.
 * @module
 */

import { armour, findReplies } from "../format/armour.js";
import { unb64 } from "../format/bytes.js";
import { usable } from "../format/privatekey.js";
import { ReplyRefused, openReply } from "../format/replies.js";
import { save } from "../save.js";
import { addStyle } from "../style.js";
import { _, ngettext } from "../words.js";
import { UNSENT, make } from "./elements.js";
import { kindInWords, partsOf } from "./told.js";
import css from "./reply.css";

/** A reply as it is kept here: sealed as it came. Whoever sends one chooses its id: it is known by its `mark`. @typedef {{mark: string, person: string, id: string, text: string, on: string}} Kept */
/** What became of a text: a reply, or why it is none. @typedef {{mark: string, id: string, person: string, kind: string, content: Record<string, any>, text: string} | {why: string}} Opened */

const DAY = 24 * 60 * 60;
const YEAR = 366 * DAY;
const NOTE = "inbox";
const MOST = 200;
/** Opening a reply that is from nobody takes longest, so a text with more of them is read no further. */
const SPOILT = 40;

/**
 * @param {import("./main.js").Device} device
 * @param {Record<string, string>} names of people, by their ids
 */
export async function openInbox(device, names) {
  addStyle(document, css);
  const taken = new Map(Object.entries(device.mail.letter?.taken ?? {}));
  /** @param {{person: string, id: string}} reply */
  const wasTaken = ({ person, id }) => Boolean(taken.get(person)?.includes(id));
  const field = make("textarea", { id: "als-inbox-text", rows: "5", ...UNSENT });
  const files = make("input", { type: "file", id: "als-inbox-files", multiple: true });
  const said = make("p", { class: "als-reply__said", role: "status" });
  const refused = make("ul", { class: "als-inbox__refused" });
  const list = make("ul", { class: "als-inbox" });
  const onward = make("p", { class: "als-buttons" });

  /** @returns {Promise<Kept[]>} what waits: those that were taken in meanwhile are forgotten here */
  const kept = async () => {
    /** @type {Kept[]} */
    const all = (await device.notes.get(NOTE)) ?? [];
    const left = all.filter((one) => !wasTaken(one));
    if (left.length < all.length) await device.notes.set(NOTE, left);
    return left;
  };
  const show = async () => {
    const waiting = await kept();
    const opened = await Promise.all(waiting.map(({ text }) => openText(text, device)));
    /** @type {Map<string, number>} how often each number stands here, or was another's */
    const numbers = new Map();
    for (const { id } of [...waiting, ...[...taken.values()].flat().map((id) => ({ id }))]) numbers.set(id, (numbers.get(id) ?? 0) + 1);
    list.replaceChildren(...opened.flat().map((one) => ("why" in one ? make("li", {}, one.why) : shown(one, names, (numbers.get(one.id) ?? 0) > 1, () => forget(one.mark)))));
    onward.replaceChildren(...(waiting.length ? handing(waiting.map(({ text }) => text).join("\n"), said) : []));
  };
  const forget = async (/** @type {string} */ mark) => {
    await device.notes.set(NOTE, (await kept()).filter((one) => one.mark !== mark));
    await show();
  };
  /** @param {string} text */
  const read = async (text) => {
    said.textContent = _("Opening…");
    const found = await openText(text, device);
    const known = await kept();
    const marks = new Set(known.map(({ mark }) => mark));
    /** @type {Kept[]} */
    const fresh = [];
    /** @type {string[]} */
    const no = [];
    for (const one of found) {
      if ("why" in one) no.push(one.why);
      else if (wasTaken(one)) no.push(_("{name}: it was taken in before", { name: names[one.person] ?? one.person }));
      else if (!marks.has(one.mark)) {
        marks.add(one.mark);
        fresh.push({ mark: one.mark, person: one.person, id: one.id, text: one.text, on: new Date().toISOString() });
      }
    }
    if (fresh.length && !(await device.notes.set(NOTE, [...known, ...fresh].slice(-MOST)))) no.push(_("This device does not keep it: save it as a file now."));
    refused.replaceChildren(...no.map((why) => make("li", { class: "als-reply__problem" }, why)));
    said.textContent = !found.length ? _("There is no reply in it. Paste the whole message, from BEGIN to END.") : ngettext("One new reply.", "{n} new replies.", fresh.length);
    field.value = "";
    await show();
  };
  files.onchange = async () => {
    const texts = await Promise.all([...(files.files ?? [])].map((file) => file.text()));
    files.value = "";
    if (texts.length) await read(texts.join("\n"));
  };
  /** @type {HTMLDialogElement} */
  const sheet = make(
    "dialog",
    { class: "als-reply", "aria-labelledby": "als-inbox-title", "data-search-exclude": "" },
    make("h2", { id: "als-inbox-title" }, _("Inbox")),
    make("p", { class: "als-reply__about" }, _("What members sent you opens here with your own key. Nothing is in the record before it is taken in at the desk.")),
    make("label", { for: field.id }, _("Message")),
    field,
    make("p", { class: "als-buttons" }, make("button", { type: "button", class: "md-button md-button--primary", click: () => (field.value.trim() ? read(field.value) : field.focus()) }, _("Open what came"))),
    make("label", { for: files.id }, _("Or files with replies")),
    files,
    said,
    refused,
    list,
    onward,
    make("button", { type: "button", class: "als-link", click: () => sheet.close() }, _("Close")),
  );
  sheet.onclose = () => sheet.remove();
  document.body.append(sheet);
  sheet.showModal();
  await show();
}

/**
 * Every reply in a text, the same one once.
 * @param {string} text
 * @param {import("./main.js").Device} device
 * @returns {Promise<Opened[]>}
 */
async function openText(text, { mail, identity }) {
  const known = await identity();
  if (!known) return [{ why: _("The handbook was locked. Open it again.") }];
  const now = Math.floor(Date.now() / 1000);
  const given = {
    set: unb64(mail.set, 16),
    publishers: [unb64(mail.publisher, 32)],
    keeper: { privateKey: await usable(known.privateKey), public: known.public },
    senders: (mail.letter?.people ?? []).map(({ person, public: key, until }) => ({ person, public: unb64(key, 32), ...(until ? { until } : {}) })),
    builds: /** @type {[number, number]} */ ([now - YEAR, Math.max(now, mail.build) + DAY]),
  };
  /** @type {Opened[]} */
  const found = [];
  /** @type {Set<string>} */
  const seen = new Set();
  let spoilt = 0;
  for (const each of await findReplies(text)) {
    if (spoilt === SPOILT) {
      found.push({ why: ngettext("{n} before it is unreadable or from nobody who has a key here: look at the messages one by one", "{n} before it are unreadable or from nobody who has a key here: look at the messages one by one", SPOILT) });
      break;
    }
    if (!("data" in each)) spoilt++;
    if ("cut" in each) found.push({ why: _("its end is missing: paste the whole message, or ask for the file") });
    else if ("large" in each) found.push({ why: _("it is too large") });
    else if ("line" in each) found.push({ why: _("line {line} of it was changed on the way: ask for the file, which mail programs leave as it is", { line: each.line }) });
    else {
      const armoured = await armour(each.data);
      if (seen.has(armoured)) continue;
      seen.add(armoured);
      try {
        const { mark, id, person, content } = await openReply(each.data, given);
        found.push({ mark, id, person, kind: content.kind, content, text: armoured });
      } catch (error) {
        if (!(error instanceof ReplyRefused)) throw error;
        if (error.known.person === undefined) spoilt++;
        found.push({ why: reason(error) });
      }
    }
  }
  return found;
}

/** @param {ReplyRefused} refused */
function reason({ reason, known }) {
  const person = known.person ?? "";
  const words = {
    damaged: _("it was changed or cut on the way: ask for it once more, as a file"),
    version: _("it was made by a newer als"),
    set: _("it is for another set"),
    nobody: _("it is from nobody who has a key here, or was not sealed to you"),
    former: _("it was sealed with a key that {person} had until {date}: ask them to open the site anew and send it again", { person, date: known.until ?? "" }),
    newer: _("it names a build that is still to come: is the clock of this computer right?"),
    old: _("it is more than a year old"),
    large: _("it is too large"),
    malformed: _("what it says is not in a form that is known here; a newer als may know it"),
    named: _("it names a sender, which only a key can do"),
  };
  return words[reason];
}

/**
 * @param {Extract<Opened, {id: string}>} reply
 * @param {Record<string, string>} names
 * @param {boolean} doubled whether another reply came under the same number
 * @param {() => void} forget
 */
function shown({ person, kind, content }, names, doubled, forget) {
  const parts = make("dl", {});
  for (const { label, text } of partsOf(kind, content)) parts.append(make("dt", {}, label), make("dd", { class: "als-agree__text" }, text));
  const name = names[person] ?? person;
  const remark = doubled ? [make("p", { class: "als-reply__problem" }, _("another reply came under the same number: look at both"))] : [];
  return make("li", {}, make("h3", {}, `${name}: ${kindInWords(kind)}`), ...remark, parts,
    make("button", { type: "button", class: "als-link", "aria-label": `${_("Remove from this device")}: ${name}, ${kindInWords(kind)}`, click: forget }, _("Remove from this device")));
}

/**
 * Ways to hand all of them on, sealed as they came.
 * @param {string} text
 * @param {HTMLElement} said
 */
function handing(text, said) {
  const name = `replies-${new Date().toISOString().slice(0, 10)}.txt`;
  const file = new File([text], name, { type: "text/plain" });
  /** @type {HTMLElement[]} */
  const buttons = [];
  const done = _("Handed on. Take them in at the desk; once you have published, they go from here.");
  if (navigator.canShare?.({ files: [file] })) {
    buttons.push(make("button", { type: "button", class: "md-button md-button--primary", click: () => navigator.share({ files: [file] }).then(() => void (said.textContent = done), () => undefined) }, _("Send to my desk")));
  }
  buttons.push(make("button", { type: "button", class: "md-button", click: () => { save(file, name); said.textContent = done; } }, _("Save for the desk")));
  buttons.push(make("button", { type: "button", class: "md-button", click: () => navigator.clipboard.writeText(text).then(() => void (said.textContent = done), () => void (said.textContent = _("It could not be copied. Save it as a file."))) }, _("Copy")));
  return buttons;
}
