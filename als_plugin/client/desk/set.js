/**
 * A set: its sessions, and its own file as a form.
 * @module
 */

import { h } from "preact";
import { useState } from "preact/hooks";

import { _ } from "../words.js";
import { ask } from "./api.js";
import { Fields } from "./fields.js";
import { Head, Wrong, day, useData } from "./parts.js";

const PARTS = /** @type {const} */ ([
  ["people", () => _("People"), ["facilitator", "members", "record_keeper"]],
  ["agreement", () => _("Agreement"), ["agreement"]],
  ["meetings", () => _("Meetings"), ["meetings"]],
  ["process", () => _("Process"), ["process", "airtime", "turns_per_session"]],
  ["retention", () => _("Retention"), ["retention"]],
  ["about", () => _("About the set"), ["name", "purpose", "timezone", "language", "listed"]],
]);

/** @param {{set: string, part: string}} props */
export function TheSet({ set, part }) {
  const { data, error, again } = useData(`set/${set}`);
  const [wrong, setWrong] = useState(/** @type {Error | null} */ (null));
  const [date, setDate] = useState("");
  if (error) return h("main", { id: "main", class: "page wide flow" }, h(Head, { title: set }), h(Wrong, { error }));
  if (!data) return h("main", { id: "main", class: "page wide", "aria-busy": "true" });
  if (data.mistakes) {
    return h("main", { id: "main", class: "page wide flow" }, h(Head, { title: data.name, answer: _("Mistakes in the records. Put these right in the files, then open this page again.") }),
      h(Wrong, { error: new Error(data.mistakes.join("\n")) }));
  }
  const found = PARTS.find(([name]) => name === part);
  if (found) return h(Part, { key: part + data.digest, set, data, title: found[1](), names: found[2], again });
  const begin = async () => {
    try {
      const { stem } = await ask(`set/${set}/new`, { date: date || null });
      location.hash = `#/session/${set}/${stem}`;
    } catch (refusal) {
      setWrong(/** @type {Error} */ (refusal));
    }
  };
  return h("main", { id: "main", class: "page" },
    h("div", { class: "text" },
      h(Head, { title: data.name, answer: data.next ? _("The next meeting is on {day}.", { day: day(data.next) }) : _("No meeting is to come.") }),
      h(Wrong, { error: wrong }),
      h("section", { "aria-label": _("A new session") }, h("h2", null, _("A new session")),
        h("div", { class: "field" }, h("label", { for: "on" }, _("Date")), h("p", { class: "hint" }, _("Leave it empty for the next meeting.")),
          h("input", { id: "on", class: "in", type: "date", value: date, onInput: (/** @type {any} */ event) => setDate(event.currentTarget.value) })),
        h("p", null, h("button", { type: "button", class: "btn", onClick: begin }, _("Begin a session")))),
      h("section", { "aria-label": _("Sessions") }, h("h2", null, _("Sessions")),
        data.sessions.length === 0 ? h("p", { class: "soft" }, _("None yet.")) : h("ul", { class: "rows" }, data.sessions.map((/** @type {any} */ each) => h("li", { key: each.stem },
          h("a", { href: `#/session/${set}/${each.stem}` }, day(each.date)), " ",
          h("span", { class: "small soft" }, [each.status === "draft" ? _("draft") : each.status === "purged" ? _("purged") : _("published"), _("turns: {n}", { n: each.turns }), each.waiting > 0 && _("not agreed: {n}", { n: each.waiting })].filter(Boolean).join(" · "))))))),
    h("aside", { class: "rail", "aria-label": _("This set") }, h("h2", null, _("This set")),
      h("ul", { class: "rows sets" },
        h("li", null, h("a", { href: `#/set/${set}/inbox` }, _("Inbox")), data.replies > 0 && h("span", { class: "small soft" }, _("waiting: {n}", { n: data.replies }))),
        h("li", null, h("a", { href: `#/set/${set}/access` }, _("Access"))),
        h("li", null, h("a", { href: `#/set/${set}/bring` }, _("Bring in"))),
        h("li", null, h("a", { href: `#/set/${set}/take` }, _("Take out"))),
        PARTS.map(([name, words]) => h("li", { key: name }, h("a", { href: `#/set/${set}/${name}` }, words()))))));
}

/** @param {{set: string, data: any, title: string, names: readonly string[], again: () => void}} props */
function Part({ set, data, title, names, again }) {
  const [value, setValue] = useState(data.data);
  const [wrong, setWrong] = useState(/** @type {Error | null} */ (null));
  const [said, setSaid] = useState("");
  /** @param {string} path @param {object} what */
  const send = async (path, what) => {
    try {
      await ask(path, { ...what, digest: data.digest });
      setWrong(null);
      setSaid(_("Saved"));
      again();
    } catch (refusal) {
      setWrong(/** @type {Error} */ (refusal));
    }
  };
  const schema = { ...data.schema, properties: Object.fromEntries(names.filter((name) => data.schema.properties[name]).map((name) => [name, data.schema.properties[name]])) };
  return h("main", { id: "main", class: "page wide flow" },
    h(Head, { kicker: h("a", { href: `#/set/${set}` }, data.name), title }),
    h(Wrong, { error: wrong }),
    wrong && h("p", null, h("button", { type: "button", class: "btn second little", onClick: again }, _("Open the file anew, without what was typed here"))),
    names.includes("meetings") && h(Meetings, { meetings: data.data.meetings ?? [], today: data.today, cancel: (/** @type {any[]} */ meetings) => send(`set/${set}`, { data: { ...data.data, meetings } }) }),
    h("form", { class: "flow", onSubmit: (/** @type {Event} */ event) => { event.preventDefault(); send(`set/${set}`, { data: value }); } },
      h(Fields, { root: data.schema, schema, value, change: setValue, path: "set", alone: true }),
      h("div", { class: "btns" }, h("button", { type: "submit", class: "btn" }, _("Save")),
        data.undo && h("button", { type: "button", class: "btn second", onClick: () => send(`set/${set}/undo`, {}) }, _("Undo the last save")),
        h("span", { role: "status" }, said))));
}

/**
 * The meetings to come, each with a way to cancel it in words that members read.
 * @param {{meetings: any[], today: string, cancel: (meetings: any[]) => Promise<void>}} props
 */
function Meetings({ meetings, today, cancel }) {
  const [asked, setAsked] = useState("");
  const [why, setWhy] = useState("");
  const coming = meetings.filter((each) => each.date >= today);
  const done = async () => {
    await cancel(meetings.map((each) => (each.date === asked && !each.cancelled ? { ...each, cancelled: why.trim() } : each)));
    setAsked("");
    setWhy("");
  };
  return coming.length > 0 && h("section", { "aria-label": _("To come") }, h("h2", null, _("To come")),
    h("ul", { class: "rows todo" }, coming.map((each) => h("li", { key: each.date },
      h("div", { class: "flow" }, h("h3", null, day(each.date)), h("p", null, each.cancelled ? _("Cancelled: {why}", { why: each.cancelled }) : each.where),
        asked === each.date && h("div", { class: "field" }, h("label", { for: `why-${each.date}` }, _("Why, in words that members read")),
          h("input", { id: `why-${each.date}`, class: "in", value: why, onInput: (/** @type {any} */ event) => setWhy(event.currentTarget.value) }),
          h("div", { class: "btns kept" }, h("button", { type: "button", class: "btn little", "aria-disabled": why.trim() ? "false" : "true", onClick: () => why.trim() && done() }, _("Cancel it")),
            h("button", { type: "button", class: "btn second little", onClick: () => setAsked("") }, _("Leave it"))))),
      !each.cancelled && asked !== each.date && h("button", { type: "button", class: "btn second little", "aria-label": `${_("Cancel the meeting")}: ${day(each.date)}`, onClick: () => { setAsked(each.date); setWhy(""); } }, _("Cancel the meeting"))))));
}
