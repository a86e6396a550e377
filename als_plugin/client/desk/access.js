/**
 * Who may open a set.
 * @module
 */

import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { picture } from "../lock/join/picture.js";
import { _, ngettext } from "../words.js";
import { ask } from "./api.js";
import { Head, Wrong, day, useData } from "./parts.js";

/** @typedef {{id: string, name: string, left: boolean, granted: string | null, changed: string | null}} Row */

/** @param {{set: string}} props */
export function Access({ set }) {
  const path = `access/${set}`;
  const { data, error, again } = useData(path);
  const [wrong, setWrong] = useState(/** @type {Error | null} */ (null));
  const [slips, setSlips] = useState(/** @type {{name: string, passphrase: string}[]} */ ([]));
  const [digits, setDigits] = useState(/** @type {{fingerprint: string, name: string} | null} */ (null));
  const [busy, setBusy] = useState(false);
  if (error) return h("main", { id: "main", class: "page wide flow" }, h(Head, { title: _("Access") }), h(Wrong, { error }));
  if (!data) return h("main", { id: "main", class: "page wide", "aria-busy": "true" });

  /** @param {object} what */
  const act = async (what) => {
    if (busy) return;
    setBusy(true);
    try {
      const answer = await ask(path, what);
      setWrong(null);
      if (answer.slips) setSlips((before) => [...before, ...answer.slips]);
      if (answer.fingerprint) setDigits(answer);
      again();
    } catch (refusal) {
      setWrong(/** @type {Error} */ (refusal));
    } finally {
      setBusy(false);
    }
  };
  /** @type {Row[]} */
  const people = data.people;
  const without = people.filter((each) => !each.granted && !each.left);
  return h("main", { id: "main", class: "page" },
    h("div", { class: "text" },
      h(Head, { kicker: h("a", { href: `#/set/${set}` }, data.name), title: _("Access"), answer: _("What changes here holds from the next time you publish.") }),
      h(Wrong, { error: wrong }),
      slips.length > 0 && h("section", { "aria-label": _("Slips") }, h("h2", null, _("Slips")),
        h("p", { class: "noprint" }, _("Shown this once and stored nowhere. Give each to its person, apart from the site's address.")),
        h("div", null, slips.map((each) => h("div", { key: each.passphrase, class: "slip" }, h("p", null, each.name), h("p", { class: "pass" }, each.passphrase)))),
        h("div", { class: "btns" },
          h("button", { type: "button", class: "btn", onClick: () => print() }, _("Print")),
          h("button", { type: "button", class: "btn second", onClick: () => setSlips([]) }, _("I have passed them on")))),
      digits && h("div", { class: "note", role: "status" },
        h("p", null, _("Before you publish, ask {name}, face to face or on the telephone, for the eight digits below their code:", { name: digits.name })),
        h("p", { class: "digits" }, digits.fingerprint),
        h("p", null, _("Where they differ, somebody exchanged the code: remove the key, and publish nothing until you know why."))),
      without.length > 1 && h("p", null, h("button", { type: "button", class: "btn", "aria-disabled": busy, onClick: () => act({ do: "grant", people: without.map((each) => each.id) }) }, ngettext("Give a passphrase to {n} who has none", "Give a passphrase to all {n} who have none", without.length))),
      h("section", { class: "noprint", "aria-labelledby": "people" }, h("h2", { id: "people" }, _("People")),
        h("ul", { class: "rows todo" }, people.map((each) => h(Person, { key: each.id, row: each, act, busy }))))),
    h("aside", { class: "rail noprint", "aria-label": _("The address") }, h("h2", null, _("The address")),
      data.address ? h(Address, { address: data.address }) : h("p", { class: "small soft" }, _("It is not known yet where the site will stand.")),
      h(Where, { key: data.address ?? "", set, address: data.address, again })));
}

/** Where the site will stand: asked for, or changed. @param {{set: string, address: string | null, again: () => void}} props */
function Where({ set, address, again }) {
  const [value, setValue] = useState(address?.slice(0, -set.length - 1) ?? "");
  const [wrong, setWrong] = useState(/** @type {Error | null} */ (null));
  const write = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      await ask("address", { address: value });
      setWrong(null);
      again();
    } catch (refusal) {
      setWrong(/** @type {Error} */ (refusal));
    }
  };
  const form = h("form", { class: "flow", onSubmit: write },
    h(Wrong, { error: wrong }),
    h("div", { class: "field" }, h("label", { for: "where" }, _("Where the site will stand")), h("p", { class: "hint", id: "where-hint" }, _("Whoever keeps your host knows it, such as https://sets.example.org/. Sets stand below it.")),
      h("input", { id: "where", class: "in", type: "text", inputMode: "url", spellcheck: false, autocomplete: "off", "aria-describedby": "where-hint", value, onInput: (/** @type {any} */ event) => setValue(event.currentTarget.value) })),
    h("p", null, h("button", { type: "submit", class: "btn second little" }, _("Save the address"))));
  return address ? h("details", { class: "kept" }, h("summary", null, _("It stands elsewhere")), form) : form;
}

/** Where people open the set, to be read or photographed. @param {{address: string}} props */
function Address({ address }) {
  const place = useRef(/** @type {HTMLParagraphElement | null} */ (null));
  useEffect(() => place.current?.replaceChildren(picture(address, _("The address as a picture for a camera"))), [address]);
  return [h("p", { class: "small" }, address), h("p", { class: "qr kept", ref: place }),
    h("p", { class: "small soft kept" }, _("Who photographs it comes to the lock screen. \"I have been invited\" there makes a passphrase of one’s own, and the join code that you admit here."))];
}

/** @param {{row: Row, act: (what: object) => void, busy: boolean}} props */
function Person({ row, act, busy }) {
  const [code, setCode] = useState(/** @type {string | null} */ (null));
  const [sure, setSure] = useState("");
  const said = row.granted ? _("Since {day}", { day: day(row.granted) }) + (row.changed !== row.granted && row.changed ? `, ${_("renewed on {day}", { day: day(row.changed) })}` : "") : row.left ? _("Has left") : _("No passphrase yet");
  /** @param {string} words @param {() => void} does */
  const button = (words, does) => h("button", { type: "button", class: "btn second little", "aria-label": `${words}: ${row.name}`, "aria-disabled": busy, onClick: does }, words);
  const asked = sure && h("div", { class: "note warn flow" },
    h("p", null, sure === "remove" ? _("From the next build on, {name} opens nothing new.", { name: row.name }) : _("From the next build on, {name}'s present passphrase opens nothing.", { name: row.name })),
    h("div", { class: "btns" }, button(sure === "remove" ? _("Remove") : _("Give a new one"), () => { setSure(""); act({ do: sure, person: row.id }); }), button(_("Leave it"), () => setSure(""))));
  return h("li", { class: row.left && row.granted ? "urgent" : undefined },
    h("div", { class: "flow" }, h("h3", null, row.name), h("p", null, said), asked,
      code !== null && h("div", { class: "field" }, h("label", { for: `code-${row.id}` }, _("Join code")),
        h("textarea", { id: `code-${row.id}`, class: "in", rows: 4, value: code, spellcheck: false, onInput: (/** @type {any} */ event) => setCode(event.currentTarget.value) }),
        row.granted && h("p", { class: "hint" }, _("It takes the place of the passphrase that they have now.")),
        h("div", { class: "btns" }, button(_("Admit"), () => { act({ do: "admit", person: row.id, code, replace: row.granted !== null }); setCode(null); })))),
    h("div", { class: "btns" },
      !row.granted && !row.left && button(_("Give a passphrase"), () => act({ do: "grant", person: row.id })),
      !row.left && code === null && button(_("Join code"), () => setCode("")),
      row.granted && !row.left && button(_("New passphrase"), () => setSure("reset")),
      row.granted && button(_("Remove"), () => setSure("remove"))));
}
