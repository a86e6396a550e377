/**
 * What may stand where in a session: read from the JSON Schema that `als schema` writes, and from the levels of an agreement.
 * @module
 */

/** The way to a value: fields' names, and places in lists from 0. @typedef {(string | number)[]} Path */
/** A session as records have it; dates are ISO text. @typedef {Record<string, any>} Session */

/**
 * What a session is judged by; the same on the locked site and on the desk (`run_sheet_context` in pages/run_sheet.py makes it).
 * @typedef {object} Context
 * @property {{name: string, language: string, timezone: string}} set
 * @property {{id: string, name: string, member: boolean, joined?: string, left?: string, away?: {from: string, until: string}[]}[]} people
 * @property {{record: string | null, attribute_suggestions: boolean, presenter_agrees: boolean}} agreement
 * @property {{name: string | null, stages: {stage: string, minutes: number, speaks: "presenter" | "group" | "all"}[]}} process
 * @property {number[]} turns_per_session
 * @property {{date: string, start?: string, end?: string, where?: string}[]} meetings those to come
 * @property {{member: string, headline?: string, since: string}[]} held
 * @property {{person: string, sessions: number | null}[]} waiting who has waited longest first; null: no turn yet
 * @property {Record<string, {id: string, do: string, due?: string}[]>} owed
 * @property {Record<string, {date: string, status: string}>} sessions the others, by stem
 * @property {Record<string, string>} actions their actions' owners, by full id
 * @property {any} schema
 * @property {{order: string[], needs: Record<string, Record<string, string>>}} levels
 */

/**
 * A schema without its wrapping: what stands there when the field is filled in, and the model that it is of.
 * @param {Context} context
 * @param {any} schema
 * @param {string} [model]
 * @returns {{schema: any, model: string | undefined}}
 */
export function unwrapped({ schema: root }, schema, model) {
  for (;;) {
    if (schema.$ref) {
      model = schema.$ref.split("/").at(-1);
      schema = root.definitions[/** @type {string} */ (model)];
    } else if (schema.allOf) schema = schema.allOf[0];
    else if (schema.anyOf) {
      // Where one value or a list may stand, or a bare text in place of fields, the model keeps the longer form.
      const filled = schema.anyOf.filter((/** @type {any} */ each) => each.type !== "null");
      schema = filled.at(-1);
    } else return { schema, model };
  }
}

/**
 * The schema of a field, and the level that it needs; null where there is no such field.
 * @param {Context} context
 * @param {Path} path
 * @returns {{schema: any, model: string | undefined, needs: string} | null}
 */
export function fieldAt(context, path) {
  let here = unwrapped(context, context.schema, "Session");
  let needs = /** @type {string} */ (context.levels.order[0]);
  for (const part of path) {
    if (typeof part === "number") {
      if (!here.schema.items) return null;
      here = unwrapped(context, here.schema.items);
      continue;
    }
    const found = here.schema.properties && Object.hasOwn(here.schema.properties, part) ? here.schema.properties[part] : null;
    if (!found) return null;
    const needed = here.model && context.levels.needs[here.model]?.[part];
    if (needed && rank(context, needed) > rank(context, needs)) needs = needed;
    here = unwrapped(context, found);
  }
  return { ...here, needs };
}

/**
 * Whether a field may be written under the set's agreement.
 * @param {Context} context
 * @param {Path} path
 */
export function allowed(context, path) {
  const field = fieldAt(context, path);
  return field !== null && rank(context, field.needs) <= rank(context, context.agreement.record ?? "none");
}

/**
 * @param {Context} context
 * @param {string} level
 */
export const rank = ({ levels }, level) => levels.order.indexOf(level);

/**
 * What a field is for, as the model says it.
 * @param {Context} context
 * @param {Path} path
 * @returns {string}
 */
export function describe(context, path) {
  const name = /** @type {string} */ (path.at(-1));
  const home = fieldAt(context, path.slice(0, -1));
  return home?.schema.properties?.[name]?.description ?? "";
}

/**
 * The way to a value as `als check` writes it.
 * @param {Path} path
 */
export const where = (path) => path.map((part, place) => (typeof part === "number" ? `[${part}]` : place ? `.${part}` : part)).join("");
