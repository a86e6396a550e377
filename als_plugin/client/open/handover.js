/**
 * Notes follow their owner to a new passphrase: the old device key waits, sealed under the new one, until the new
 * passphrase first opens the handbook on this device. Until then the old one goes on working, notes and all.
 * @module
 */

import { aesKey, concat, ctx, hex, sha256, unseal } from "../format/bytes.js";
import { transact } from "./store.js";

/** @typedef {import("../format/bytes.js").Bytes} Bytes */

/**
 * The name under which something of a slot is kept: it tells nothing.
 * @param {Bytes} bound
 */
export const nameOf = async (bound) => hex(await sha256(bound));

/**
 * @param {Bytes} set
 * @param {{tag: Bytes, deviceKey: Bytes}} from
 * @param {{tag: Bytes, deviceKey: CryptoKey}} to
 */
export async function handOver(set, from, to) {
  const bound = ctx("notes-handover", set, to.tag);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv: nonce, additionalData: bound };
  const sealed = await crypto.subtle.encrypt(how, to.deviceKey, concat(from.tag, from.deviceKey));
  const [name, whole] = [await nameOf(bound), concat(nonce, new Uint8Array(sealed))];
  await transact("notes", "readwrite", (store) => store.put(whole, name));
}

/**
 * The slot and device key that this one follows, if any.
 * @param {import("../messages.js").Identity} identity
 * @returns {Promise<{tag: Bytes, deviceKey: CryptoKey} | null>}
 */
export async function handedOver({ set, tag, deviceKey }) {
  const bound = ctx("notes-handover", set, tag);
  const name = await nameOf(bound);
  /** @type {Bytes | undefined} */
  const sealed = await transact("notes", "readonly", (store) => store.get(name));
  if (!sealed) return null;
  const plain = await unseal(deviceKey, sealed.subarray(0, 12), sealed.subarray(12), bound);
  return { tag: plain.slice(0, 16), deviceKey: await aesKey(plain.subarray(16), ["decrypt"]) };
}

/** @param {import("../messages.js").Identity} identity */
export async function endHandover({ set, tag }) {
  const name = await nameOf(ctx("notes-handover", set, tag));
  await transact("notes", "readwrite", (store) => store.delete(name));
}
