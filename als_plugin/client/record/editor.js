/**
 * The session editor: every field of a session, what is wrong beside it, undo, and Save.
 * @module
 */

import { h } from "preact";
import { useMemo, useState } from "preact/hooks";

import { _, ngettext } from "../words.js";
import { Attendance, Brought, Day, Reports } from "./before.js";
import { Press, sentence, TextField } from "./form.js";
import { problems as found, redo, tidy, undo } from "./model.js";
import { allowed, where } from "./shape.js";
import { Actions, Turns } from "./turns.js";

/** @typedef {import("./form.js").Form} Form */
/** @typedef {import("./model.js").Draft} Draft */
/** @typedef {import("./shape.js").Session} Session */

/** What the one who keeps the session answers: nothing, or what is wrong. @typedef {{message?: string, problems?: import("./problems.js").Problem[]} | void} Answer */

/**
 * @param {{draft: Draft, act: Form["act"], focus: Form["focus"], stem?: string, save: (session: Session) => Promise<Answer> | Answer}} props
 */
export function Editor({ draft, act, focus, stem, save }) {
  const [asked, setAsked] = useState(false);
  const [said, setSaid] = useState({ words: "", bad: false });
  const [answered, setAnswered] = useState(/** @type {import("./problems.js").Problem[]} */ ([]));
  const own = useMemo(() => found(draft.session, draft.context, stem), [draft.session, draft.context, stem]);
  // While somebody is still writing, what is not there yet is no mistake.
  const told = [...own.filter(({ problem }) => asked || problem !== _("is missing")), ...answered];
  /** @type {Form} */
  const form = { draft, act, problems: told, focus };
  const keep = async () => {
    setAsked(true);
    setSaid({ words: _("Saving…"), bad: false });
    try {
      const answer = await save(tidy(draft.session, draft.context));
      setAnswered(answer?.problems ?? []);
      if (answer?.message || answer?.problems?.length) setSaid({ words: answer.message ?? _("This was not saved."), bad: true });
      else setSaid({ words: _("Saved at {time}", { time: clock() }), bad: false });
    } catch (error) {
      setSaid({ words: _("This was not saved: {reason}", { reason: error instanceof Error ? error.message : String(error) }), bad: true });
    }
  };
  return h("form", {
    class: "rec rec-form",
    "aria-label": _("The record"),
    onSubmit: (/** @type {Event} */ event) => event.preventDefault(),
    onKeyDown: (/** @type {KeyboardEvent} */ event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
      event.preventDefault();
      void keep();
    },
  },
    told.length > 0 && h("div", { class: "rec-problems" },
      h("p", null, ngettext("One thing to put right", "{n} things to put right", told.length)),
      h("ul", null, told.map(({ path, problem, remedy }) => h("li", { key: where(path) + problem }, h("button", { type: "button", class: "rec-link", onClick: () => goTo(path) }, sentence(`${where(path)}: ${problem}`, remedy)))))),
    h(Day, { form }),
    h(Attendance, { form }),
    h(Reports, { form }),
    h(Brought, { form }),
    h(Turns, { form }),
    h(Actions, { form, path: ["actions"] }),
    h(Review, { form }),
    allowed(draft.context, ["notes"]) && h("section", { class: "rec-block", "aria-labelledby": "rec-notes" },
      h("h2", { id: "rec-notes" }, _("Only for you")),
      h(TextField, { form, path: ["notes"], label: _("Notes"), hint: _("In the facilitator’s view alone. Not about health, complaints or people outside the set."), said: false })),
    h("div", { class: "rec-bar" },
      h("p", { role: "status", class: said.bad ? "rec-problem" : "rec-hint" }, said.words),
      h(Press, { label: _("Undo"), disabled: !draft.past.length, onClick: () => act(undo) }),
      h(Press, { label: _("Redo"), disabled: !draft.next.length, onClick: () => act(redo) }),
      h(Press, { label: _("Save"), main: true, onClick: () => void keep() }),
    ),
  );
}

/** @param {{form: Form}} props */
export function Review({ form }) {
  if (!allowed(form.draft.context, ["review"])) return null;
  return h("section", { class: "rec-block", "aria-labelledby": "rec-review" },
    h("h2", { id: "rec-review" }, _("Looking back")),
    h(TextField, { form, path: ["review", "worked"], label: _("What worked?"), rows: 1 }),
    h(TextField, { form, path: ["review", "change"], label: _("What should change?"), rows: 1 }),
    h(TextField, { form, path: ["review", "learned"], label: _("What has the set learned?"), rows: 1 }));
}

/** @param {import("./shape.js").Path} path */
function goTo(path) {
  const fields = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-path]")]);
  for (let way = path; way.length; way = way.slice(0, -1)) {
    const field = fields.find((each) => each.dataset.path === JSON.stringify(way)) ?? fields.find((each) => each.dataset.path?.startsWith(JSON.stringify(way).slice(0, -1)));
    if (field) return field.focus();
  }
  document.getElementById("rec-day")?.scrollIntoView();
}

/** The time of day. */
export const clock = (now = new Date()) => now.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
