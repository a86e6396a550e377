/**
 * This tab of an open handbook: it holds the keys for a service worker that the browser stopped and started again, and goes
 * to the lock screen when told to.
 * @module
 */

import { ask } from "../messages.js";

/** @typedef {import("../messages.js").Welcome} Welcome */

const PATIENCE = 20_000;
/** A worker that was stopped first asks the tabs for keys, and tabs that the browser has frozen do not answer. */
const USE = 6000;
/** How long a page that leaves may take to keep what was just written. */
const LAST_WORDS = 2000;

/**
 * The service worker that serves this page, and its folder; null in a preview.
 * @returns {{worker: ServiceWorker, folder: string} | null}
 */
export function inCharge() {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return null;
  const script = new URL(worker.scriptURL);
  const folder = new URL(".", script).href;
  // Another worker on this origin (a neighbour's, say) is none of ours: it gets no keys and is asked nothing.
  return script.pathname.endsWith("/sw.js") && location.href.startsWith(folder) ? { worker, folder } : null;
}

/** Whether this page is a preview's: settled when it came, as the page of a locked handbook stays one whatever becomes of its worker. */
export const inPreview = inCharge() === null;

/** @type {Promise<Welcome | null> | null} */
let asked = null;
/** @type {Welcome | null} */
let known = null;
let left = false;
/** @type {(() => unknown)[]} */
const lockedCallbacks = [];
/** @type {((build: number) => void)[]} */
const newerCallbacks = [];
let newest = 0;
/** @type {((since: Date) => void)[]} */
const staleCallbacks = [];
let toldStale = false;
/** When this tab was last used. @type {() => number} */
let use = () => 0;

/**
 * What the worker tells this tab about itself; null in a preview.
 * @returns {Promise<Welcome | null>}
 */
export function welcome() {
  asked ??= greet();
  return asked;
}

async function greet() {
  const charge = inCharge();
  if (!charge) return null;
  known = /** @type {Welcome | null} */ (await ask(charge.worker, { als: "hello" }, PATIENCE));
  if (!known) leave();
  else {
    hearOf(known.newest);
    hearStale(known.stale);
  }
  return known;
}

/**
 * A newer build can be found while this page is still loading: what is heard before the page knows its own build counts too.
 * @param {number} build
 */
function hearOf(build) {
  newest = Math.max(newest, build);
  if (known && newest > known.build) newerCallbacks.forEach((callback) => callback(newest));
}

/**
 * Once is enough for a page.
 * @param {string | null} since
 */
function hearStale(since) {
  if (!since || toldStale) return;
  toldStale = true;
  staleCallbacks.forEach((callback) => callback(new Date(`${since}T12:00`)));
}

/** @param {() => unknown} callback the page goes when what it returns is done, or soon after */
export const whenLocked = (callback) => void lockedCallbacks.push(callback);

/** @param {(build: number) => void} callback */
export const whenNewer = (callback) => void newerCallbacks.push(callback);

/** @param {(since: Date) => void} callback when nobody could look for a newer build for long: the last day when somebody could */
export const whenStale = (callback) => void staleCallbacks.push(callback);

export async function lockNow() {
  const charge = inCharge();
  if (!charge) return;
  await ask(charge.worker, { als: "lock" }, 3000);
  leave();
}

/**
 * Lets the other tabs of this handbook know when this one was last used, once they ask.
 * @param {() => number} last milliseconds since 1970
 */
export const tellUse = (last) => void (use = last);

/**
 * When a tab of this handbook was last used. The service worker asks them, as a channel would be open to every page of the
 * origin.
 * @returns {Promise<number>} milliseconds since 1970; 0 where none says so
 */
export async function usedAnywhere() {
  const charge = inCharge();
  return (charge && (await ask(charge.worker, { als: "used" }, USE))) || 0;
}

/**
 * Changes whose eyes this handbook is read with; every tab loads again then.
 * @param {import("../messages.js").Look} look
 * @returns {Promise<boolean>} whether that could be done
 */
export async function lookAt(look) {
  const charge = inCharge();
  return charge !== null && (await ask(charge.worker, { als: "look", look }, PATIENCE)) === true;
}

/** Forgets the keys and loads this address again, which now shows the lock screen. */
function leave() {
  if (left) return;
  left = true;
  known = null;
  asked = Promise.resolve(null);
  // Nothing stays to be read while the lock screen comes.
  document.documentElement.style.display = "none";
  const last = Promise.all(lockedCallbacks.map(async (callback) => callback())).catch(console.error);
  void Promise.race([last, new Promise((done) => setTimeout(done, LAST_WORDS))]).then(() => location.reload());
}

/**
 * Whether a message comes from the worker that the handbook's folder has, and no other: the same script can have been
 * registered for a folder below by somebody else, and a worker whose registration was taken away lives on for a while.
 * @param {MessageEventSource | null} source
 * @param {string} folder
 */
async function isOurs(source, folder) {
  const registration = await navigator.serviceWorker.getRegistration();
  const worker = registration?.active;
  return registration?.scope === folder && worker === source && worker?.scriptURL === `${folder}sw.js`;
}

/** @param {MessageEvent} event */
async function heard(event) {
  const charge = inCharge();
  if (!charge || !(await isOurs(event.source, charge.folder))) return;
  /** @type {import("../messages.js").Notice} */
  const notice = event.data;
  if (notice?.als === "keys") {
    /** @type {import("../messages.js").Keys} */
    const keys = known && { identity: known.identity, build: known.build, look: known.look?.as ?? null };
    event.ports[0]?.postMessage(keys);
  } else if (notice?.als === "used") event.ports[0]?.postMessage(use());
  else if (notice?.als === "locked") {
    event.ports[0]?.postMessage(true);
    leave();
  } else if (notice?.als === "look") location.reload();
  else if (notice?.als === "newer") hearOf(notice.build);
  else if (notice?.als === "stale") hearStale(notice.since);
}

/**
 * A page that comes back out of the browser's memory may have been locked since, or opened by somebody else.
 * @param {PageTransitionEvent} event
 */
function returned(event) {
  if (!event.persisted) return;
  document.documentElement.style.display = "none";
  location.reload();
}

if (inCharge()) {
  navigator.serviceWorker.addEventListener("message", heard);
  navigator.serviceWorker.startMessages();
  addEventListener("pageshow", returned);
  void welcome();
}
