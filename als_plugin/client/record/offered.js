/**
 * What is offered, or asked: one text after the other, Enter for the next; pasted lines become one each.
 * @module
 */

import { h } from "preact";

import { _ } from "../words.js";
import { ChoiceField, Press, TakeOut, TextField } from "./form.js";
import { add, change, remove, valueAt } from "./model.js";
import { firstName } from "./people.js";
import { allowed } from "./shape.js";

/** @typedef {import("./form.js").Form} Form */
/** @typedef {import("./shape.js").Path} Path */

/**
 * The lines of a text that was pasted: one each, without bullets, numbers, or the time and name that a chat puts before them.
 * @param {string} text
 */
export const pastedLines = (text) =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–]\s+|\d+[.)]\s+|\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+(?:[^:]{1,40}:\s+)?)/, "").trim())
    .filter(Boolean);

/** @param {{form: Form, path: Path, heading: string, one: string, more: string}} props */
export function Offered({ form, path, heading, one, more }) {
  const { context, session } = form.draft;
  const questions = path.at(-1) === "questions";
  // Questions are written down where the process lives of them, and what was taken where notes are.
  if (!allowed(context, path) || (questions && context.process.name !== "questions" && !valueAt(session, path)?.length)) return null;
  /** @type {{text?: string, by?: string, taken?: boolean}[]} */
  const list = valueAt(session, path) ?? [];
  const taking = context.process.name === "post-it" || list.some((each) => each.taken);
  const next = (/** @type {number} */ place) => form.act((draft) => add(draft, path, { text: "" }, place), [...path, place, "text"]);
  return h("fieldset", { class: "rec-offered" },
    h("legend", null, heading),
    h("ol", null, list.map((_each, place) => {
      const here = [...path, place];
      return h("li", { key: place },
        h(TextField, {
          form,
          path: [...here, "text"],
          label: `${one} ${place + 1}`,
          unseen: true,
          rows: 1,
          onKeyDown: (event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            next(place + 1);
          },
          onPaste: (event) => paste(form, here, event),
        }),
        context.agreement.attribute_suggestions && h(ChoiceField, {
          form, path: [...here, "by"], label: _("By whom"), none: _("nobody named"), choices: people(form, true),
        }),
        taking && allowed(context, [...here, "taken"]) && h("label", { class: "rec-tick" },
          h("input", { type: "checkbox", checked: valueAt(session, [...here, "taken"]) === true, onChange: (/** @type {Event} */ event) => form.act((draft) => change(draft, [...here, "taken"], /** @type {HTMLInputElement} */ (event.target).checked || undefined)) }),
          _("The presenter took it")),
        h(TakeOut, { form, label: _("Take out {what}", { what: `${one} ${place + 1}` }), onClick: () => form.act((draft) => remove(draft, here)) }),
      );
    })),
    h(Press, { label: more, onClick: () => next(list.length) }),
  );
}

/**
 * @param {Form} form
 * @param {Path} here
 * @param {ClipboardEvent} event
 */
function paste(form, here, event) {
  const lines = pastedLines(event.clipboardData?.getData("text/plain") ?? "");
  if (lines.length < 2) return;
  event.preventDefault();
  const place = /** @type {number} */ (here.at(-1));
  const list = here.slice(0, -1);
  form.act((draft) => {
    const empty = !valueAt(draft.session, [...here, "text"]);
    const filled = empty ? change(draft, [...here, "text"], lines[0]) : draft;
    return (empty ? lines.slice(1) : lines).reduce((made, text, number) => add(made, list, { text }, place + 1 + number), filled);
  });
}

/**
 * The people whom a session may name, and their names.
 * @param {Form} form
 * @param {boolean} [all] whether facilitators are among them
 * @returns {[string, string][]}
 */
export function people(form, all = false) {
  const { context, session } = form.draft;
  return context.people
    .filter((person) => (all || person.member) && !(person.joined && person.joined > session.date) && !(person.left && person.left < session.date))
    .map(({ id }) => [id, firstName(context, id)]);
}
