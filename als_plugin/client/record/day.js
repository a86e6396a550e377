/**
 * Today, as a set has it.
 * @module
 */

/**
 * Today's date in the set's time zone.
 * @param {import("./shape.js").Context} context
 * @param {Date} [now]
 */
export const today = ({ set: { timezone } }, now = new Date()) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
