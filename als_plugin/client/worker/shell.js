/**
 * The lock screen's files, each as it came with this worker and no other: what the host or the store has in their place is
 * not shown. They are kept under their hashes, so that a worker on its way in takes nothing from the one in charge.
 * @module
 */

import { fetched } from "../fetched.js";
import { hex, sha256 } from "../format/bytes.js";
import { Fault } from "../format/fault.js";
import { keep, own } from "./host.js";
import { scope, sw } from "./scope.js";

/** @typedef {import("../format/bytes.js").Bytes} Bytes */

const SHELLS = "/.als/shell/";
const pins = new Map(Object.entries(sw.alsShell));

/** @param {string} pin */
const place = (pin) => new URL(`${SHELLS}${pin}`, scope);

/** What makes a passphrase of one's own is large, and few need it: it is fetched when they do. */
const whole = [...pins.keys()].filter((path) => path !== "join.js");

/** @param {string} path */
export const isShell = (path) => path !== "index.html" && pins.has(path);

/**
 * A file of the lock screen: the kept one, or else the host's. A Fault "damaged" where neither is the one that came with this
 * worker, "unreachable" or "missing" where the host has none to give.
 * @param {string} path
 * @returns {Promise<Bytes>}
 */
export async function shellFile(path) {
  const pin = pins.get(path) ?? "";
  // A full or blocked store only means that the host is asked.
  const kept = await caches.match(place(pin), { cacheName: own }).catch(() => undefined);
  const before = kept && new Uint8Array(await kept.arrayBuffer());
  if (before && (await fits(before, pin))) return before;
  // Some hosts send whoever asks for the index by name to the folder.
  const bytes = await fetched(path === "index.html" ? scope : new URL(path, scope), { cache: "no-cache" });
  if (!(await fits(bytes, pin))) throw new Fault("damaged", `${path} is not the one that came with this worker`);
  await keep(own, place(pin), new Response(bytes));
  return bytes;
}

/**
 * @param {Bytes} bytes
 * @param {string} pin
 */
const fits = async (bytes, pin) => hex(await sha256(bytes)) === pin;

/**
 * All that the lock screen needs to be shown, offline too; the page itself. Throws a Fault where a file of it is not to be had.
 * @returns {Promise<Bytes>}
 */
export async function wholeShell() {
  await Promise.all(whole.map(shellFile));
  return shellFile("index.html");
}

/** Forgets the lock screens of workers from before. */
export async function dropOtherShells() {
  const cache = await caches.open(own);
  const ours = new Set([...pins.values()].map((pin) => place(pin).href));
  for (const request of await cache.keys()) {
    if (new URL(request.url).pathname.startsWith(SHELLS) && !ours.has(request.url)) await cache.delete(request);
  }
}
