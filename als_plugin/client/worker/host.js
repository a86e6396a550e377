/**
 * What comes from the host, and what of it is kept on the device: sealed or public bytes only.
 * @module
 */

import { fetched, fetchedClear, fetchedSealed } from "../fetched.js";
import { equal, sha256, unb64 } from "../format/bytes.js";
import { ownKeyring } from "../format/origin.js";
import { isFile } from "../format/view.js";
import { ownStore } from "../lowest.js";
import { origin, scope } from "./scope.js";

/** @typedef {import("../format/bytes.js").Bytes} Bytes */

/** @typedef {import("../format/site.js").Files} Files */

const PATIENCE = 8000;
/** The name of the set's own store. */
export const own = ownStore(scope);
const buildCache = (/** @type {number} */ build) => `${own} build ${build}`;

/**
 * Keeps bytes; a full or blocked store only means that they are fetched again.
 * @param {string} cache
 * @param {string | URL} url
 * @param {Response} response
 */
export async function keep(cache, url, response) {
  try {
    await (await caches.open(cache)).put(url, response);
  } catch (error) {
    console.warn("als: not kept for reading offline", error);
  }
}

/** What is being kept. @type {Set<Promise<void>>} */
const keeping = new Set();

/**
 * Keeps bytes while they are read: nobody waits for it.
 * @param {string} cache
 * @param {string | URL} url
 * @param {Response} response
 */
function keepMeanwhile(cache, url, response) {
  const kept = keep(cache, url, response).finally(() => keeping.delete(kept));
  keeping.add(kept);
}

/** Waits until all is kept that was fetched so far. */
export const allKept = async () => void (await Promise.all(keeping));

/**
 * The keyring as the host has it now.
 * @returns {Promise<Bytes>}
 */
export const newestKeyring = () =>
  fetched(new URL("keyring", scope), { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });

/**
 * The keyring of the newest build that this device opened. It was verified then, and is again: other sites on this origin
 * can write here too.
 * @param {number} [build] or that of one build
 * @returns {Promise<Bytes | null>}
 */
export async function acceptedKeyring(build) {
  const cache = await caches.open(build === undefined ? own : buildCache(build));
  const response = await cache.match(new URL("keyring", scope));
  return response && (await isOwn(response.clone())) ? new Uint8Array(await response.arrayBuffer()) : null;
}

/**
 * The keyring for the lock screen: the host's, or where the host does not answer in time the one kept.
 * @returns {Promise<Bytes>}
 */
export const anyKeyring = () =>
  newestKeyring().catch(async (error) => {
    const kept = await acceptedKeyring();
    if (kept) return kept;
    throw error;
  });

/**
 * Whether a keyring is one of this set and publisher.
 * @param {Response} response
 */
async function isOwn(response) {
  return ownKeyring(new Uint8Array(await response.arrayBuffer()), origin).then(() => true, () => false);
}

/**
 * Remembers a verified keyring as the newest, so that no older one is taken from now on.
 * @param {number} build
 * @param {Bytes} bytes
 */
export async function accept(build, bytes) {
  const url = new URL("keyring", scope);
  await Promise.all([own, buildCache(build)].map((cache) => keep(cache, url, new Response(bytes))));
}

/**
 * Drops what is kept of all builds but these.
 * @param {ReadonlySet<number>} builds
 */
export async function dropOthers(builds) {
  await allKept();
  const kept = new Set([...builds].map(buildCache));
  for (const name of await caches.keys()) {
    if (name.startsWith(`${own} build `) && !kept.has(name)) await caches.delete(name);
  }
}

/**
 * A sealed file of a build, held against the signed keyring before it is kept, and at every reading of what is kept: other
 * sites on this origin can write to the store.
 * @param {import("../format/keyring.js").Keyring} keyring
 * @param {string} path
 * @returns {Promise<Blob>}
 */
async function sealedFile(keyring, path) {
  const url = new URL(path, scope);
  const cached = await (await caches.open(buildCache(keyring.build))).match(url);
  if (cached) {
    const bytes = new Uint8Array(await cached.arrayBuffer());
    if (await isFile(bytes, keyring.files.get(path))) return new Blob([bytes]);
  }
  const bytes = await fetchedSealed(scope, keyring, path);
  keepMeanwhile(buildCache(keyring.build), url, new Response(bytes));
  return new Blob([bytes]);
}

/**
 * A public file that several sets share, kept once an origin under its hash and held against it at every reading: other
 * sites on this origin can write to the store.
 * @param {import("../format/view.js").Clear} clear
 * @returns {Promise<Bytes>}
 */
async function clearFile(clear) {
  const sum = unb64(clear.sha256, 32);
  const key = new URL(`/.als/${clear.sha256}`, scope);
  const cached = await (await caches.open("als clear")).match(key);
  if (cached) {
    const bytes = new Uint8Array(await cached.arrayBuffer());
    if (equal(await sha256(bytes), sum)) return bytes;
  }
  const bytes = await fetchedClear(scope, clear);
  keepMeanwhile("als clear", key, new Response(bytes));
  return bytes;
}

/** @type {Files} */
export const files = { sealed: sealedFile, clear: clearFile };
