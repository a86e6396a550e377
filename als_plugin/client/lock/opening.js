/**
 * Opening: derive, tag, unseal here; signature, build number, grant and hashes in the service worker, which keeps the keys.
 * Where the browser takes no worker, all of it in this tab (reading/).
 * @module
 */

import { fetched } from "../fetched.js";
import { Fault } from "../format/fault.js";
import { originOf, ownKeyring } from "../format/origin.js";
import { derived, normalForm } from "../format/passphrase.js";
import { openSlot } from "../format/slot.js";
import { ask } from "../messages.js";
import { checkWords } from "./count.js";
import { argon2id } from "./derive.js";
import { base } from "./place.js";

/** A slow connection may take this long for the index and the first pack. */
const PATIENCE = 90_000;

/** Whose handbook this lock screen opens. */
export const origin = () => originOf(document.documentElement.dataset);

/** The newest build that the host has shown here: it opens none older than the one whose date was told. */
let shown = 0;

/**
 * The keyring: the host's, or through the service worker the one kept on this device. Throws a Fault, "damaged" where it is
 * another set's or publisher's.
 */
export async function newestKeyring() {
  const bytes = await fetched(new URL("keyring", base), { cache: "no-cache" });
  const keyring = await ownKeyring(bytes, origin());
  if (keyring.build < shown) throw new Fault("rollback");
  shown = keyring.build;
  return { bytes, keyring };
}

/**
 * The registration of this very folder: one for a folder above it is somebody else's.
 * @returns {Promise<ServiceWorkerRegistration | undefined>}
 */
async function registered() {
  const registration = await navigator.serviceWorker?.getRegistration(base.href).catch(() => undefined);
  return registration?.scope === base.href ? registration : undefined;
}

/**
 * The first of them that is the handbook's own: any script of the folder could have been registered by a neighbour.
 * @param {(ServiceWorker | null | undefined)[]} workers
 */
const ours = (...workers) => workers.find((worker) => worker?.scriptURL === `${base.href}sw.js`);

/**
 * The worker in charge of this folder, installed if need be; null where the browser does not take one. A Fault "incomplete"
 * where the host does not have what belongs to it.
 * @returns {Promise<ServiceWorker | null>}
 */
export async function serviceWorker() {
  if (!navigator.serviceWorker) return null;
  let registration;
  try {
    registration = await navigator.serviceWorker.register(new URL("sw.js", base), { scope: base.pathname, updateViaCache: "none" });
  } catch (error) {
    registration = await registered();
    console.info("als: no service worker", error);
    if (!registration?.active && !navigator.onLine) throw new Fault("unreachable", String(error));
  }
  // What blocks workers may do so without a word.
  const worker = ours(registration?.active, registration?.waiting, registration?.installing);
  if (!worker) return null;
  const ready = await activated(worker);
  if (!ready) throw new Fault("incomplete", "the host has another lock screen than the worker's own");
  return ready;
}

/**
 * @param {ServiceWorker} worker
 * @returns {Promise<ServiceWorker | null>}
 */
async function activated(worker) {
  if (worker.state === "activated") return worker;
  return new Promise((resolve) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(worker);
      if (worker.state === "redundant") resolve(null);
    });
  });
}

/** The worker from which this page came. */
const served = navigator.serviceWorker?.controller;

/**
 * Whether this page is the lock screen of a worker that has given way to another by now. Such a one takes nothing of the
 * publisher that followed a lost key.
 */
export async function isOutdated() {
  if (!served) return false;
  const registration = await registered();
  await registration?.update().catch(() => undefined);
  const newest = ours(registration?.installing, registration?.waiting, registration?.active);
  return Boolean(newest && newest !== served && (await activated(newest)));
}

/**
 * Opens the handbook. Throws a Fault.
 * @param {string} passphrase
 * @param {boolean} keep open on this device until somebody locks it
 * @returns {Promise<Typed | null>} null where it is open for reading in this tab alone
 */
export async function unlock(passphrase, keep) {
  checkWords(passphrase);
  const [newest] = await Promise.all([newestKeyring(), serviceWorker()]);
  const { keyring } = newest;
  const root = await argon2id(base, normalForm(passphrase), keyring.salt);
  const typed = { keyring, root, identity: await openSlot(keyring, await derived(root)) };
  if (await open(typed.identity, keep, newest)) return typed;
  root.fill(0);
  return null;
}

/** What a typed passphrase gave. Whoever gets it overwrites the root. @typedef {{keyring: import("../format/keyring.js").Keyring, root: import("../format/bytes.js").Bytes, identity: import("../format/slot.js").Identity}} Typed */

/**
 * Opens the handbook for somebody. Throws a Fault.
 * @param {import("../format/slot.js").Identity} identity
 * @param {boolean} keep open on this device until somebody locks it
 * @param {{bytes: import("../format/bytes.js").Bytes}} [newest] the keyring, where it is known
 * @returns {Promise<boolean>} whether it is open everywhere on this device, rather than for reading in this tab alone
 */
export async function open(identity, keep, newest) {
  const [{ bytes }, worker] = await Promise.all([newest ?? newestKeyring(), serviceWorker()]);
  if (!worker) {
    await (await reading()).read(bytes, identity);
    return false;
  }
  /** @type {import("../messages.js").Opened | null} */
  const opened = await ask(worker, { als: "open", keyring: bytes, identity, keep }, PATIENCE);
  if (!opened) throw new Fault("unreachable", "the service worker did not answer in time");
  if (opened.fault) throw new Fault(opened.fault);
  return true;
}

/** @returns {Promise<typeof import("./reading/main.js")>} its script, which hardly anybody needs */
const reading = () =>
  import(new URL("reading.js", base).href).catch((error) => {
    throw new Fault("unreachable", String(error));
  });

/** @returns {Promise<import("../messages.js").State | null>} whether the handbook is open already, in another tab for instance */
export async function state() {
  const worker = ours((await registered())?.active);
  return worker ? ask(worker, { als: "state" }, 4000) : null;
}
