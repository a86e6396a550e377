/**
 * Notes on this device: one sealed blob a person, under a name that tells nothing. Locking hides it and never deletes it.
 * @module
 */

import { ctx, text, unseal, utf8 } from "../format/bytes.js";
import { endHandover, handedOver, nameOf } from "./handover.js";
import { transact } from "./store.js";

/** @typedef {import("../messages.js").Welcome} Welcome */
/** @typedef {Record<string, any>} Notes */

/**
 * @typedef {object} Kept
 * @property {(name: string) => Promise<any>} get
 * @property {(name: string, value: any) => Promise<void>} set
 * @property {(callback: () => void) => void} onChanged
 */

/** @type {{tag: Uint8Array | null, kept: Promise<Kept>} | null} */
let cached = null;

/**
 * The notes of who reads; of nobody in a preview.
 * @param {Welcome | null} welcome
 * @returns {Promise<Kept>}
 */
export function notesFor(welcome) {
  const tag = welcome?.identity.tag ?? null;
  if (cached?.tag !== tag) cached = null;
  cached ??= { tag, kept: welcome ? sealedNotes(welcome.identity) : Promise.resolve(previewNotes()) };
  return cached.kept;
}

/**
 * @param {import("../messages.js").Identity} identity
 * @returns {Promise<Kept>}
 */
async function sealedNotes(identity) {
  const { set, tag, deviceKey } = identity;
  const bound = ctx("notes", set, tag);
  const name = await nameOf(bound);
  const channel = new BroadcastChannel(`als-${name}`);

  const read = async () => {
    /** @type {Uint8Array<ArrayBuffer> | undefined} */
    const sealed = await transact("notes", "readonly", (store) => store.get(name));
    return sealed ? opened(deviceKey, sealed, bound) : /** @type {Notes} */ ({});
  };

  const write = async (/** @type {Notes} */ notes) => {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv: nonce, additionalData: bound };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(how, deviceKey, utf8(JSON.stringify(notes))));
    const whole = new Uint8Array(12 + sealed.length);
    whole.set(nonce);
    whole.set(sealed, 12);
    await transact("notes", "readwrite", (store) => store.put(whole, name));
  };

  // A passphrase that was changed on this device brings the notes of the one before along, once.
  await navigator.locks.request(`als-${name}`, async () => {
    const before = await handedOver(identity);
    if (!before) return;
    const old = ctx("notes", set, before.tag);
    const oldName = await nameOf(old);
    /** @type {Uint8Array<ArrayBuffer> | undefined} */
    const sealed = await transact("notes", "readonly", (store) => store.get(oldName));
    if (sealed) await write({ ...(await opened(before.deviceKey, sealed, old)), ...(await read()) });
    await endHandover(identity);
    await transact("notes", "readwrite", (store) => store.delete(oldName));
  });

  return {
    get: async (note) => {
      const notes = await read();
      return Object.hasOwn(notes, note) ? notes[note] : undefined;
    },
    // One tab at a time, each on what the other left: nothing that was written is lost.
    set: (note, value) =>
      navigator.locks.request(`als-${name}`, async () => {
        const notes = await read();
        await write({ ...notes, [note]: value });
        channel.postMessage(null);
      }),
    onChanged: (callback) => channel.addEventListener("message", () => callback()),
  };
}

/**
 * @param {CryptoKey} key
 * @param {Uint8Array<ArrayBuffer>} sealed
 * @param {Uint8Array<ArrayBuffer>} bound
 * @returns {Promise<Notes>}
 */
async function opened(key, sealed, bound) {
  return JSON.parse(text(await unseal(key, sealed.subarray(0, 12), sealed.subarray(12), bound)));
}

/**
 * A preview's notes are the author's own and lie open.
 * @returns {Kept}
 */
function previewNotes() {
  const key = "als-preview";
  /** @returns {Notes} */
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "{}");
    } catch {
      return {};
    }
  };
  return {
    get: async (note) => {
      const notes = read();
      return Object.hasOwn(notes, note) ? notes[note] : undefined;
    },
    set: async (note, value) => localStorage.setItem(key, JSON.stringify({ ...read(), [note]: value })),
    onChanged: (callback) => addEventListener("storage", (event) => event.key === key && callback()),
  };
}
