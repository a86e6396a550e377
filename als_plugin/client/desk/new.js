/**
 * A new set: who it is, and when it meets. What it agreed is filled in afterwards.
 * @module
 */

import { h } from "preact";
import { useState } from "preact/hooks";

import { _ } from "../words.js";
import { ask } from "./api.js";
import { Head, Wrong, day } from "./parts.js";

/** @param {string} name */
const idOf = (name) => name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim().replaceAll(" ", "-").slice(0, 41).replace(/-$/, "");

/**
 * So many days, so many weeks apart.
 * @param {string} first
 * @param {number} weeks
 * @param {number} number
 */
export function meetingDays(first, weeks, number) {
  const start = first ? Date.parse(`${first}T12:00:00Z`) : NaN;
  if (Number.isNaN(start)) return [];
  return Array.from({ length: Math.min(Math.max(number, 1), 60) }, (_none, place) => new Date(start + place * weeks * 7 * 86_400_000).toISOString().slice(0, 10));
}

/** @param {{made: (id: string) => void}} props */
export function NewSet({ made }) {
  const [value, setValue] = useState({ name: "", id: /** @type {string | null} */ (null), facilitator: "", members: "", first: "", weeks: 4, number: 6 });
  const [wrong, setWrong] = useState(/** @type {Error | null} */ (null));
  const put = (/** @type {keyof typeof value} */ name) => (/** @type {any} */ event) => setValue({ ...value, [name]: event.currentTarget.type === "number" ? Number(event.currentTarget.value) : event.currentTarget.value });
  const id = value.id ?? idOf(value.name);
  const days = meetingDays(value.first, value.weeks, value.number);
  const make = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      const members = value.members.split("\n").map((each) => each.trim()).filter(Boolean);
      await ask("new", { id, name: value.name, facilitator: value.facilitator, members, meetings: days });
      made(id);
    } catch (refusal) {
      setWrong(/** @type {Error} */ (refusal));
      scrollTo(0, 0); // it stands above the form
    }
  };
  const field = (/** @type {keyof typeof value} */ name, /** @type {string} */ label, /** @type {string} */ hint, /** @type {any} */ input) => h("div", { class: "field" }, h("label", { for: `new-${name}` }, label), h("p", { class: "hint", id: `new-${name}-hint` }, hint),
    h(input.rows ? "textarea" : "input", { id: `new-${name}`, class: "in", "aria-describedby": `new-${name}-hint`, value: value[name] ?? "", onInput: put(name), ...input }));
  return h("main", { id: "main", class: "page wide" }, h("form", { class: "text flow", onSubmit: make },
    h(Head, { title: _("A new set"), answer: _("Who it is, and when it meets. All of it can be changed later.") }),
    h(Wrong, { error: wrong }),
    field("name", _("What the set is called"), _("Its members read this, and nobody else."), { required: true }),
    field("id", _("What its address ends in"), _("It is public, so let it not tell who they are. Small letters, digits and hyphens."), { required: true, value: id, spellcheck: false }),
    field("facilitator", _("The facilitator’s name"), _("Leave it empty where the set facilitates itself."), {}),
    field("members", _("The members’ names"), _("Each on a line of its own."), { rows: 6, required: true, class: "in lines" }),
    field("first", _("The first meeting"), _("Leave it empty if no day is settled."), { type: "date" }),
    value.first && field("weeks", _("Weeks from one meeting to the next"), _("Single days can be moved afterwards."), { type: "number", min: 1, max: 26 }),
    value.first && field("number", _("How many meetings"), days.map(day).join(" · "), { type: "number", min: 1, max: 60 }),
    h("p", null, h("button", { type: "submit", class: "btn" }, _("Make the set")))));
}
