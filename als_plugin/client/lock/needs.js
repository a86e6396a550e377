/**
 * What the browser must be able to do, looked at before anybody types.
 * @module
 */

/** @returns {Promise<import("../format/fault.js").FaultKind | null>} what is lacking */
export async function lacking() {
  if (!isSecureContext || !globalThis.crypto?.subtle) return "insecure";
  if (typeof WebAssembly === "undefined") return "wasm";
  if (typeof DecompressionStream === "undefined" || typeof Object.hasOwn === "undefined") return "old";
  const known = (await makes("X25519", ["deriveBits"])) && (await makes("Ed25519", ["sign", "verify"]));
  return known ? null : "old";
}

/**
 * Whether the browser knows these keys. One that is busy may fail to make one: that is tried again, and says nothing.
 * @param {string} algorithm
 * @param {KeyUsage[]} usages
 */
async function makes(algorithm, usages) {
  const made = () => crypto.subtle.generateKey(algorithm, false, usages).then(() => null, (error) => String(error?.name));
  const failure = await made();
  return failure === null || (failure !== "NotSupportedError" && (await made()) === null);
}
