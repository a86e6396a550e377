/**
 * What is written down in each stage of a session.
 * @module
 */

import { h } from "preact";

import { _, inFull, ngettext } from "../words.js";
import { Attendance, ReportTexts, states } from "./before.js";
import { Review } from "./editor.js";
import { ChoiceField, NumberField, Press } from "./form.js";
import { LineField, TextField } from "./form.js";
import { add, change, move, remove } from "./model.js";
import { Offered, people } from "./offered.js";
import { firstName } from "./people.js";
import { asks, turnsOf } from "./plan.js";
import { allowed } from "./shape.js";
import { Actions } from "./turns.js";

/** @typedef {import("./form.js").Form} Form */
/** @typedef {import("./plan.js").Step} Step */
/** @typedef {import("./plan.js").Run} Run */

/** @typedef {{form: Form, step: Step, run: Run, setRun: (next: (run: Run) => Run) => void}} PanelProps */

/** @param {PanelProps} props */
export function Panel(props) {
  const { form, step } = props;
  if (step.turn !== undefined) return h(TurnPanel, props);
  if (step.id === "arrivals") return h(Arrivals, { form });
  if (step.id === "reports") return h(ReportBacks, { form });
  if (step.id === "topics") return h(Topics, { form });
  if (step.id === "choosing") return h(Choosing, props);
  if (step.id === "review") return h("div", null, h(Review, { form }), h(Actions, { form, path: ["actions"] }));
  if (step.id === "date") return h(NextDate, { form });
  return null;
}

/** @param {{form: Form}} props */
function Arrivals({ form }) {
  const { context } = form.draft;
  return h("div", null,
    h(Attendance, { form }),
    h("div", { class: "rec-row" },
      !context.people.some(({ member }) => !member) && h(ChoiceField, { form, path: ["facilitator", 0], label: _("Who looks after the process"), none: _("choose"), choices: people(form) }),
      h(ChoiceField, { form, path: ["timekeeper"], label: _("Who keeps the time"), none: _("nobody named"), choices: people(form, true) })));
}

/** Who is there, or where nobody was tapped yet, all members. @param {Form} form */
export function there({ draft: { session, context } }) {
  const listed = [...(session.attendance?.present ?? []), ...(session.attendance?.part ?? [])];
  const members = context.people.filter(({ member, id, left, joined }) => member && !(left && left < session.date) && !(joined && joined > session.date) && (!listed.length || listed.includes(id)));
  return members.map(({ id }) => id);
}

/** @param {{form: Form}} props */
function ReportBacks({ form }) {
  const { context, session } = form.draft;
  if (!allowed(context, ["reports"])) return h("p", { class: "rec-hint" }, _("The set agreed to write no report-backs down."));
  const who = there(form).filter((id) => context.owed[id]?.length);
  if (!who.length) return h("p", null, _("Nobody here has an action to report on."));
  return h("div", null, who.map((id) => h("section", { key: id, class: "rec-item", "aria-label": firstName(context, id) },
    h("h2", null, firstName(context, id)),
    (context.owed[id] ?? []).map((action) => {
      const number = (session.reports ?? []).findIndex((/** @type {any} */ report) => report.action === action.id);
      const status = number < 0 ? null : session.reports[number].status;
      const say = (/** @type {string} */ state) => form.act((draft) => {
        if (number < 0) return add(draft, ["reports"], { member: id, status: state, action: action.id });
        return status === state ? remove(draft, ["reports", number]) : change(draft, ["reports", number, "status"], state);
      });
      return h("div", { key: action.id, class: "rec-owed" },
        h("p", { class: "rec-said" }, action.do),
        h("span", { class: "rec-seg", role: "group", "aria-label": action.do }, states().map(([state, words]) => h(Press, { key: state, label: words, pressed: status === state, onClick: () => say(state) }))),
        number >= 0 && h("div", { class: "rec-came" }, h(ReportTexts, { form, number, changed: status === "changed" })));
    }))));
}

/** @param {{form: Form}} props */
function Topics({ form }) {
  const { context, session } = form.draft;
  if (!allowed(context, ["topics", 0, "headline"])) return h("p", { class: "rec-hint" }, _("Each says in a line what they bring. The set agreed not to write topics down."));
  return h("ul", { class: "rec-topics" }, there(form).map((id) => {
    const number = (session.topics ?? []).findIndex((/** @type {any} */ bid) => bid.member === id);
    const held = context.held.find(({ member }) => member === id);
    const name = firstName(context, id);
    if (number < 0)
      return h("li", { key: id },
        h("span", { class: "rec-name" }, name),
        h("span", { class: "rec-quietly" },
          h(Press, { label: _("Write {name}’s topic", { name }), quiet: true, onClick: () => form.act((draft) => add(draft, ["topics"], { member: id, headline: "" }), ["topics", session.topics?.length ?? 0, "headline"]) }),
          held?.headline && h(Press, { label: _("Still: {topic}", { topic: held.headline }), quiet: true, onClick: () => form.act((draft) => add(draft, ["topics"], { member: id, headline: held.headline })) })));
    return h("li", { key: id },
      h("span", { class: "rec-name" }, name),
      h("div", { class: "rec-row" },
        h(LineField, { form, path: ["topics", number, "headline"], label: _("{name}’s topic in a line", { name }), unseen: true }),
        h(NumberField, { form, path: ["topics", number, "minutes"], label: _("Minutes") })),
      h(Press, { label: _("Take out"), describe: _("Take out {what}", { what: _("{name}’s topic", { name }) }), quiet: true, onClick: () => form.act((draft) => remove(draft, ["topics", number])) }));
  }));
}

/** @param {PanelProps} props */
function Choosing({ form, run, setRun }) {
  const { context, session } = form.draft;
  const turns = turnsOf(context, session, run);
  const written = allowed(context, ["turns"]);
  const bids = /** @type {any[]} */ (session.topics ?? []);
  // Who brought nothing that was written down may be chosen all the same.
  const offered = [...new Set([...bids.map((bid) => bid.member), ...there(form)])];
  const one = context.process.stages.reduce((sum, stage) => sum + stage.minutes, 0);
  const choose = (/** @type {string} */ id) => {
    if (!written) return setRun((before) => ({ ...before, presenters: [...before.presenters, { presenter: id }] }));
    const number = bids.findIndex((bid) => bid.member === id);
    form.act((draft) => {
      const minutes = bids[number]?.minutes;
      const added = add(draft, ["turns"], { presenter: id, ...(bids[number]?.headline ? { topic: bids[number].headline } : {}), ...(minutes ? { minutes } : {}) });
      return number < 0 ? added : change(added, ["topics", number, "outcome"], "chosen");
    });
  };
  const drop = (/** @type {number} */ place) => {
    if (!written) return setRun((before) => ({ ...before, presenters: before.presenters.filter((_each, at) => at !== place) }));
    const number = bids.findIndex((bid) => bid.member === turns[place]?.presenter);
    form.act((draft) => {
      const less = remove(draft, ["turns", place]);
      return number < 0 ? less : change(less, ["topics", number, "outcome"], "held");
    });
  };
  const shift = (/** @type {number} */ from, /** @type {number} */ to) => {
    if (written) return form.act((draft) => move(draft, ["turns"], from, to));
    return setRun((before) => {
      const presenters = [...before.presenters];
      presenters.splice(to, 0, ...presenters.splice(from, 1));
      return { ...before, presenters };
    });
  };
  const minutes = turns.reduce((sum, turn) => sum + (turn.minutes ?? one), 0);
  return h("div", null,
    h("p", { class: "rec-hint" }, _("The group decides. A topic that was held over, and who has waited longest, are worth a thought.")),
    h("ul", { class: "rec-choose" }, offered.filter((id) => !turns.some((turn) => turn.presenter === id)).map((id) => h("li", { key: id },
      h("span", null, h("b", null, firstName(context, id)), " ", h("span", { class: "rec-said" }, bids.find((bid) => bid.member === id)?.headline), h("span", { class: "rec-hint" }, ` ${waited(form, id)}`)),
      h(Press, { label: _("Choose"), describe: _("Choose {name}", { name: firstName(context, id) }), onClick: () => choose(id) })))),
    h("h2", null, _("In this order")),
    h("p", { class: "rec-hint" }, turns.length === 0 ? _("Nobody is chosen yet.") : written && ngettext("Each has {n} minute, unless you write another number.", "Each has {n} minutes, unless you write another number.", one)),
    h("ol", { class: "rec-choose" }, turns.map((turn, place) => h("li", {
      key: turn.presenter,
      draggable: true,
      onDragStart: (/** @type {DragEvent} */ event) => event.dataTransfer?.setData("text/x-als-turn", String(place)),
      onDragOver: (/** @type {DragEvent} */ event) => event.preventDefault(),
      onDrop: (/** @type {DragEvent} */ event) => {
        event.preventDefault();
        const from = Number.parseInt(event.dataTransfer?.getData("text/x-als-turn") || "-1", 10);
        if (from >= 0) shift(from, place);
      },
    },
      h("span", null, h("b", null, `${place + 1}. ${firstName(context, turn.presenter)}`), " ", h("span", { class: "rec-said" }, turn.topic)),
      h("span", { class: "rec-quietly" },
        written && h(NumberField, { form, path: ["turns", place, "minutes"], label: _("Minutes for {name}", { name: firstName(context, turn.presenter) }), unseen: true }),
        place > 0 && h(Press, { label: _("Earlier"), describe: `${firstName(context, turn.presenter)}: ${_("Earlier")}`, quiet: true, onClick: () => shift(place, place - 1) }),
        place < turns.length - 1 && h(Press, { label: _("Later"), describe: `${firstName(context, turn.presenter)}: ${_("Later")}`, quiet: true, onClick: () => shift(place, place + 1) }),
        h(Press, { label: _("Not today"), describe: _("{name}: not today", { name: firstName(context, turn.presenter) }), quiet: true, onClick: () => drop(place) }))))),
    turns.length > 0 && h("p", { role: "status" }, fits(form, minutes, turns.length)));
}

/**
 * @param {Form} form
 * @param {string} id
 */
function waited({ draft: { context } }, id) {
  const held = context.held.find(({ member }) => member === id);
  if (held) return _("held since {date}", { date: inFull(new Date(`${held.since}T12:00`)) });
  const row = context.waiting.find(({ person }) => person === id);
  if (!row) return "";
  if (row.sessions === null) return _("no turn yet");
  return row.sessions > 1 ? ngettext("{n} session since the last turn", "{n} sessions since the last turn", row.sessions) : "";
}

/**
 * Whether the turns fit into the evening, in words.
 * @param {Form} form
 * @param {number} minutes
 * @param {number} turns
 */
function fits({ draft: { context, session } }, minutes, turns) {
  const meeting = context.meetings.find(({ date }) => date === session.date);
  const rest = (turns > 1 ? 15 : 0) + 15;
  if (!meeting?.end) return ngettext("{n} minute of turns, with a break and a look back {whole}.", "{n} minutes of turns, with a break and a look back {whole}.", minutes, { whole: minutes + rest });
  const [hours, past] = meeting.end.split(":").map(Number);
  const now = new Date();
  const left = (hours ?? 0) * 60 + (past ?? 0) - now.getHours() * 60 - now.getMinutes();
  const over = minutes + rest - left;
  return over > 0
    ? ngettext("{n} minute of turns, with a break and a look back {whole}: that is {over} more than are left until {end}.", "{n} minutes of turns, with a break and a look back {whole}: that is {over} more than are left until {end}.", minutes, { whole: minutes + rest, over, end: meeting.end })
    : ngettext("{n} minute of turns, with a break and a look back {whole}: that fits until {end}.", "{n} minutes of turns, with a break and a look back {whole}: that fits until {end}.", minutes, { whole: minutes + rest, end: meeting.end });
}

/** @param {PanelProps} props */
function TurnPanel({ form, step }) {
  const path = ["turns", /** @type {number} */ (step.turn)];
  if (!allowed(form.draft.context, ["turns"])) return null;
  const asked = asks(step);
  const all = {
    told: [
      h(LineField, { key: "topic", form, path: [...path, "topic"], label: _("Topic") }),
      h(TextField, { key: "scenario", form, path: [...path, "scenario"], label: _("Situation"), rows: 3 }),
      h(TextField, { key: "question", form, path: [...path, "question"], label: _("Question") }),
    ],
    offered: [
      h(Offered, { key: "questions", form, path: [...path, "questions"], heading: _("What was asked"), one: _("Asked"), more: _("Add a question") }),
      h(Offered, { key: "suggestions", form, path: [...path, "suggestions"], heading: _("What was offered"), one: _("Suggestion"), more: _("Add a suggestion") }),
    ],
    answered: [
      h(TextField, { key: "response", form, path: [...path, "response"], label: _("Response"), rows: 3 }),
      h(TextField, { key: "became", form, path: [...path, "question_became"], label: _("How it read at the end") }),
    ],
    actions: [h(Actions, { key: "actions", form, path: [...path, "actions"], presenter: step.presenter })],
  };
  const others = /** @type {(keyof typeof all)[]} */ (["told", "offered", "answered", "actions"]).filter((name) => name !== asked);
  return h("div", { class: "rec-now" },
    h("div", { class: "rec-first" }, all[asked]),
    h("details", { class: "rec-fold" }, h("summary", null, _("The rest of this turn")), others.map((name) => all[name])));
}

/** @param {{form: Form}} props */
function NextDate({ form }) {
  const { context, session } = form.draft;
  const next = context.meetings.find(({ date }) => date > session.date);
  return h("div", null,
    h("p", null, next ? _("The next session is on {date}{times}.", { date: inFull(new Date(`${next.date}T12:00`)), times: next.start ? `, ${next.start}` : "" }) : _("No date stands in the calendar yet. Agree on one, and note it here.")),
    allowed(context, ["notes"]) && h(TextField, { form, path: ["notes"], label: _("Notes"), hint: _("For you alone: a date that was agreed, whom to ring."), said: false }));
}
