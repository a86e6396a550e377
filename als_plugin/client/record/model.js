/**
 * A session while it is written: a value that changes by functions, each step of which can be undone. What the agreement does
 * not let be written down cannot be entered.
 * @module
 */

import { allowed } from "./shape.js";
import { clean } from "./tidy.js";

export { problems } from "./problems.js";
export { tidy } from "./tidy.js";
export { save } from "./yaml.js";

/** @typedef {import("./shape.js").Context} Context */
/** @typedef {import("./shape.js").Session} Session */
/** @typedef {import("./shape.js").Path} Path */

/** @typedef {object} Draft
 * @property {Context} context
 * @property {Session} session
 * @property {Session[]} past
 * @property {Session[]} next
 * @property {string} last where the latest change was: writing on in one field is one step
 */

const STEPS = 500;

/**
 * @param {Session} session
 * @param {Context} context
 * @returns {Draft}
 */
export const load = (session, context) => ({ context, session, past: [], next: [], last: "" });

/**
 * The value of a field; undefined where it is not written.
 * @param {Session} session
 * @param {Path} path
 * @returns {any}
 */
export const valueAt = (session, path) => path.reduce((/** @type {any} */ value, part) => value?.[part], session);

/**
 * Writes a field; undefined takes it out.
 * @param {Draft} draft
 * @param {Path} path
 * @param {any} value
 */
export function change(draft, path, value) {
  const typed = typeof value === "string" ? clean(value) : value;
  return step(draft, path, put(draft.session, path, typed), typeof value === "string" ? JSON.stringify(path) : "");
}

/**
 * Adds an item to a list, at its end or at a place.
 * @param {Draft} draft
 * @param {Path} path the list's
 * @param {any} item
 * @param {number} [place]
 */
export function add(draft, path, item, place) {
  const list = [...(valueAt(draft.session, path) ?? [])];
  list.splice(place ?? list.length, 0, item);
  return step(draft, path, put(draft.session, path, list));
}

/**
 * Takes an item out of a list, or a field out of its mapping.
 * @param {Draft} draft
 * @param {Path} path
 */
export function remove(draft, path) {
  const [home, last] = [path.slice(0, -1), path.at(-1)];
  const held = valueAt(draft.session, home);
  if (!Array.isArray(held)) return step(draft, path, put(draft.session, path, undefined));
  return step(draft, home, put(draft.session, home, held.filter((_item, place) => place !== last)));
}

/**
 * Moves an item within its list.
 * @param {Draft} draft
 * @param {Path} path the list's
 * @param {number} from
 * @param {number} to
 */
export function move(draft, path, from, to) {
  const list = [...(valueAt(draft.session, path) ?? [])];
  if (from === to || !(from in list) || to < 0 || to >= list.length) return draft;
  list.splice(to, 0, ...list.splice(from, 1));
  return step(draft, path, put(draft.session, path, list));
}

/**
 * The draft before its latest step.
 * @param {Draft} draft
 * @returns {Draft}
 */
export function undo(draft) {
  const before = draft.past.at(-1);
  return before ? { ...draft, session: before, past: draft.past.slice(0, -1), next: [draft.session, ...draft.next], last: "" } : draft;
}

/**
 * The draft with a step that was undone.
 * @param {Draft} draft
 * @returns {Draft}
 */
export function redo(draft) {
  const [after, ...next] = draft.next;
  return after ? { ...draft, session: after, past: [...draft.past, draft.session], next, last: "" } : draft;
}

/**
 * Puts somebody into one list of the attendance, and out of the others.
 * @param {Draft} draft
 * @param {string} person
 * @param {"present" | "part" | "apologies" | "absent" | null} where
 */
export function attend(draft, person, where) {
  /** @type {Record<string, string[]>} */
  const made = {};
  for (const list of ["present", "part", "apologies", "absent"]) {
    const others = (draft.session.attendance?.[list] ?? []).filter((/** @type {string} */ id) => id !== person);
    const ids = list === where ? [...others, person] : others;
    if (ids.length) made[list] = ids;
  }
  return step(draft, ["attendance"], put(draft.session, ["attendance"], made));
}

/**
 * @param {Draft} draft
 * @param {Path} path what the agreement must allow
 * @param {Session} session
 * @param {string} [last]
 * @returns {Draft}
 */
function step(draft, path, session, last = "") {
  if (session === draft.session || !allowed(draft.context, path) || !permitted(draft.context, path, valueAt(session, path))) return draft;
  const on = last !== "" && last === draft.last;
  return { ...draft, session, past: on ? draft.past : [...draft.past, draft.session].slice(-STEPS), next: [], last };
}

/**
 * Whether all fields of a value may be written.
 * @param {Context} context
 * @param {Path} path
 * @param {any} value
 * @returns {boolean}
 */
function permitted(context, path, value) {
  if (value === null || typeof value !== "object") return value === undefined || allowed(context, path);
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.every(([part, inner]) => permitted(context, [...path, part], inner));
}

/**
 * @param {any} held
 * @param {Path} path
 * @param {any} value
 * @returns {any}
 */
function put(held, path, value) {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  const inner = put(held?.[part], rest, value);
  if (inner === held?.[part]) return held;
  if (typeof part === "number") {
    const list = [...(held ?? [])];
    list[part] = inner;
    return list;
  }
  const { [part]: _before, ...others } = held ?? {};
  // A field that stays keeps its place.
  return inner === undefined ? others : { ...held, [part]: inner };
}
