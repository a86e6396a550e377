/**
 * Take out: a set's records as a file for another program.
 * @module
 */

import { h } from "preact";
import { useState } from "preact/hooks";

import { save } from "../save.js";
import { _ } from "../words.js";
import { ask } from "./api.js";
import { Head, Wrong, day, useData } from "./parts.js";

const FORMS = /** @type {const} */ ([
  ["docx", () => _("Minutes for Word")],
  ["csv", () => _("A table for Excel")],
  ["ics", () => _("The coming dates for a calendar")],
  ["json", () => _("The records themselves, for another keeper or program")],
]);
const TABLES = /** @type {Record<string, () => string>} */ ({
  actions: () => _("Actions"), sessions: () => _("Sessions"), attendance: () => _("Attendance"), members: () => _("Members"),
});

/** @param {{set: string}} props */
export function TakeOut({ set }) {
  const { data, error } = useData(`take/${set}`);
  const [wish, setWish] = useState(/** @type {Record<string, string>} */ ({ form: "docx", table: "actions", session: "", person: "", view: "members" }));
  const [wrong, setWrong] = useState(/** @type {Error | null} */ (null));
  const [said, setSaid] = useState("");
  if (error) return h("main", { id: "main", class: "page wide flow" }, h(Head, { title: _("Take out") }), h(Wrong, { error }));
  if (!data) return h("main", { id: "main", class: "page wide", "aria-busy": "true" });
  const put = (/** @type {string} */ name) => (/** @type {any} */ event) => {
    setWish({ ...wish, [name]: event.currentTarget.value });
    setSaid("");
  };
  const take = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      const answer = await ask(`take/${set}`, wish);
      save(new Blob([Uint8Array.from(atob(answer.data), (letter) => letter.charCodeAt(0))]), answer.name);
      setWrong(null);
      setSaid(_("Handed to your browser as {name}.", { name: answer.name }));
    } catch (refusal) {
      setWrong(/** @type {Error} */ (refusal));
    }
  };
  const choice = (/** @type {string} */ name, /** @type {string} */ label, /** @type {[string, string][]} */ several) => h("div", { class: "field" }, h("label", { for: name }, label),
    h("select", { id: name, class: "in", value: wish[name], onChange: put(name) }, several.map(([value, words]) => h("option", { key: value, value }, words))));
  const parted = wish.form !== "ics";
  return h("main", { id: "main", class: "page wide" }, h("form", { class: "text flow", onSubmit: take },
    h(Head, { kicker: h("a", { href: `#/set/${set}` }, data.name), title: _("Take out"), answer: _("A file for another program, or for somebody who asks what is written about them.") }),
    h(Wrong, { error: wrong }),
    h("fieldset", { class: "flow" }, h("legend", null, _("As what?")), FORMS.map(([form, words]) => h("div", { key: form, class: "tick" },
      h("input", { type: "radio", id: `form-${form}`, name: "form", value: form, checked: wish.form === form, onChange: put("form") }), h("label", { for: `form-${form}` }, words())))),
    wish.form === "csv" && choice("table", _("Which table?"), data.tables.map((/** @type {string} */ each) => [each, TABLES[each]?.() ?? each])),
    parted && choice("session", _("Which session?"), [["", _("All sessions")], ...data.sessions.map((/** @type {any} */ each) => [each.stem, day(each.date) + (each.status === "draft" ? ` (${_("draft")})` : "")])]),
    parted && choice("person", _("About whom?"), [["", _("Everybody")], ...data.people.map((/** @type {any} */ each) => [each.id, _("{name} alone", { name: each.name })])]),
    data.facilitated && (wish.form === "docx" || wish.form === "csv") && choice("view", _("As who reads it?"), [["members", _("As members read it")], ["facilitator", _("As the facilitator does, drafts and notes too")]]),
    h("p", { class: "note" }, wish.form === "ics" ? _("The file says when and where, and nothing of people or topics.")
      : wish.form === "json" ? _("The file is readable, not locked, and has drafts and notes in it. It goes where your browser puts downloads; delete it when it is handed over.")
        : _("The file is readable, not locked. It goes where your browser puts downloads; delete it when it is handed over.")),
    h("div", { class: "btns" }, h("button", { type: "submit", class: "btn" }, _("Take out")), h("span", { role: "status" }, said))));
}
