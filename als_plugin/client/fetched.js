/**
 * Files from the host, each held against what the publisher signed before anybody uses it. Keeps nothing.
 * @module
 */

import { equal, sha256, unb64 } from "./format/bytes.js";
import { Fault } from "./format/fault.js";
import { checkFile } from "./format/view.js";

/** @typedef {import("./format/bytes.js").Bytes} Bytes */

/**
 * One file from the host, from its exact address: no other host is asked in its place. A Fault "unreachable" or "missing"
 * where it does not come.
 * @param {string | URL} url
 * @param {RequestInit} init
 * @returns {Promise<Response>}
 */
export async function fetched(url, init) {
  let response;
  try {
    response = await asked(url, init);
  } catch (error) {
    throw new Fault("unreachable", String(error));
  }
  if (response.status === 404 || response.status === 410) throw new Fault("missing");
  if (!response.ok) throw new Fault("unreachable", String(response.status));
  return response;
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
  const response = await fetched(new URL(path, folder), { cache: "no-store" }).catch((error) => {
    throw error instanceof Fault && error.kind === "missing" ? new Fault("incomplete", path) : error;
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  await checkFile(bytes, keyring.files.get(path));
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
    const bytes = new Uint8Array(await (await fetched(new URL(clear.url, folder), { cache })).arrayBuffer());
    if (equal(await sha256(bytes), sum)) return bytes;
  }
  throw new Fault("damaged", "a public file that is not the theme's");
}
