/**
 * What lock screen and worker were published with: the set that they open, and the publisher's key from which the key of
 * each of its keyrings follows. A planned change of the key leaves it as it is.
 * @module
 */

import { unb64 } from "./bytes.js";
import { checkSignature, readKeyring } from "./keyring.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */

/** @typedef {{set: Bytes, pinned: Bytes}} Origin */

/**
 * @param {{set?: string | undefined, publisher?: string | undefined}} data base64url
 * @returns {Origin}
 */
export const originOf = ({ set, publisher }) => ({ set: unb64(set, 16), pinned: unb64(publisher, 32) });

/**
 * Reads a keyring; throws a Fault "damaged" where it is none of this set and publisher.
 * @param {Bytes} bytes
 * @param {Origin} origin
 */
export async function ownKeyring(bytes, { set, pinned }) {
  const keyring = readKeyring(bytes);
  await checkSignature(keyring, set, pinned);
  return keyring;
}
