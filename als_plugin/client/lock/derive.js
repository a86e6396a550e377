/**
 * From a typed passphrase to keys, in a worker of its own.
 * @module
 */

import { Fault } from "../format/fault.js";
import { derived, normalForm } from "../format/passphrase.js";

/**
 * @param {URL} base the set's folder
 * @param {string} passphrase
 * @param {Uint8Array} salt
 * @returns {Promise<import("../format/passphrase.js").Derived>}
 */
export async function derive(base, passphrase, salt) {
  const worker = new Worker(new URL("argon2.js", base));
  try {
    /** @type {Uint8Array<ArrayBuffer>} */
    const root = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data.root ? resolve(data.root) : reject(new Fault("wasm", data.error)));
      worker.onerror = () => reject(new Fault("unreachable", "argon2.js"));
      worker.postMessage({ password: normalForm(passphrase), salt });
    });
    const keys = await derived(root);
    root.fill(0);
    return keys;
  } finally {
    worker.terminate();
  }
}
