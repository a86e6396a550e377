/**
 * Notes on this device: one sealed blob a person, under a name that tells nothing. Locking hides it and never deletes it.
 * @module
 */

import { concat, ctx, equal, padme, text, unseal, utf8 } from "../format/bytes.js";
import { endHandover, handedOver, nameOf } from "./handover.js";
import { dropPreviewNotes, previewNotes } from "./preview.js";
import { transact } from "./store.js";
import { inPreview, welcome } from "./tab.js";

/** @typedef {import("../format/bytes.js").Bytes} Bytes */
/** @typedef {Record<string, any>} Notes */

/**
 * @typedef {object} Kept
 * @property {(name: string) => Promise<any>} get
 * @property {(name: string, value: any) => Promise<void>} set rejects where the device does not keep it in time
 * @property {(callback: () => void) => void} onChanged
 */

/** Whose notes a blob holds: the key that opens it, and what that is bound to. @typedef {{name: string, key: CryptoKey, bound: Bytes}} Place */

/** Other scripts of the origin can hold the device's store for as long as they like. */
const PATIENCE = 5000;
/** Notes are padded, and shorter ones look alike. */
const LEAST = 4096;

/** @type {Promise<Kept> | null} */
let here = null;

/**
 * The notes of who reads this page; of nobody in a preview. They stay the same until the page goes, so that what is written
 * while the handbook is being locked is still sealed.
 * @returns {Promise<Kept>}
 */
export function notesHere() {
  here ??= inPreview ? Promise.resolve(previewNotes()) : welcome().then((known) => (!known ? NOBODYS : known.look?.as ? OTHERS : sealedNotes(known.identity)));
  return here;
}

/** A page that goes to the lock screen before it knew who reads has nothing to keep. @type {Kept} */
const NOBODYS = { get: async () => undefined, set: async () => undefined, onChanged: () => undefined };
/** With somebody else's eyes nothing is kept, neither for them nor for who reads. @type {Kept} */
const OTHERS = { ...NOBODYS, set: () => Promise.reject(new Error("these are somebody else's pages")) };

/**
 * @param {import("../messages.js").Identity} identity
 * @returns {Promise<Kept>}
 */
async function sealedNotes(identity) {
  dropPreviewNotes();
  const { set, tag, deviceKey } = identity;
  const bound = ctx("notes", set, tag);
  const own = { name: await nameOf(bound, identity.names), key: deviceKey, bound };
  const channel = new BroadcastChannel(`als-${own.name}`);
  await inTime(takeOver(identity, own));
  return {
    get: async (note) => {
      const notes = await opened(own, await stored(own.name));
      return Object.hasOwn(notes, note) ? notes[note] : undefined;
    },
    set: async (note, value) => {
      await inTime(change(own, (notes) => ({ ...notes, [note]: value })));
      channel.postMessage(null);
    },
    onChanged: (callback) => channel.addEventListener("message", () => callback()),
  };
}

/**
 * Brings along, once, what is kept in places of before: under the name that an earlier release gave it, and under a
 * passphrase that was changed on this device.
 * @param {import("../messages.js").Identity} identity
 * @param {Place} own
 */
async function takeOver(identity, own) {
  const before = await handedOver(identity);
  const places = identity.names ? [{ ...own, name: await nameOf(own.bound) }] : [];
  if (before) {
    const bound = ctx("notes", identity.set, before.tag);
    const names = [...(before.names ? [await nameOf(bound, before.names)] : []), await nameOf(bound)];
    places.unshift(...names.map((name) => ({ name, key: before.deviceKey, bound })));
  }
  for (const place of places) {
    // Names of before can be told from public things: what does not open was put there by somebody else.
    const notes = await stored(place.name).then((bytes) => bytes && opened(place, bytes)).catch(() => null);
    if (!notes) continue;
    await change(own, (later) => ({ ...notes, ...later }));
    await transact("notes", "readwrite", (store) => store.delete(place.name));
  }
  if (before) await endHandover(identity);
}

/**
 * Changes notes on what another tab left: nothing that was written is lost. No lock is asked for, as every script of the
 * origin could hold it.
 * @param {Place} place
 * @param {(notes: Notes) => Notes} act
 */
async function change(place, act) {
  for (;;) {
    const before = await stored(place.name);
    const after = await sealed(place, act(await opened(place, before)));
    if (await swapped(place.name, before, after)) return;
  }
}

/**
 * @param {string} name
 * @returns {Promise<Bytes | undefined>}
 */
const stored = (name) => transact("notes", "readonly", (store) => store.get(name));

/**
 * Puts bytes in the place of others, if these are what stands there still.
 * @param {string} name
 * @param {Bytes | undefined} before
 * @param {Bytes} after
 */
async function swapped(name, before, after) {
  const unchanged = (/** @type {Bytes | undefined} */ found) => (found && before ? equal(found, before) : found === before);
  /** @type {Bytes | undefined} */
  const found = await transact("notes", "readwrite", (store) => {
    const reading = store.get(name);
    reading.onsuccess = () => unchanged(reading.result) && store.put(after, name);
    return reading;
  });
  return unchanged(found);
}

/**
 * @param {Place} place
 * @param {Bytes | undefined} sealed
 * @returns {Promise<Notes>}
 */
async function opened({ key, bound }, sealed) {
  return sealed ? JSON.parse(text(await unseal(key, sealed.subarray(0, 12), sealed.subarray(12), bound))) : {};
}

/**
 * @param {Place} place
 * @param {Notes} notes
 * @returns {Promise<Bytes>}
 */
async function sealed({ key, bound }, notes) {
  const bytes = utf8(JSON.stringify(notes));
  const padded = new Uint8Array(padme(Math.max(LEAST, bytes.length))).fill(0x20);
  padded.set(bytes);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  return concat(nonce, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: bound }, key, padded)));
}

/**
 * @param {Promise<void>} writing
 * @returns {Promise<void>} rejects when it takes too long
 */
const inTime = (writing) =>
  Promise.race([writing, new Promise((_done, refuse) => setTimeout(() => refuse(new Error("the device's store does not answer")), PATIENCE))]);
