/**
 * What is wrong with a session, in words: by its shape, by the agreement's level, and by what needs several fields. The words
 * are those of `als check`; shared cases hold both equal.
 * @module
 */

import { _ } from "../words.js";
import { today } from "./day.js";
import { References } from "./references.js";
import { SessionRules } from "./rules.js";
import { fieldAt, rank, unwrapped } from "./shape.js";
import { tidy } from "./tidy.js";

/** @typedef {import("./shape.js").Context} Context */
/** @typedef {import("./shape.js").Session} Session */
/** @typedef {import("./shape.js").Path} Path */

/** @typedef {{path: Path, problem: string, remedy: string}} Problem */

/**
 * All of them. `stem` is the file's, where it has one.
 * @param {Session} session
 * @param {Context} context
 * @param {string} [stem]
 * @param {string} [day] today
 * @returns {Problem[]}
 */
export function problems(session, context, stem = session.date ?? "", day = today(context)) {
  const kept = tidy(session, context);
  const shape = misfits(context, unwrapped(context, context.schema, "Session"), kept, []);
  // What has not its shape cannot be judged any further.
  if (shape.length) return shape;
  const rules = new SessionRules(context, kept, stem, day);
  return [...tooMuch(context, kept, []), ...rules.check(), ...(kept.status === "purged" ? [] : new References(context, kept, stem, day).check())];
}

/**
 * @param {Context} context
 * @param {{schema: any, model: string | undefined}} field
 * @param {any} value
 * @param {Path} path
 * @returns {Problem[]}
 */
function misfits(context, { schema }, value, path) {
  if (schema.properties) {
    if (typeof value !== "object" || Array.isArray(value)) return [{ path, problem: _("must have fields of its own"), remedy: "" }];
    const found = schema.required
      .filter((/** @type {string} */ name) => value[name] === undefined)
      .map((/** @type {string} */ name) => ({
        path: [...path, name],
        problem: _("is missing"),
        remedy: _("add {field}: ({description})", { field: name, description: schema.properties[name].description.replace(/ \(Markdown\)$/, "") }),
      }));
    for (const [name, inner] of Object.entries(value)) {
      if (!Object.hasOwn(schema.properties, name)) {
        const names = Object.keys(schema.properties).join(", ");
        found.push({ path, problem: _("there is no field {name} here", { name: `"${name}"` }), remedy: _("the fields are {names}", { names }) });
      } else found.push(...misfits(context, unwrapped(context, schema.properties[name]), inner, [...path, name]));
    }
    return found;
  }
  if (schema.items) {
    if (!Array.isArray(value)) return [{ path, problem: _("must be a list"), remedy: "" }];
    return value.flatMap((item, place) => misfits(context, unwrapped(context, schema.items), item, [...path, place]));
  }
  const told = misfit(schema, value);
  return told ? [{ path, problem: told[0], remedy: told[1] }] : [];
}

/**
 * @param {any} schema
 * @param {any} value
 * @returns {[string, string] | null}
 */
function misfit(schema, value) {
  const quoted = `"${value}"`;
  if (schema.enum) {
    if (schema.enum.includes(value)) return null;
    const choices = schema.enum.length > 1 ? `${schema.enum.slice(0, -1).join(", ")} ${_("or")} ${schema.enum.at(-1)}` : schema.enum[0];
    return [_("{text} is not one of {choices}", { text: quoted, choices }), _("write one of these words")];
  }
  if (schema.format === "date") {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return [_("{text} is no date", { text: quoted }), _("write year-month-day, such as 2026-01-14")];
    const day = new Date(`${value}T00:00:00Z`);
    if (Number.isNaN(day.valueOf()) || day.toISOString().slice(0, 10) !== value)
      return [_("there is no such day as {text}", { text: value }), _("write year-month-day, such as 2026-01-14")];
    return null;
  }
  if (schema.type === "integer") {
    if (!Number.isInteger(value)) return [_("{text} is no whole number", { text: quoted }), _("write digits alone, such as 30")];
    if (value <= (schema.exclusiveMinimum ?? -1)) return [_("{number} is too small", { number: value }), _("write a whole number, 1 or more")];
    if (value > (schema.maximum ?? Infinity)) return [_("{number} is too large", { number: value }), _("write {most} or less", { most: schema.maximum })];
    return null;
  }
  if (schema.type === "boolean") return typeof value === "boolean" ? null : [_("{text} is neither true nor false", { text: quoted }), _("write true or false")];
  if (schema.pattern && !new RegExp(schema.pattern, "u").test(String(value))) {
    if (schema.pattern.includes("\\n")) return [_("{text} must be one line with something on it", { text: `"${String(value).split(/\s+/).join(" ")}"` }), _("write it on one line")];
    if (schema.pattern.includes("/")) return [_("{text} is no action's full id", { text: quoted }), _("write the session, a slash and the action's id, such as 2026-01-14/amara")];
    return [_("{text} is no id", { text: quoted }), _("an id has small letters a to z, digits and hyphens, and begins with a letter")];
  }
  return null;
}

/**
 * What stands there although the set did not agree to write it down.
 * @param {Context} context
 * @param {any} value
 * @param {Path} path
 * @returns {Problem[]}
 */
function tooMuch(context, value, path) {
  const level = context.agreement.record;
  if (!level || value === null || typeof value !== "object") return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([part, inner]) => {
    const here = [...path, part];
    const needs = fieldAt(context, here)?.needs;
    if (!needs || rank(context, needs) <= rank(context, level)) return tooMuch(context, inner, here);
    const problem = _("is more than the set agreed to write down (record: {level}; this needs {needs})", { level, needs });
    return [{ path: here, problem, remedy: _("take it out, or change agreement.record in set.yml if the set agrees") }];
  });
}
