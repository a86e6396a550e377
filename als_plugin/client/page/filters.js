/**
 * Filters of the page of actions.
 * @module
 */

/** @typedef {{person: string, state: string, session: string, sort: string}} Filters */
/** @typedef {{person: string, with: string, state: string, session: string, made: string, name: string}} Action */

/** What there is to choose. */
export const NAMES = /** @type {const} */ (["person", "state", "session", "sort"]);

/** No filter at all. @type {Filters} */
export const NONE = Object.freeze({ person: "", state: "", session: "", sort: "" });

/**
 * Whether anything is chosen at all.
 * @param {Filters} filters
 */
export const some = (filters) => NAMES.some((name) => filters[name]);

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
