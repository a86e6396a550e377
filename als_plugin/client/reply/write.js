/**
 * A reply's sheet: written in the page, kept sealed on the device while one writes.
 * @module
 */

import { addStyle } from "../style.js";
import { _, inFull } from "../words.js";
import { UNSENT, make } from "./elements.js";
import { names, sendButtons } from "./sending.js";
import css from "./reply.css";

/** @typedef {{name: string, label: string, rows?: number, type?: "text" | "date" | "number", choices?: [string, string][], needed?: boolean, when?: string}} Field */

/** @returns {Field[]} */
const reportFields = () => [
  {
    name: "status",
    label: _("How does it stand?"),
    choices: [["done", _("Done")], ["open", _("Still open")], ["changed", _("Changed")], ["dropped", _("Dropped")]],
    needed: true,
  },
  { name: "do", label: _("What is it now?"), rows: 2, when: "changed" },
  { name: "due", label: _("By when?"), type: "date", when: "changed" },
  { name: "did", label: _("What did you do?"), rows: 3 },
  { name: "happened", label: _("What happened?"), rows: 3 },
  { name: "learned", label: _("What did you learn?"), rows: 3 },
  { name: "next", label: _("What comes next?"), rows: 2 },
];

/** @returns {Field[]} */
const bidFields = () => [
  { name: "headline", label: _("Your topic, in one line"), type: "text", needed: true },
  { name: "minutes", label: _("How many minutes would you like? (if you know)"), type: "number" },
];

/**
 * @param {import("./main.js").Asked} asked
 * @returns {{title: string, about: string, fields: Field[], fixed: Record<string, unknown>, key: string}}
 */
function sheetFor(asked) {
  if (asked.kind === "report") {
    const fixed = { kind: "report", action: asked.action, on: new Date().toLocaleDateString("sv") };
    return { title: _("Report back"), about: asked.said, fields: reportFields(), fixed, key: `report/${asked.action}` };
  }
  if (asked.kind === "bid") return { title: _("Bring a topic"), about: _("It waits for the next session, where the group chooses."), fields: bidFields(), fixed: { kind: "bid" }, key: "bid" };
  if (asked.kind === "absence") {
    const day = inFull(new Date(`${asked.meeting}T12:00`));
    return { title: _("I cannot come"), about: _("On {day}. No reason is asked for. A topic of yours that is held goes on standing.", { day }), fields: [], fixed: { kind: "absence", meeting: asked.meeting }, key: "absence" };
  }
  /** @type {Field[]} */
  const fields = [{ name: "wish", label: _("What is not right, and how should it read?"), rows: 4, needed: true }];
  return { title: _("Something here is not right"), about: _("It is shown to those who keep the record. Nothing changes by itself."), fields, fixed: { kind: "correction", place: asked.place }, key: `correction/${asked.place}` };
}

/**
 * Opens the sheet.
 * @param {import("./main.js").Asked} asked
 * @param {import("./main.js").Device} device
 */
export async function write(asked, device) {
  addStyle(document, css);
  const { title, about, fields, fixed, key } = sheetFor(asked);
  const before = (await device.notes.get(`reply/${key}`)) ?? (await prompted(asked, device));
  const form = make("form", { class: "als-reply__form", novalidate: true });
  form.onsubmit = (event) => event.preventDefault();
  const problem = make("p", { class: "als-reply__problem", role: "alert" });
  for (const field of fields) form.append(...shown(field, before[field.name] ?? ""));
  const value = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? "").trim();
  const conditional = () => {
    for (const { name, when } of fields) {
      const row = /** @type {HTMLElement | null} */ (form.querySelector(`[data-row="${name}"]`));
      if (row && when) row.hidden = value("status") !== when;
    }
  };
  conditional();
  let timer = 0;
  const keep = () => device.notes.set(`reply/${key}`, Object.fromEntries(fields.map(({ name }) => [name, value(name)])));
  form.addEventListener("input", () => {
    conditional();
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 400);
  });
  const content = () => {
    problem.textContent = "";
    const missing = fields.find(({ name, needed }) => needed && !value(name));
    if (missing) {
      problem.textContent = _("Still missing: {field}", { field: missing.label });
      /** @type {HTMLElement | null} */ (form.querySelector(`[name="${missing.name}"]`))?.focus();
      return null;
    }
    const given = fields.filter(({ name, when }) => value(name) && (!when || value("status") === when));
    return { ...fixed, ...Object.fromEntries(given.map(({ name, type }) => [name, type === "number" ? Number(value(name)) : value(name)])) };
  };
  /** @type {HTMLButtonElement} */
  const close = make("button", { type: "button", class: "als-link", click: () => sheet.close() }, _("Close"));
  const send = sendButtons(device, content, () => {
    window.clearTimeout(timer);
    void device.notes.set(`reply/${key}`, undefined);
    close.textContent = _("Done");
  });
  /** @type {HTMLDialogElement} */
  const sheet = make(
    "dialog",
    { class: "als-reply", "aria-labelledby": "als-reply-title", "data-search-exclude": "" },
    make("h2", { id: "als-reply-title" }, title),
    make("p", { class: "als-reply__about" }, about),
    form,
    problem,
    make("p", { class: "als-quiet" }, _("Locked on this device for {name} alone before it goes. You send it yourself.", { name: names(device.mail.inbox) })),
    send,
    close,
  );
  // What was just written is kept also where the sheet is closed in the same moment.
  sheet.onclose = () => {
    if (timer && close.textContent !== _("Done")) void keep();
    sheet.remove();
  };
  document.body.append(sheet);
  sheet.showModal();
}

/**
 * What they wrote on the preparation page is not to be typed again.
 * @param {import("./main.js").Asked} asked
 * @param {import("./main.js").Device} device
 * @returns {Promise<Record<string, string>>}
 */
async function prompted(asked, { notes }) {
  if (asked.kind !== "report") return {};
  const written = await Promise.all(["did", "happened", "learned"].map(async (name) => [name, (await notes.get(`report/${asked.action}/${name}`)) ?? ""]));
  return Object.fromEntries(written);
}

/**
 * A field with its label.
 * @param {Field} field
 * @param {string} value
 * @returns {HTMLElement[]}
 */
function shown({ name, label, rows, type, choices }, value) {
  const id = `als-reply-${name}`;
  if (choices) {
    const set = make("fieldset", { "data-row": name }, make("legend", {}, label));
    for (const [key, words] of choices) {
      const radio = make("input", { type: "radio", name, value: key, id: `${id}-${key}`, checked: key === value });
      set.append(make("label", { for: `${id}-${key}` }, radio, " ", words));
    }
    return [set];
  }
  const field = rows ? make("textarea", { name, id, rows: String(rows), ...UNSENT }) : make("input", { name, id, type: type ?? "text", ...UNSENT });
  field.value = value;
  if (type === "number") /** @type {HTMLInputElement} */ (field).min = "1";
  return [make("div", { "data-row": name }, make("label", { for: id }, label), field)];
}
