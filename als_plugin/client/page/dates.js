/**
 * Dates in words: pages carry dates, the device says how far away they are.
 * Pure: what day it is now is passed in, as `YYYY-MM-DD`.
 * @module
 */

/**
 * The day that it is in a timezone.
 * @param {Date} now
 * @param {string} timezone an IANA name
 * @returns {string}
 */
export function today(now, timezone) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit" });
  const { year, month, day } = Object.fromEntries(parts.formatToParts(now).map((part) => [part.type, part.value]));
  return `${year}-${month}-${day}`;
}

/**
 * How many days a date is after another; negative where it is before.
 * @param {string} from
 * @param {string} to
 * @returns {number}
 */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/**
 * "tomorrow", "in 17 days", "in 3 months", "5 days ago".
 * @param {number} days
 * @param {string} language
 * @returns {string}
 */
export function inWords(days, language) {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (Math.abs(days) < 60) return format.format(days, "day");
  if (Math.abs(days) < 700) return format.format(Math.round(days / 30.44), "month");
  return format.format(Math.round(days / 365.25), "year");
}

/**
 * What an open action's date calls for. Whether it is late is for its owner and the facilitator to know; others read that it
 * is still open. Due today is not late.
 * @param {number} days until it is due
 * @param {boolean} concerned whether its owner or the facilitator reads
 * @returns {"ahead" | "late" | "open"}
 */
export function dueKind(days, concerned) {
  if (days >= 0) return "ahead";
  return concerned ? "late" : "open";
}

/**
 * Whether something that may be shown until a day, that day included, is past it.
 * @param {string} until
 * @param {string} day
 * @returns {boolean}
 */
export function expired(until, day) {
  return day > until;
}

/**
 * The place of the first of several meetings that has not ended; -1 where all have.
 * @param {string[]} ends the last day of each, in order
 * @param {string} day
 * @returns {number}
 */
export function firstToCome(ends, day) {
  return ends.findIndex((end) => end >= day);
}

/**
 * The name of the set's timezone, where its clock differs from the reader's on that day; null where it does not.
 * @param {string} day
 * @param {string} timezone
 * @param {string} own the reader's timezone
 * @param {string} language
 * @returns {string | null}
 */
export function otherClock(day, timezone, own, language) {
  const noon = new Date(`${day}T12:00:00Z`);
  /** @param {string} zone @param {"longOffset" | "long"} style */
  const name = (zone, style) =>
    new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: style })
      .formatToParts(noon)
      .find((part) => part.type === "timeZoneName")?.value ?? "";
  return name(timezone, "longOffset") === name(own, "longOffset") ? null : name(timezone, "long");
}
