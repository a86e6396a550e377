/**
 * What the browser must be able to do, looked at before anybody types.
 * @module
 */

/** @returns {Promise<import("../format/fault.js").FaultKind | null>} what is lacking */
export async function lacking() {
  if (!isSecureContext || !globalThis.crypto?.subtle) return "insecure";
  if (typeof WebAssembly === "undefined") return "wasm";
  if (typeof DecompressionStream === "undefined" || typeof Object.hasOwn === "undefined") return "old";
  try {
    await crypto.subtle.generateKey("X25519", false, ["deriveBits"]);
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  } catch {
    return "old";
  }
  return null;
}
