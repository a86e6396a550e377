/**
 * Files from the host, each held against what the publisher signed before anybody uses it. Keeps nothing.
 * @module
 */

import { concat, equal, sha256, unb64 } from "./format/bytes.js";
import { Fault } from "./format/fault.js";
import { checkFile } from "./format/view.js";

/** @typedef {import("./format/bytes.js").Bytes} Bytes */

/** What is taken at most of a file whose length nobody has signed, in bytes: keyrings, the lock screen, public files. */
export const MOST = 32 * 2 ** 20;

/**
 * One file from the host, from its exact address: no other host is asked in its place. A Fault "unreachable" or "missing"
 * where it does not come, "damaged" as soon as more has come than it may have.
 * @param {string | URL} url
 * @param {RequestInit} init
 * @param {number} [most] how many bytes
 * @returns {Promise<Bytes>}
 */
export async function fetched(url, init, most = MOST) {
  let response;
  try {
    response = await asked(url, init);
  } catch (error) {
    throw new Fault("unreachable", String(error));
  }
  if (response.status === 404 || response.status === 410) throw new Fault("missing");
  if (!response.ok) throw new Fault("unreachable", String(response.status));
  return read(response, most);
}

/**
 * The length that a host says beforehand is not relied on: it may be none, or a packed one.
 * @param {Response} response
 * @param {number} most
 * @returns {Promise<Bytes>}
 */
async function read(response, most) {
  const reader = response.body?.getReader();
  /** @type {Bytes[]} */
  const parts = [];
  for (let left = most; reader; ) {
    const { done, value } = await reader.read().catch((error) => {
      throw new Fault("unreachable", String(error));
    });
    if (done) break;
    left -= value.length;
    if (left < 0) {
      void reader.cancel().catch(() => undefined);
      throw new Fault("damaged", "more than the file may have");
    }
    parts.push(value);
  }
  return concat(...parts);
}

/**
 * Cookies that a neighbour on the origin set, many and large, do not go along; what a log-in in front of the site needs does,
 * where there is one.
 * @param {string | URL} url
 * @param {RequestInit} init
 */
async function asked(url, init) {
  const exactly = /** @type {const} */ ({ ...init, redirect: "error" });
  const response = await fetch(url, { ...exactly, credentials: "omit" }).catch(() => null);
  const welcome = response && response.status !== 401 && response.status !== 403;
  return welcome ? response : fetch(url, { ...exactly, credentials: "same-origin" });
}

/**
 * A sealed file of a build.
 * @param {URL} folder the set's
 * @param {import("./format/keyring.js").Keyring} keyring
 * @param {string} path
 * @returns {Promise<Bytes>}
 */
export async function fetchedSealed(folder, keyring, path) {
  const sum = keyring.files.get(path);
  const bytes = await fetched(new URL(path, folder), { cache: "no-store" }, sum?.length ?? 0).catch((error) => {
    throw error instanceof Fault && error.kind === "missing" ? new Fault("incomplete", path) : error;
  });
  await checkFile(bytes, sum);
  return bytes;
}

/**
 * A public file that several sets share.
 * @param {URL} folder the set's
 * @param {import("./format/view.js").Clear} clear
 * @returns {Promise<Bytes>}
 */
export async function fetchedClear(folder, clear) {
  const sum = unb64(clear.sha256, 32);
  for (const cache of /** @type {RequestCache[]} */ (["default", "reload"])) {
    const bytes = await fetched(new URL(clear.url, folder), { cache });
    if (equal(await sha256(bytes), sum)) return bytes;
  }
  throw new Fault("damaged", "a public file that is not the theme's");
}
