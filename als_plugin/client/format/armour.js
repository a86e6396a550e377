/**
 * Replies as text that survives an e-mail (FORMAT.md, section 8).
 * @module
 */

import { b64, ctx, sha256, u32, unb64 } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */

const BEGIN = "-----BEGIN ALS REPLY-----";
const END = "-----END ALS REPLY-----";
const BYTES = 45;
const LETTERS = 60;
const CHECK = 4;
/** Bytes of the longest reply: 64 seals, and 2 MiB and 8 KiB as they are padded. */
export const REPLY_MAX = 2169914;
const LONGEST = Math.ceil(REPLY_MAX / BYTES) * (LETTERS + 1 + CHECK);
// White space as FORMAT.md lists it: what languages mean by it differs.
const BLANK = "\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const GAP = `[${BLANK}>|\\u200b\\ufeff]*`;
const DASHES = "[-\\u2010-\\u2015\\u2212]{2,}";
// A run of dashes, with the mark that it begins if it begins one: so that a long run is looked at once, and not from each of its dashes.
const MARKS = new RegExp(`${DASHES}(?:${GAP}(BEGIN|END)${GAP}ALS${GAP}REPLY${GAP}${DASHES})?`, "g");
const NOISE = new RegExp(`[${BLANK}>|\\u200b\\u00ad\\u2060\\ufeff=]+`, "g");

/**
 * @param {number} number
 * @param {boolean} last
 * @param {Bytes} part
 */
const checkOf = async (number, last, part) => b64((await sha256(ctx("reply-line", u32(number), Uint8Array.of(Number(last)), part))).subarray(0, 3));

/**
 * @param {Bytes} data
 * @returns {Promise<string>}
 */
export async function armour(data) {
  const count = Math.ceil(data.length / BYTES);
  const parts = Array.from({ length: count }, (_one, at) => data.slice(at * BYTES, (at + 1) * BYTES));
  const lines = await Promise.all(parts.map(async (part, at) => `${b64(part)}.${await checkOf(at + 1, at + 1 === count, part)}`));
  return [BEGIN, ...lines, END, ""].join("\n");
}

/** A reply in a text, or the first of its lines that does not fit, that its end is missing, or that it is longer than a reply can be. @typedef {{data: Bytes} | {line: number} | {cut: true} | {large: true}} Found */

/**
 * Every reply in a text, in order.
 * @param {string} text
 * @returns {Promise<Found[]>}
 */
export async function findReplies(text) {
  /** @type {(Found | Promise<Found>)[]} */
  const found = [];
  let begun = -1;
  for (const mark of text.matchAll(MARKS)) {
    if (mark[1] === "BEGIN") {
      if (begun >= 0) found.push({ cut: true });
      begun = mark.index + mark[0].length;
    } else if (mark[1] && begun >= 0) {
      found.push(read(text.slice(begun, mark.index).replace(NOISE, "")));
      begun = -1;
    }
  }
  if (begun >= 0) found.push({ cut: true });
  return Promise.all(found);
}

/**
 * @param {string} letters
 * @returns {Promise<Found>}
 */
async function read(letters) {
  if (letters.length > LONGEST) return { large: true };
  const data = new Uint8Array(Math.ceil(letters.length / (LETTERS + 1 + CHECK)) * BYTES);
  let size = 0;
  for (let at = 0, line = 1; at < letters.length; line++) {
    const last = letters.length - at <= LETTERS + 1 + CHECK;
    const end = last ? letters.length - 1 - CHECK : at + LETTERS;
    try {
      const part = unb64(letters.slice(at, end));
      if (letters.slice(end, end + 1 + CHECK) !== `.${await checkOf(line, last, part)}`) return { line };
      data.set(part, size);
      size += part.length;
    } catch {
      return { line };
    }
    at = end + 1 + CHECK;
  }
  return size ? { data: data.slice(0, size) } : { cut: true };
}
