/**
 * Notes follow their owner to a new passphrase: the old device key waits, sealed under the new one, until the new
 * passphrase first opens the handbook on this device. Until then the old one goes on working, notes and all.
 * @module
 */

import { aesKey, concat, ctx, hex, hmac, hmacKey, sha256, unseal } from "../format/bytes.js";
import { transact } from "./store.js";

/** @typedef {import("../format/bytes.js").Bytes} Bytes */

/**
 * The name under which something of a slot is kept. It tells nothing: slots stand in the clear, so it takes a secret to name
 * what is theirs.
 * @param {Bytes} bound
 * @param {CryptoKey} [names] the slot's own; without it, the name that earlier releases gave
 */
export const nameOf = async (bound, names) => hex(await (names ? hmac(names, bound) : sha256(bound)));

/**
 * @param {Bytes} set
 * @param {{tag: Bytes, deviceKey: Bytes, names: Bytes}} from
 * @param {{tag: Bytes, deviceKey: CryptoKey, names: CryptoKey}} to
 */
export async function handOver(set, from, to) {
  const bound = ctx("notes-handover", set, to.tag);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv: nonce, additionalData: bound };
  const sealed = await crypto.subtle.encrypt(how, to.deviceKey, concat(from.tag, from.deviceKey, from.names));
  const [name, whole] = [await nameOf(bound, to.names), concat(nonce, new Uint8Array(sealed))];
  await transact("notes", "readwrite", (store) => store.put(whole, name));
}

/**
 * The slot, device key and key of names that this one follows, if any.
 * @param {import("../messages.js").Identity} identity
 * @returns {Promise<{tag: Bytes, deviceKey: CryptoKey, names: CryptoKey | null} | null>}
 */
export async function handedOver(identity) {
  const bound = ctx("notes-handover", identity.set, identity.tag);
  for (const name of await handoverNames(identity)) {
    /** @type {Bytes | undefined} */
    const sealed = await transact("notes", "readonly", (store) => store.get(name));
    const plain = sealed && (await unseal(identity.deviceKey, sealed.subarray(0, 12), sealed.subarray(12), bound).catch(() => null));
    if (!plain) continue;
    // What an earlier release handed over had no key of names.
    const names = plain.length > 48 ? await hmacKey(plain.subarray(48)) : null;
    return { tag: plain.slice(0, 16), deviceKey: await aesKey(plain.subarray(16, 48), ["decrypt"]), names };
  }
  return null;
}

/** @param {import("../messages.js").Identity} identity */
export async function endHandover(identity) {
  for (const name of await handoverNames(identity)) await transact("notes", "readwrite", (store) => store.delete(name));
}

/**
 * @param {import("../messages.js").Identity} identity
 * @returns {Promise<string[]>}
 */
async function handoverNames({ set, tag, names }) {
  const bound = ctx("notes-handover", set, tag);
  return [...(names ? [await nameOf(bound, names)] : []), await nameOf(bound)];
}
