/**
 * What comes before the turns: the day, who was there, report-backs, and what each person brought.
 * @module
 */

import { h } from "preact";

import { _ } from "../words.js";
import { ChoiceField, DateField, LineField, NumberField, Press, TakeOut, TextField } from "./form.js";
import { add, attend, change, remove } from "./model.js";
import { people } from "./offered.js";
import { expected, firstName, nameOf } from "./people.js";
import { allowed } from "./shape.js";

/** @typedef {import("./form.js").Form} Form */

/** @param {{form: Form}} props */
export function Day({ form }) {
  const { context } = form.draft;
  const selfFacilitated = !context.people.some(({ member }) => !member);
  return h("section", { class: "rec-block", "aria-labelledby": "rec-day" },
    h("h2", { id: "rec-day" }, _("The session")),
    h("div", { class: "rec-row" },
      h(DateField, { form, path: ["date"], label: _("Date") }),
      h(ChoiceField, { form, path: ["status"], label: _("Status"), choices: [["draft", _("draft")], ["published", _("published")]] }),
      selfFacilitated && h(ChoiceField, { form, path: ["facilitator", 0], label: _("Facilitator"), none: _("choose"), choices: people(form) }),
      h(ChoiceField, { form, path: ["timekeeper"], label: _("Timekeeper"), none: _("nobody named"), choices: people(form, true) }),
    ),
  );
}

/** @param {{form: Form}} props */
export function Attendance({ form }) {
  const { context, session } = form.draft;
  /** @type {["present" | "part" | "apologies" | "absent", string][]} */
  const places = [["present", _("There")], ["part", _("Part")], ["apologies", _("Apologies")], ["absent", _("Absent")]];
  const told = form.problems.filter(({ path }) => path[0] === "attendance");
  const listed = (/** @type {string} */ id) => places.find(([list]) => (session.attendance?.[list] ?? []).includes(id))?.[0];
  const who = context.people.filter((person) => expected(person, session.date) || listed(person.id));
  return h("section", { class: "rec-block", "aria-labelledby": "rec-there" },
    h("h2", { id: "rec-there" }, _("Who was there")),
    h("ul", { class: "rec-attend" }, who.map(({ id, name }) => {
      const here = listed(id);
      return h("li", { key: id },
        h("span", null, firstName(context, id)),
        h("span", { class: "rec-seg", role: "group", "aria-label": name },
          places.map(([list, words]) => h(Press, { key: list, label: words, pressed: here === list, onClick: () => form.act((draft) => attend(draft, id, here === list ? null : list)) }))),
      );
    })),
    told.map(({ problem, remedy }) => h("p", { class: "rec-problem" }, `${problem}; ${remedy}.`)),
    h("div", { class: "rec-field" },
      h("label", { for: "rec-guests" }, _("Guests")),
      h("p", { class: "rec-hint", id: "rec-guests-hint" }, _("One on a line.")),
      h("textarea", {
        id: "rec-guests", class: "rec-in", rows: 1, autocomplete: "off", spellcheck: false, "aria-describedby": "rec-guests-hint",
        value: (session.guests ?? []).join("\n"),
        onInput: (/** @type {InputEvent} */ event) => {
          const typed = /** @type {HTMLTextAreaElement} */ (event.target).value;
          form.act((draft) => change(draft, ["guests"], typed ? typed.split("\n") : undefined));
        },
      })),
  );
}

/** @param {{form: Form}} props */
export function Reports({ form }) {
  const { context, session } = form.draft;
  if (!allowed(context, ["reports"])) return null;
  /** @type {any[]} */
  const reports = session.reports ?? [];
  return h("section", { class: "rec-block", "aria-labelledby": "rec-reports" },
    h("h2", { id: "rec-reports" }, _("Report-backs")),
    reports.map((report, number) => h(Report, { key: number, form, number, report })),
    h(Press, { label: _("Add a report-back"), onClick: () => form.act((draft) => add(draft, ["reports"], { member: "", status: "done" }), ["reports", reports.length, "member"]) }),
  );
}

/** @param {{form: Form, number: number, report: any}} props */
export function Report({ form, number, report }) {
  const { context } = form.draft;
  const path = ["reports", number];
  /** @type {[string, string][]} */
  const owed = (context.owed[report.member] ?? []).map((action) => [action.id, action.do]);
  if (report.action && !owed.some(([id]) => id === report.action)) owed.push([report.action, report.action]);
  return h("div", { class: "rec-item" },
    h("div", { class: "rec-row" },
      h(ChoiceField, { form, path: [...path, "member"], label: _("Who reports back"), none: _("choose"), choices: people(form, true) }),
      h(ChoiceField, { form, path: [...path, "action"], label: _("On which action"), none: _("one that is not written down"), choices: owed }),
      h(ChoiceField, { form, path: [...path, "status"], label: _("What became of it"), choices: states() }),
    ),
    h(ReportTexts, { form, number, changed: report.status === "changed" }),
    h(DateField, { form, path: [...path, "on"], label: _("Made on"), hint: _("If it was made between sessions.") }),
    h(TakeOut, { form, label: _("Take out {what}", { what: `${_("report-back")} ${number + 1}` }), onClick: () => form.act((draft) => remove(draft, path)) }),
  );
}

/** @param {{form: Form, number: number, changed: boolean}} props */
export const ReportTexts = ({ form, number, changed }) => [
  h(TextField, { form, path: ["reports", number, "did"], label: _("What did you do?"), rows: 1 }),
  h(TextField, { form, path: ["reports", number, "happened"], label: _("What happened?"), rows: 1 }),
  h(TextField, { form, path: ["reports", number, "learned"], label: _("What did you learn?"), rows: 1 }),
  changed && h(TextField, { form, path: ["reports", number, "do"], label: _("What will you do now?"), rows: 1 }),
  changed && h(DateField, { form, path: ["reports", number, "due"], label: _("The new date") }),
];

/** @returns {[string, string][]} */
export const states = () => [["done", _("done")], ["open", _("still open")], ["changed", _("changed")], ["dropped", _("dropped")]];

/** @param {{form: Form}} props */
export function Brought({ form }) {
  const { context, session } = form.draft;
  if (!allowed(context, ["topics"])) return null;
  /** @type {any[]} */
  const topics = session.topics ?? [];
  return h("section", { class: "rec-block", "aria-labelledby": "rec-brought" },
    h("h2", { id: "rec-brought" }, _("What was brought")),
    topics.map((bid, number) => {
      const path = ["topics", number];
      const name = bid.member ? nameOf(context, bid.member) : "";
      return h("div", { key: number, class: "rec-item" },
        h("div", { class: "rec-row" },
          h(ChoiceField, { form, path: [...path, "member"], label: _("Who brought it"), none: _("choose"), choices: people(form) }),
          h(NumberField, { form, path: [...path, "minutes"], label: _("Minutes asked for") }),
          h(ChoiceField, {
            form, path: [...path, "outcome"], label: _("What became of it"), none: _("chosen if there is a turn, else held"),
            choices: [["chosen", _("had a turn")], ["held", _("held for next time")], ["not_chosen", _("not chosen")], ["withdrawn", _("withdrawn")]],
          }),
        ),
        h(LineField, { form, path: [...path, "headline"], label: _("In one line") }),
        h(TakeOut, { form, label: _("Take out {what}", { what: name || `${number + 1}` }), onClick: () => form.act((draft) => remove(draft, path)) }),
      );
    }),
    h(Press, { label: _("Add what somebody brought"), onClick: () => form.act((draft) => add(draft, ["topics"], { member: "" }), ["topics", topics.length, "member"]) }),
  );
}
