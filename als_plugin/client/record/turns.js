/**
 * The turns of a session, and the actions that come of them.
 * @module
 */

import { h } from "preact";

import { _ } from "../words.js";
import { ChoiceField, DateField, LineField, NumberField, Press, TakeOut, TextField } from "./form.js";
import { add, move, remove, valueAt } from "./model.js";
import { Offered, people } from "./offered.js";
import { firstName } from "./people.js";
import { allowed } from "./shape.js";

/** @typedef {import("./form.js").Form} Form */
/** @typedef {import("./shape.js").Path} Path */

/** @param {{form: Form}} props */
export function Turns({ form }) {
  const { context, session } = form.draft;
  if (!allowed(context, ["turns"])) return null;
  /** @type {any[]} */
  const turns = session.turns ?? [];
  return h("section", { class: "rec-block", "aria-labelledby": "rec-turns" },
    h("h2", { id: "rec-turns" }, _("Turns")),
    turns.map((turn, number) => h(Turn, { key: number, form, number, last: turns.length - 1, presenter: turn.presenter })),
    h(Press, {
      label: _("Add a turn"),
      onClick: () => form.act((draft) => add(draft, ["turns"], { presenter: "" }), ["turns", turns.length, "presenter"]),
    }),
  );
}

/** @param {{form: Form, number: number, last: number, presenter?: string}} props */
function Turn({ form, number, last, presenter }) {
  const path = ["turns", number];
  const heading = `rec-turn-${number}`;
  const name = presenter ? firstName(form.draft.context, presenter) : _("nobody yet");
  const title = _("Turn {number}: {name}", { number: number + 1, name });
  return h("section", { class: "rec-turn", "aria-labelledby": heading },
    h("header", null,
      h("h3", { id: heading }, title),
      h("p", { class: "rec-quietly" },
        number > 0 && h(Press, { label: _("Earlier"), describe: `${title}: ${_("Earlier")}`, quiet: true, onClick: () => form.act((draft) => move(draft, ["turns"], number, number - 1)) }),
        number < last && h(Press, { label: _("Later"), describe: `${title}: ${_("Later")}`, quiet: true, onClick: () => form.act((draft) => move(draft, ["turns"], number, number + 1)) }),
        h(TakeOut, { form, label: `${_("Take out")}: ${title}`, onClick: () => form.act((draft) => remove(draft, path)) }),
      ),
    ),
    h("div", { class: "rec-row" },
      h(ChoiceField, { form, path: [...path, "presenter"], label: _("Presenter"), none: _("choose"), choices: people(form) }),
      h(NumberField, { form, path: [...path, "minutes"], label: _("Minutes given") }),
      h(NumberField, { form, path: [...path, "minutes_used"], label: _("Minutes used") }),
    ),
    h(TurnTexts, { form, path }),
    h(Actions, { form, path: [...path, "actions"], presenter }),
    form.draft.context.agreement.presenter_agrees && h(DateField, { form, path: [...path, "agreed_on"], label: _("Agreed on"), hint: _("When the presenter agreed this record; empty until then.") }),
  );
}

/**
 * What was said in a turn, in the order in which it is said.
 * @param {{form: Form, path: Path}} props
 */
export const TurnTexts = ({ form, path }) => [
  h(LineField, { form, path: [...path, "topic"], label: _("Topic") }),
  h(TextField, { form, path: [...path, "scenario"], label: _("Situation"), rows: 4 }),
  h(TextField, { form, path: [...path, "question"], label: _("Question") }),
  h(Offered, { form, path: [...path, "questions"], heading: _("What was asked"), one: _("Asked"), more: _("Add a question") }),
  h(Offered, { form, path: [...path, "suggestions"], heading: _("What was offered"), one: _("Suggestion"), more: _("Add a suggestion") }),
  h(TextField, { form, path: [...path, "response"], label: _("Response") }),
  h(TextField, { form, path: [...path, "question_became"], label: _("How it read at the end"), hint: _("What the presenter was asking by then, if that had changed."), rows: 1 }),
];

/**
 * @param {{form: Form, path: Path, presenter?: string, later?: boolean}} props actions without a presenter name their owner
 */
export function Actions({ form, path, presenter }) {
  const { context, session } = form.draft;
  if (!allowed(context, path)) return null;
  /** @type {any[]} */
  const list = valueAt(session, path) ?? [];
  const inTurn = path.length > 1;
  return h("fieldset", { class: "rec-actions" },
    h("legend", null, inTurn ? _("Actions") : _("Actions outside a turn")),
    list.map((_each, place) => {
      const here = [...path, place];
      return h("div", { key: place, class: "rec-action" },
        h(TextField, { form, path: [...here, "do"], label: _("What will you do?"), rows: 1 }),
        h("div", { class: "rec-row" },
          h(DateField, { form, path: [...here, "due"], label: _("By when") }),
          h(ChoiceField, { form, path: [...here, "owner"], label: _("Who"), none: inTurn ? (presenter ? firstName(context, presenter) : _("the presenter")) : _("choose"), choices: people(form, true) }),
        ),
        h(TextField, { form, path: [...here, "outcome_wanted"], label: _("What is hoped to come of it"), rows: 1 }),
        h(TakeOut, { form, label: _("Take out {what}", { what: `${_("action")} ${place + 1}` }), onClick: () => form.act((draft) => remove(draft, here)) }),
      );
    }),
    h(Press, { label: _("Add an action"), onClick: () => form.act((draft) => add(draft, path, { do: "" }), [...path, list.length, "do"]) }),
  );
}
