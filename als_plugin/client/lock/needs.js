/**
 * What the browser must be able to do, looked at before anybody types.
 * @module
 */

import { persisting } from "../format/persisting.js";

/** @returns {Promise<import("../format/fault.js").FaultKind | null>} what is lacking */
export async function lacking() {
  if (!isSecureContext || !globalThis.crypto?.subtle) return "insecure";
  if (typeof WebAssembly === "undefined") return "wasm";
  if (typeof DecompressionStream === "undefined" || typeof Object.hasOwn === "undefined") return "old";
  const known = (await makes("X25519", ["deriveBits"])) && (await makes("Ed25519", ["sign", "verify"]));
  return known ? null : "old";
}

/**
 * Whether the browser knows these keys.
 * @param {string} algorithm
 * @param {KeyUsage[]} usages
 */
const makes = (algorithm, usages) => persisting(() => crypto.subtle.generateKey(algorithm, false, usages)).then(() => true, () => false);
