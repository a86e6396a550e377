/**
 * Why a passphrase was refused, with the word that cannot be one of its six.
 * @module
 */

import { kindOf } from "../format/fault.js";
import { _, ngettext } from "../words.js";
import { WORDS, wordsOf } from "./count.js";
import { explained } from "./faults.js";
import { base } from "./place.js";

/**
 * The list of words is fetched after every refusal, so that the fetching tells nobody anything about what was typed.
 * @param {unknown} error
 * @param {string} passphrase
 * @returns {Promise<string>}
 */
export async function refusal(error, passphrase) {
  const kind = kindOf(error);
  if (kind !== "slot" && kind !== "words") return explained(kind);
  const words = wordsOf(passphrase);
  const said = kind === "slot" ? explained(kind) : counted(words.length);
  /** @type {typeof import("./join/main.js") | null} */
  const join = await import(new URL("join.js", base).href).catch(() => null);
  const found = join?.stranger(words);
  return found ? `${said} ${_("“{word}” is not a word of the list; the nearest there is “{nearest}”.", found)}` : said;
}

/** @param {number} count */
function counted(count) {
  return count < WORDS
    ? ngettext("A passphrase has six words, and here stands {n}. Please look for what is missing.", "A passphrase has six words, and here stand {n}. Please look for what is missing.", count)
    : ngettext("A passphrase has six words, and here stands {n}. Please look for what is too much.", "A passphrase has six words, and here stand {n}. Please look for what is too much.", count);
}
