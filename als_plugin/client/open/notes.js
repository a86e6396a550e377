/**
 * Notes on this device: one sealed blob a person, under a name that tells nothing. Locking hides it and never deletes it.
 * @module
 */

import { ctx, sha256, text, unseal, utf8 } from "../format/bytes.js";

/** @typedef {import("../messages.js").Welcome} Welcome */
/** @typedef {Record<string, any>} Notes */

/**
 * @typedef {object} Kept
 * @property {(name: string) => Promise<any>} get
 * @property {(name: string, value: any) => Promise<void>} set
 * @property {(callback: () => void) => void} onChanged
 */

const DATABASE = "als";
const STORE = "notes";

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
async function sealedNotes({ set, tag, deviceKey }) {
  const bound = ctx("notes", set, tag);
  const name = Array.from(await sha256(bound), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const channel = new BroadcastChannel(`als-${name}`);

  const read = async () => {
    /** @type {Uint8Array<ArrayBuffer> | undefined} */
    const sealed = await transact("readonly", (store) => store.get(name));
    if (!sealed) return /** @type {Notes} */ ({});
    return /** @type {Notes} */ (JSON.parse(text(await unseal(deviceKey, sealed.subarray(0, 12), sealed.subarray(12), bound))));
  };

  const write = async (/** @type {Notes} */ notes) => {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv: nonce, additionalData: bound };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(how, deviceKey, utf8(JSON.stringify(notes))));
    const whole = new Uint8Array(12 + sealed.length);
    whole.set(nonce);
    whole.set(sealed, 12);
    await transact("readwrite", (store) => store.put(whole, name));
  };

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
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function transact(mode, act) {
  /** @type {IDBDatabase} */
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  } finally {
    database.close();
  }
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
