/**
 * Replies that came: pasted or dropped, looked at, and taken in.
 * @module
 */

import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { kindInWords, partsOf } from "../reply/told.js";
import { _, ngettext } from "../words.js";
import { ask } from "./api.js";
import { Head, Wrong, useData } from "./parts.js";

/** @typedef {{id: string, name: string, kind: string, content: Record<string, any>, about: string | null, struck: string[], fits: boolean, words: string, stem: string | null}} Reply */
/** @typedef {{id: string | null, name: string | null, kind: string | null, why: string, waits: boolean}} Refusal */

/** @param {{set: string}} props */
export function Inbox({ set }) {
  const path = `inbox/${set}`;
  const found = useData(path);
  const [answer, setAnswer] = useState(/** @type {any} */ (null));
  const [wrong, setWrong] = useState(/** @type {Error | null} */ (null));
  const [busy, setBusy] = useState(false);
  const data = answer ?? found.data;
  const heading = h("a", { href: `#/set/${set}` }, data?.name ?? set);
  if (found.error) return h("main", { id: "main", class: "page wide flow" }, h(Head, { kicker: heading, title: _("Inbox") }), h(Wrong, { error: found.error }));
  if (!data) return h("main", { id: "main", class: "page wide", "aria-busy": "true" });

  /** @param {object} what */
  const act = async (what) => {
    if (busy) return null;
    setBusy(true);
    try {
      const said = await ask(path, what);
      setWrong(null);
      setAnswer(said);
      return said;
    } catch (refusal) {
      setWrong(/** @type {Error} */ (refusal));
      return null;
    } finally {
      setBusy(false);
    }
  };
  return h("main", { id: "main", class: "page" },
    h("div", { class: "text" },
      h(Head, { kicker: heading, title: _("Inbox"), answer: data.number ? ngettext("One reply waits.", "{n} replies wait.", data.number) : _("No reply waits.") }),
      h(Wrong, { error: wrong }),
      data.open ? h(Open, { set, data, act, busy }) : h(Closed, { act, busy })),
    data.open && h("aside", { class: "rail noprint", "aria-label": _("This inbox") },
      h("p", { class: "small soft" }, _("Open with {name}’s passphrase. It locks ten minutes after it was last used.", { name: data.keeper })),
      h("p", { class: "kept" }, h("button", { type: "button", class: "btn second little", onClick: () => act({ do: "lock" }) }, _("Lock the inbox")))));
}

/** @param {{act: (what: object) => Promise<any>, busy: boolean}} props */
function Closed({ act, busy }) {
  const [words, setWords] = useState("");
  const [shown, setShown] = useState(false);
  const open = async (/** @type {Event} */ event) => {
    event.preventDefault();
    await act({ do: "open", passphrase: words });
    setWords("");
  };
  return h("form", { class: "flow", onSubmit: open },
    h("p", null, _("Replies are sealed to those who keep the record. Your own passphrase opens them, here on this computer.")),
    h("div", { class: "field" }, h("label", { for: "passphrase" }, _("Your passphrase")),
      h("input", { id: "passphrase", class: "in", type: shown ? "text" : "password", autocomplete: "off", spellcheck: false, value: words, onInput: (/** @type {any} */ event) => setWords(event.currentTarget.value) })),
    h("div", { class: "btns" },
      h("button", { type: "submit", class: "btn", "aria-disabled": busy }, busy ? _("Opening…") : _("Open the inbox")),
      h("button", { type: "button", class: "btn second", "aria-pressed": shown, onClick: () => setShown(!shown) }, shown ? _("Hide the words") : _("Show the words"))));
}

/** @param {{set: string, data: any, act: (what: object) => Promise<any>, busy: boolean}} props */
function Open({ set, data, act, busy }) {
  /** @type {Reply[]} */
  const waiting = data.waiting;
  /** @type {Refusal[]} */
  const refused = data.refused;
  /** @type {Reply[]} */
  const done = data.done ?? [];
  const fitting = waiting.filter((each) => each.fits);
  const result = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (data.done) result.current?.focus();
  }, [data]);
  const session = (/** @type {string | null} */ stem) => stem && h("a", { href: `#/session/${set}/${stem}` }, _("Open that session"));
  return [
    data.done && h("div", { ref: result, tabIndex: -1, class: "note flow", role: "status" },
      h("p", null, h("b", null, taken(done.filter((each) => each.fits).length))),
      h("ul", null, done.map((each) => h("li", { key: each.id, class: each.fits ? undefined : "warnt" }, each.fits ? `${each.name}: ${each.words}` : _("{name}, not taken: {why}", { name: each.name, why: each.words }), " ", each.fits && session(each.stem)))),
      done.some((each) => each.fits) && h("p", null, _("They see that it was taken in once you have published."), " ", h("a", { href: "#/publish" }, _("See what changes")))),
    waiting.length > 0 && h("section", { "aria-label": _("Waiting") }, h("h2", null, _("Waiting")),
      fitting.length > 1 && h("p", null, h("button", { type: "button", class: "btn", "aria-disabled": busy, onClick: () => act({ do: "take", ids: fitting.map(({ id }) => id) }) }, ngettext("Take {n} in", "Take all {n} in", fitting.length))),
      h("ul", { class: "rows todo" }, waiting.map((each) => h("li", { key: each.id },
        h("div", { class: "flow" }, h("h3", null, `${each.name}: ${kindInWords(each.kind)}`),
          h("dl", { class: "parts" }, partsOf(each.kind, each.content, each).map(({ label, text }, number) => h("div", { key: number }, h("dt", null, label), h("dd", { class: label === _("File") ? "file" : "said" }, text)))),
          h("p", { class: each.fits ? undefined : "warnt" }, each.fits ? _("Taking it in: {words}.", { words: each.words }) : _("Not to be taken: {why}.", { why: each.words.replace(/\.$/, "") }), " ", each.fits && session(each.stem))),
        h("div", { class: "btns" }, each.fits && h("button", { type: "button", class: fitting.length > 1 ? "btn second little" : "btn little", "aria-label": `${_("Take in")}: ${each.name}, ${kindInWords(each.kind)}`, "aria-disabled": busy, onClick: () => act({ do: "take", ids: [each.id] }) }, _("Take in")), h(Drop, { each, act, busy })))))),
    refused.length > 0 && h("section", { "aria-label": _("Not to be taken") }, h("h2", null, _("Not to be taken")),
      h("ul", { class: "rows" }, refused.map((each, number) => h("li", { key: number }, h("p", { class: "warnt" }, [each.name, each.kind && kindInWords(each.kind), each.why].filter(Boolean).join(": ")), each.waits && h("div", { class: "btns" }, h(Drop, { each, act, busy })))))),
    h(Paste, { act, busy, came: data.came }),
  ];
}

/**
 * A reply that is not wanted is put away at the second press; the first says what it does.
 * @param {{each: Reply | Refusal, act: (what: object) => Promise<any>, busy: boolean}} props
 */
function Drop({ each, act, busy }) {
  const [sure, setSure] = useState(false);
  const name = [_("Put away"), [each.name, each.kind && kindInWords(each.kind)].filter(Boolean).join(", ")].filter(Boolean).join(": ");
  return h("button", { type: "button", class: "btn second little", "aria-label": sure ? undefined : name, "aria-disabled": busy, onBlur: () => setSure(false), onClick: () => (sure ? act({ do: "drop", ids: [each.id] }) : setSure(true)) },
    sure ? _("Put it away, not taken in") : _("Put away"));
}

/** @param {number} number */
const taken = (number) => ngettext("One reply was taken in.", "{n} replies were taken in.", number);

/** @param {{act: (what: object) => Promise<any>, busy: boolean, came: number | undefined}} props */
function Paste({ act, busy, came }) {
  const [text, setText] = useState("");
  const [over, setOver] = useState(false);
  /** @param {string} given */
  const read = async (given) => {
    if (given.trim() && (await act({ do: "read", text: given }))) setText("");
  };
  /** @param {FileList | null | undefined} files */
  const dropped = async (files) => {
    if (files?.length) await read((await Promise.all([...files].map((file) => file.text()))).join("\n"));
  };
  return h("section", { "aria-label": _("Bring replies in"), class: over ? "drop over" : "drop",
    onDragOver: (/** @type {DragEvent} */ event) => { event.preventDefault(); setOver(true); },
    onDragLeave: () => setOver(false),
    onDrop: (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      setOver(false);
      const words = event.dataTransfer?.getData("text");
      void (event.dataTransfer?.files.length ? dropped(event.dataTransfer.files) : read(words ?? ""));
    } },
    h("h2", null, _("Bring replies in")),
    h("div", { class: "field" }, h("label", { for: "mail" }, _("Message")),
      h("p", { class: "hint", id: "mail-hint" }, _("Paste whole messages, as many as you like, or drop files here. Nothing is taken in before you have seen it.")),
      h("textarea", { id: "mail", class: "in", rows: 5, spellcheck: false, autocomplete: "off", "aria-describedby": "mail-hint", value: text, onInput: (/** @type {any} */ event) => setText(event.currentTarget.value) })),
    h("div", { class: "btns" },
      h("button", { type: "button", class: "btn second", "aria-disabled": busy, onClick: () => read(text) }, _("Open what came")),
      h("input", { type: "file", "aria-label": _("Files with replies"), multiple: true, onChange: (/** @type {any} */ event) => { void dropped(event.currentTarget.files); event.currentTarget.value = ""; } })),
    h("p", { role: "status" }, came === 0 ? _("There is no reply in it. Paste or save the whole message, from BEGIN to END.") : came ? _("Replies in it: {n}.", { n: came }) : ""));
}
