/**
 * Forms made of a JSON Schema: each field with the sentence that the model has for it.
 * @module
 */

import { h } from "preact";

import { clean } from "../record/tidy.js";
import { _ } from "../words.js";

/**
 * The schema without its wrapping: of what may stand there the longest form, but never "nothing".
 * @param {any} root
 * @param {any} schema
 * @returns {any}
 */
function plain(root, schema) {
  if (schema.$ref) return plain(root, { ...root.$defs[schema.$ref.split("/").at(-1)], ...(schema.description && { description: schema.description }) });
  const several = schema.anyOf ?? schema.oneOf;
  if (!several) return schema;
  const filled = several.filter((/** @type {any} */ each) => each.type !== "null").map((/** @type {any} */ each) => plain(root, each));
  return { ...(filled.find((/** @type {any} */ each) => each.type === "array") ?? filled.at(-1)), ...(schema.description && { description: schema.description }), several: filled };
}

/** What the levels of an agreement's record mean. */
const RECORD = /** @type {Record<string, () => string>} */ ({
  none: () => _("only who was there"), actions: () => _("also what people will do"), topics: () => _("also what was asked"), suggestions: () => _("also what was offered"),
});

/** @param {string} name */
const titled = (name) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll("_", " ");

/**
 * The fields of a mapping. `alone`: they are a page's own, whose heading names the one that there is.
 * @param {{root: any, schema: any, value: any, change: (value: any) => void, path: string, alone?: boolean}} props
 */
export function Fields({ root, schema, value, change, path, alone = false }) {
  const several = Object.entries(schema.properties);
  return h("div", { class: "flow" }, several.map(([name, inner]) =>
    h(Field, { headed: alone && several.length === 1, key: name, root, name, schema: plain(root, inner), value: value?.[name], path: `${path}-${name}`, change: (/** @type {any} */ next) => {
      const after = { ...value };
      if (next === undefined || next === "") delete after[name];
      else after[name] = next;
      change(after);
    } })));
}

/** @param {{root: any, name: string, schema: any, value: any, change: (value: any) => void, path: string, headed?: boolean}} props */
function Field({ root, name, schema, value, change, path, headed = false }) {
  const label = titled(name);
  const hint = schema.description && h("p", { class: "hint", id: `${path}-hint` }, schema.description.replace(/ \(Markdown\)$/, "").replaceAll("_", " "));
  const named = { id: path, "aria-describedby": schema.description ? `${path}-hint` : undefined };
  const group = (/** @type {any[]} */ ...inside) => h("fieldset", { class: "flow" }, h("legend", { class: headed ? "unseen" : undefined }, h("h3", null, label)), hint, ...inside);
  if (schema.several?.some((/** @type {any} */ each) => each.enum) && typeof value !== "object") schema = schema.several.find((/** @type {any} */ each) => each.enum);
  if (schema.properties) return group(h(Fields, { root, schema, value: value ?? {}, change, path }));
  if (schema.type === "array") {
    const items = value ?? [];
    const inner = plain(root, schema.items ?? schema.prefixItems?.[0] ?? {});
    const put = (/** @type {number} */ number, /** @type {any} */ next) => change(items.map((/** @type {any} */ each, /** @type {number} */ place) => (place === number ? next : each)));
    return group(
      items.map((/** @type {any} */ each, /** @type {number} */ number) => h("div", { key: number, class: "entry flow" },
        inner.properties ? h(Fields, { root, schema: inner, value: each, change: (/** @type {any} */ next) => put(number, next), path: `${path}-${number}` })
          : h(Field, { root, name: `${label} ${number + 1}`, schema: { ...inner, description: undefined }, value: each, change: (/** @type {any} */ next) => put(number, next ?? ""), path: `${path}-${number}` }),
        !schema.prefixItems && h("p", null, h("button", { type: "button", class: "btn second little", "aria-label": `${_("Take out")}: ${label} ${number + 1}`, onClick: () => change(items.length > 1 ? items.filter((/** @type {any} */ _each, /** @type {number} */ place) => place !== number) : undefined) }, _("Take out"))))),
      !schema.prefixItems && h("p", null, h("button", { type: "button", class: "btn second little", "aria-label": `${_("Add")}: ${label}`, onClick: () => change([...items, inner.properties ? {} : ""]) }, _("Add"))));
  }
  if (schema.type === "boolean") {
    return h("div", { class: "field" }, h("div", { class: "tick" },
      h("input", { ...named, type: "checkbox", checked: value ?? schema.default ?? false, onChange: (/** @type {any} */ event) => change(event.currentTarget.checked) }), h("label", { for: path }, label)), hint);
  }
  const put = (/** @type {any} */ event) => change(schema.type === "integer" && event.currentTarget.value !== "" ? Number(event.currentTarget.value) : clean(event.currentTarget.value));
  const field = schema.enum
    ? h("select", { ...named, class: "in", value: value ?? "", onChange: put }, h("option", { value: "" }, _("as usual")), schema.enum.map((/** @type {string} */ each) => h("option", { key: each, value: each }, name === "record" && RECORD[each] ? `${each}: ${RECORD[each]()}` : each)))
    : schema.format === "date" || schema.format === "time"
      ? h("input", { ...named, class: "in", type: schema.format, value: schema.format === "time" ? (value ?? "").slice(0, 5) : (value ?? ""), onInput: put })
      : schema.type === "integer"
        ? h("input", { ...named, class: "in", type: "number", value: value ?? "", onInput: put })
        : h("textarea", { ...named, class: "in", rows: 1, value: value ?? "", onInput: put });
  return h("div", { class: "field" }, h("label", { for: path }, label), hint, field);
}
