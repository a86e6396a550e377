/**
 * The newest build that a device remembers, so that no older one is taken: with a service worker and without.
 * @module
 */

import { checkSignature, readKeyring } from "./format/keyring.js";

/**
 * The name of the set's own store.
 * @param {URL} folder the set's
 */
export const ownStore = (folder) => `als ${folder.pathname}`;

/**
 * The newest build of this set that the device has opened and still remembers; 0 where it remembers none. The signature is
 * held against the publisher's: else a neighbour on the origin could shut the set with a high number.
 * @param {URL} folder the set's
 * @param {import("./format/slot.js").Identity} identity
 * @returns {Promise<number>}
 */
export async function lowestBuild(folder, identity) {
  try {
    const kept = await caches.match(new URL("keyring", folder), { cacheName: ownStore(folder) });
    if (!kept) return 0;
    const keyring = readKeyring(new Uint8Array(await kept.arrayBuffer()));
    await checkSignature(keyring, identity.set, identity.pinned);
    return keyring.build;
  } catch {
    return 0;
  }
}
