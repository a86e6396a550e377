/**
 * Argon2id in a worker of its own: a second's work that must not freeze the page, and the only place where WebAssembly runs.
 * @module
 */

import { argon2id } from "hash-wasm";

import { ARGON2 } from "./format/passphrase.js";

const worker = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.onmessage = async (/** @type {MessageEvent<{password: Uint8Array, salt: Uint8Array}>} */ { data }) => {
  const { password, salt } = data;
  try {
    const root = await argon2id({ ...ARGON2, password, salt, outputType: "binary" });
    worker.postMessage({ root });
  } catch (error) {
    worker.postMessage({ error: String(error) });
  }
};
