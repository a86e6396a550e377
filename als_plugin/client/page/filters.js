/**
 * Filters of the page of actions. They live in the address's fragment, which no host ever sees.
 * @module
 */

/** @typedef {{person: string, state: string, session: string, sort: string}} Filters */
/** @typedef {{person: string, with: string, state: string, session: string, made: string, name: string}} Action */

const NAMES = /** @type {const} */ (["person", "state", "session", "sort"]);
const SORTS = ["", "newest", "oldest", "person"];

/** No filter at all. @type {Filters} */
export const NONE = Object.freeze({ person: "", state: "", session: "", sort: "" });

/**
 * The filters that a fragment holds; whatever else stands in it is left alone.
 * @param {string} fragment with or without `#`
 * @returns {Filters}
 */
export function parse(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const filters = { ...NONE };
  for (const name of NAMES) filters[name] = given.get(name) ?? "";
  if (!SORTS.includes(filters.sort)) filters.sort = "";
  return filters;
}

/**
 * The fragment for some filters, without `#`; "" for none.
 * @param {Filters} filters
 * @returns {string}
 */
export function format(filters) {
  const kept = new URLSearchParams();
  for (const name of NAMES) if (filters[name]) kept.set(name, filters[name]);
  return kept.toString();
}

/**
 * Whether an action passes. A person's actions are those they own or share in.
 * @param {Action} action
 * @param {Filters} filters
 * @returns {boolean}
 */
export function matches(action, filters) {
  const people = [action.person, ...action.with.split(" ").filter(Boolean)];
  if (filters.person && !people.includes(filters.person)) return false;
  if (filters.state && action.state !== filters.state) return false;
  return !filters.session || action.session === filters.session;
}

/**
 * The actions in the order asked for; ties keep the order of the page (open first, by date).
 * @template {Action} Entry
 * @param {Entry[]} actions
 * @param {string} sort
 * @returns {Entry[]}
 */
export function order(actions, sort) {
  const ordered = [...actions];
  if (sort === "newest") ordered.sort((a, b) => b.made.localeCompare(a.made));
  if (sort === "oldest") ordered.sort((a, b) => a.made.localeCompare(b.made));
  if (sort === "person") ordered.sort((a, b) => a.name.localeCompare(b.name));
  return ordered;
}
