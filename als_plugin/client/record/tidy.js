/**
 * A session as it is saved: nothing empty, fields in the order of the model, every action with its id.
 * @module
 */

import { unwrapped } from "./shape.js";

/** @typedef {import("./shape.js").Context} Context */
/** @typedef {import("./shape.js").Session} Session */

// What no record may hold, and line ends that YAML would take for others.
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * A text as it may stand in a record: what nobody sees is left out.
 * @param {string} text
 */
export const clean = (text) => text.replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n").replace(UNPRINTABLE, "");

/**
 * The session as it is saved. Fields that the schema does not have stay, behind the others: whoever wrote them is told.
 * @param {Session} session
 * @param {Context} context
 * @returns {Session}
 */
export function tidy(session, context) {
  const made = ordered(session, context, unwrapped(context, context.schema, "Session").schema) ?? {};
  return identified(made);
}

/**
 * @param {any} value
 * @param {Context} context
 * @param {any} schema
 * @returns {any} undefined where nothing is left
 */
function ordered(value, context, schema) {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") {
    // Words begin and end with words: what a record loses on loading is not kept until then.
    const text = clean(value).replace(/^\n+|\n+$/g, "");
    return text.trim() ? text : undefined;
  }
  if (Array.isArray(value)) {
    const inner = schema?.items && unwrapped(context, schema.items).schema;
    const items = value.map((item) => ordered(item, context, inner)).filter((item) => item !== undefined);
    return items.length ? items : undefined;
  }
  if (typeof value !== "object") return value;
  const known = Object.keys(schema?.properties ?? {});
  const names = [...known.filter((name) => Object.hasOwn(value, name)), ...Object.keys(value).filter((name) => !known.includes(name))];
  /** @type {Record<string, any>} */
  const made = {};
  for (const name of names) {
    const field = schema?.properties?.[name];
    const kept = ordered(value[name], context, field && unwrapped(context, field).schema);
    if (kept !== undefined) made[name] = kept;
  }
  return Object.keys(made).length ? made : undefined;
}

/**
 * The session with every action's id written out: the owner's, then `-2` and on, as the ledger would count them.
 * @param {Session} session
 * @returns {Session}
 */
function identified(session) {
  const all = actionsOf(session);
  const taken = new Set(all.map(({ action }) => action.id).filter(Boolean));
  /** @type {Map<any, any>} */
  const named = new Map();
  for (const { action, presenter } of all) {
    const owner = action.owner ?? presenter;
    const { do: what, owner: written, ...others } = action;
    // Whose an action of a turn is goes without saying.
    const made = { ...others, ...(written === presenter ? {} : { owner: written }) };
    if (action.id || !owner) {
      if (written && written === presenter) named.set(action, inOrder(what, action.id, made));
      continue;
    }
    let id = owner;
    for (let number = 2; taken.has(id); number += 1) id = `${owner}-${number}`;
    taken.add(id);
    named.set(action, inOrder(what, id, made));
  }
  if (!named.size) return session;
  const filled = (/** @type {any[]} */ actions) => actions.map((action) => named.get(action) ?? action);
  /** @type {Session} */
  const made = { ...session };
  if (session.turns) made.turns = session.turns.map((/** @type {any} */ turn) => (turn.actions ? { ...turn, actions: filled(turn.actions) } : turn));
  if (session.actions) made.actions = filled(session.actions);
  return made;
}

/**
 * @param {string | undefined} what
 * @param {string | undefined} id
 * @param {Record<string, any>} others
 */
function inOrder(what, id, { id: _id, owner, ...others }) {
  return { ...(what === undefined ? {} : { do: what }), ...(id ? { id } : {}), ...(owner ? { owner } : {}), ...others };
}

/**
 * The actions of a session in order: the way to each, and its presenter.
 * @param {Session} session
 * @returns {{path: import("./shape.js").Path, action: any, presenter: string | undefined}[]}
 */
export const actionsOf = (session) => [
  ...(session.turns ?? []).flatMap((/** @type {any} */ turn, /** @type {number} */ number) =>
    (turn.actions ?? []).map((/** @type {any} */ action, /** @type {number} */ place) => ({
      path: ["turns", number, "actions", place],
      action,
      presenter: turn.presenter,
    })),
  ),
  ...(session.actions ?? []).map((/** @type {any} */ action, /** @type {number} */ place) => ({ path: ["actions", place], action, presenter: undefined })),
];
