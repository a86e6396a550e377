/**
 * Filters of the page of actions.
 * @module
 */

/** @typedef {{person: string, state: string, session: string}} Filters */
/** @typedef {{person: string, with: string, state: string, session: string}} Action */

/** No filter at all. @type {Filters} */
export const NONE = Object.freeze({ person: "", state: "", session: "" });

/**
 * Whether two choices are the same.
 * @param {Filters} one
 * @param {Filters} other
 */
export const same = (one, other) => one.person === other.person && one.state === other.state && one.session === other.session;

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
