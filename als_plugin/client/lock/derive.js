/**
 * Argon2id, the slow step from a passphrase to keys, in a worker of its own.
 * @module
 */

import { Fault } from "../format/fault.js";

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
