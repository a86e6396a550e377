/**
 * From a typed passphrase to keys, in a worker of its own.
 * @module
 */

import { Fault } from "../format/fault.js";
import { derived, normalForm } from "../format/passphrase.js";

/**
 * Argon2id, a second's work.
 * @param {URL} base the set's folder
 * @param {Uint8Array} password
 * @param {Uint8Array} salt
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function argon2id(base, password, salt) {
  const worker = new Worker(new URL("argon2.js", base));
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data.root ? resolve(data.root) : reject(new Fault("wasm", data.error)));
      worker.onerror = () => reject(new Fault("unreachable", "argon2.js"));
      worker.postMessage({ password, salt });
    });
  } finally {
    worker.terminate();
  }
}

/**
 * @param {URL} base the set's folder
 * @param {string} passphrase
 * @param {Uint8Array} salt
 * @returns {Promise<import("../format/passphrase.js").Derived>}
 */
export async function derive(base, passphrase, salt) {
  const root = await argon2id(base, normalForm(passphrase), salt);
  const keys = await derived(root);
  root.fill(0);
  return keys;
}
