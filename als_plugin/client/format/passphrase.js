/**
 * From a passphrase to four values (FORMAT.md, section 1), but for Argon2id itself, which runs in a worker of its own.
 * @module
 */

import { aesKey, ctx, hkdf, hmacKey, utf8 } from "./bytes.js";

/** Argon2id's parameters: constants of the format's version, never read from the host. */
export const ARGON2 = Object.freeze({ memorySize: 65536, iterations: 3, parallelism: 1, hashLength: 32 });

// Written as escapes: an editor shows none of these characters as what it is.
const GAPS =
  /[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\-\u2010-\u2015\u2212\u200b\ufeff]+/gu;

/**
 * The one form in which a passphrase is used, as UTF-8.
 * @param {string} passphrase
 */
export const normalForm = (passphrase) => utf8(passphrase.normalize("NFKC").toLowerCase().replace(GAPS, " ").replace(/^ | $/g, ""));

/**
 * @typedef {object} Derived
 * @property {import("./bytes.js").Bytes} tag finds the slot
 * @property {CryptoKey} wrapping opens the slot's private key
 * @property {CryptoKey} device seals what is kept on this device; never used for anything that is published
 * @property {CryptoKey} names names what is kept on this device, likewise
 */

/**
 * @param {BufferSource} root Argon2id's output
 * @returns {Promise<Derived>}
 */
export async function derived(root) {
  const [tag, wrapping, device, names] = await Promise.all([
    hkdf(root, ctx("slot-tag"), 16),
    hkdf(root, ctx("wrapping-key")),
    hkdf(root, ctx("device-key")),
    hkdf(root, ctx("device-names")),
  ]);
  return {
    tag,
    wrapping: await aesKey(wrapping, ["decrypt"]),
    device: await aesKey(device, ["encrypt", "decrypt"]),
    names: await hmacKey(names),
  };
}
