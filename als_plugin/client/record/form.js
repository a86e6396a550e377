/**
 * What every field of a form needs: the draft, how to change it, and what is wrong where.
 * @module
 */

import { h } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

import { _ } from "../words.js";
import { change, valueAt } from "./model.js";
import { allowed, describe } from "./shape.js";

/** @typedef {import("./model.js").Draft} Draft */
/** @typedef {import("./shape.js").Path} Path */
/** @typedef {import("./problems.js").Problem} Problem */

/**
 * @typedef {object} Form
 * @property {Draft} draft
 * @property {(next: (draft: Draft) => Draft, focus?: Path) => void} act changes the draft, and goes to a field
 * @property {Problem[]} problems those that are told now
 * @property {{path: Path | null}} focus where to go next
 */

/** @typedef {{form: Form, path: Path, label: string, hint?: string, rows?: number, said?: boolean, unseen?: boolean, onKeyDown?: (event: KeyboardEvent) => void, onPaste?: (event: ClipboardEvent) => void}} FieldProps */

/**
 * What stands around a field: its label, what it is for, and what is wrong with it. Nothing at all where the agreement
 * lets nothing be written.
 * @param {FieldProps & {children: (attributes: Record<string, any>) => any}} props
 */
export function Field({ form, path, label, hint, unseen, children }) {
  const id = useId();
  const field = useRef(/** @type {HTMLElement | null} */ (null));
  // Before the next key: who writes on after Enter writes into the next field.
  useLayoutEffect(() => {
    if (!form.focus.path || !same(form.focus.path, path)) return;
    form.focus.path = null;
    field.current?.focus();
  });
  if (!allowed(form.draft.context, path)) return null;
  const told = form.problems.filter((problem) => same(problem.path, path));
  const described = [...(hint ? [`${id}-hint`] : []), ...(told.length ? [`${id}-problem`] : [])].join(" ");
  const attributes = {
    id,
    ref: field,
    class: "rec-in",
    autocomplete: "off",
    "data-path": JSON.stringify(path),
    ...(told.length ? { "aria-invalid": "true" } : {}),
    ...(described ? { "aria-describedby": described } : {}),
  };
  return h("div", { class: "rec-field" },
    h("label", { for: id, class: unseen ? "rec-unseen" : "" }, label),
    hint && h("p", { class: "rec-hint", id: `${id}-hint` }, hint),
    children(attributes),
    told.length > 0 && h("p", { class: "rec-problem", id: `${id}-problem` }, told.map(({ problem, remedy }) => sentence(problem, remedy)).join(" ")),
  );
}

/** @param {FieldProps} props */
export function TextField(props) {
  const { form, path, rows = 2, said = true } = props;
  return h(Field, { ...props, children: (attributes) =>
    h("textarea", {
      ...attributes,
      class: said ? "rec-in rec-said" : "rec-in",
      rows,
      spellcheck: false,
      writingsuggestions: "false",
      value: valueAt(form.draft.session, path) ?? "",
      onInput: (/** @type {InputEvent} */ event) => write(form, path, /** @type {HTMLTextAreaElement} */ (event.target).value),
      onKeyDown: props.onKeyDown,
      onPaste: props.onPaste,
    }),
  });
}

/** One line. @param {FieldProps} props */
export function LineField(props) {
  const { form, path } = props;
  return h(Field, { ...props, children: (attributes) =>
    h("input", {
      ...attributes,
      class: props.said === false ? "rec-in" : "rec-in rec-said",
      spellcheck: false,
      writingsuggestions: "false",
      value: valueAt(form.draft.session, path) ?? "",
      onInput: (/** @type {InputEvent} */ event) => write(form, path, /** @type {HTMLInputElement} */ (event.target).value),
      onKeyDown: props.onKeyDown,
    }),
  });
}

/** @param {FieldProps} props */
export function DateField(props) {
  const { form, path } = props;
  return h(Field, { ...props, children: (attributes) =>
    h("input", {
      ...attributes,
      class: "rec-in rec-short",
      type: "date",
      value: valueAt(form.draft.session, path) ?? "",
      onInput: (/** @type {InputEvent} */ event) => write(form, path, /** @type {HTMLInputElement} */ (event.target).value),
    }),
  });
}

/** Minutes. @param {FieldProps} props */
export function NumberField(props) {
  const { form, path } = props;
  return h(Field, { ...props, children: (attributes) =>
    h("input", {
      ...attributes,
      class: "rec-in rec-short",
      type: "number",
      min: 1,
      value: valueAt(form.draft.session, path) ?? "",
      onInput: (/** @type {InputEvent} */ event) => {
        const typed = /** @type {HTMLInputElement} */ (event.target).value;
        form.act((draft) => change(draft, path, typed === "" ? undefined : Number(typed)));
      },
    }),
  });
}

/** @param {FieldProps & {choices: [string, string][], none?: string}} props the first of each choice is written; `none` stands for nothing */
export function ChoiceField(props) {
  const { form, path, choices, none } = props;
  return h(Field, { ...props, children: (attributes) =>
    h("select", {
      ...attributes,
      value: valueAt(form.draft.session, path) ?? "",
      onChange: (/** @type {Event} */ event) => write(form, path, /** @type {HTMLSelectElement} */ (event.target).value),
    },
      h("option", { value: "" }, none ?? ""),
      choices.map(([value, words]) => h("option", { key: value, value }, words)),
    ),
  });
}

/**
 * @param {Form} form
 * @param {Path} path
 * @param {string} value
 */
export const write = (form, path, value) => form.act((draft) => change(draft, path, value === "" ? undefined : value));

/**
 * @param {Path} one
 * @param {Path} other
 */
export const same = (one, other) => one.length === other.length && one.every((part, place) => part === other[place]);

/**
 * What is wrong, and what to do, as a sentence.
 * @param {string} problem
 * @param {string} remedy
 */
export function sentence(problem, remedy) {
  const whole = remedy ? `${problem}; ${remedy}` : problem;
  return `${whole.slice(0, 1).toUpperCase()}${whole.slice(1)}.`;
}

/**
 * What a field is for, as the model says it, to stand below its label.
 * @param {Form} form
 * @param {Path} path
 */
export const purpose = (form, path) => {
  const words = describe(form.draft.context, path).replace(/ \(Markdown\)$/, "");
  return words && `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
};

/** @param {{label: string, onClick: () => void, describe?: string, main?: boolean, quiet?: boolean, disabled?: boolean, pressed?: boolean}} props */
export const Press = ({ label, onClick, describe: described, main, quiet, disabled, pressed }) =>
  h("button", {
    type: "button",
    class: main ? "rec-btn rec-btn--main" : quiet ? "rec-link" : "rec-btn",
    onClick,
    disabled,
    ...(described ? { "aria-label": described } : {}),
    ...(pressed === undefined ? {} : { "aria-pressed": pressed ? "true" : "false" }),
  }, label);

/** The button that takes something out. @param {{form: Form, label: string, onClick: () => void}} props */
export const TakeOut = ({ label, onClick }) => h(Press, { label: _("Take out"), describe: label, onClick, quiet: true });
