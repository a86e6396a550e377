/**
 * Who belongs to a set, and when.
 * @module
 */

import { _ } from "../words.js";

/** @typedef {import("./shape.js").Context} Context */
/** @typedef {Context["people"][number]} Person */

/**
 * @param {Person} person
 * @param {string} day
 */
export const belongs = (person, day) => (!person.joined || person.joined <= day) && (!person.left || day <= person.left);

/**
 * Whether this member is expected at a session on that day.
 * @param {Person} person
 * @param {string} day
 */
export const expected = (person, day) => person.member && belongs(person, day) && !(person.away ?? []).some(({ from, until }) => from <= day && day <= until);

/**
 * What is wrong with naming somebody on that day, and what to do; null where nothing is.
 * @param {Context} context
 * @param {string} name
 * @param {string} day
 * @param {boolean} [membersOnly]
 * @returns {[string, string] | null}
 */
export function unfit({ people }, name, day, membersOnly = false) {
  const person = people.find(({ id }) => id === name);
  const pool = people.filter(({ member }) => member || !membersOnly);
  if (!person) return [_("nobody in set.yml has the id \"{name}\"", { name }), _("the ids are {names}", { names: pool.map(({ id }) => id).join(", ") })];
  if (!pool.includes(person)) return [_("{name} is a facilitator and no member", { name }), _("name a member")];
  const otherwise = _("name somebody else, or put the date in set.yml right");
  if (person.joined && day < person.joined) return [_("{name} had not joined on {day} (joined {joined})", { name, day, joined: person.joined }), otherwise];
  if (person.left && day > person.left) return [_("{name} had left on {day} (left {left})", { name, day, left: person.left }), otherwise];
  return null;
}

/**
 * A person's name; their id where the set does not know them.
 * @param {Context} context
 * @param {string} id
 */
export const nameOf = ({ people }, id) => people.find((person) => person.id === id)?.name ?? id;

/**
 * A person's first name, told apart where two have the same.
 * @param {Context} context
 * @param {string} id
 */
export function firstName(context, id) {
  const whole = nameOf(context, id);
  const first = whole.split(" ")[0] ?? whole;
  return context.people.filter(({ name }) => name.split(" ")[0] === first).length > 1 ? whole : first;
}
