/**
 * Opening: derive, tag, unseal here; signature, build number, grant and hashes in the service worker, which keeps the keys.
 * Where the browser takes no worker, all of it in this tab (reading/).
 * @module
 */

import { fetched } from "../fetched.js";
import { Fault } from "../format/fault.js";
import { readKeyring } from "../format/keyring.js";
import { openSlot } from "../format/slot.js";
import { ask } from "../messages.js";
import { derive } from "./derive.js";
import { base } from "./place.js";

/** A slow connection may take this long for the index and the first pack. */
const PATIENCE = 90_000;

/**
 * The keyring: the host's, or through the service worker the one kept on this device.
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function keyringBytes() {
  return new Uint8Array(await (await fetched(new URL("keyring", base), { cache: "no-cache" })).arrayBuffer());
}

/** @returns {Promise<ServiceWorkerRegistration | undefined>} */
const registered = async () => navigator.serviceWorker?.getRegistration(base.href).catch(() => undefined);

/**
 * The worker in charge of this folder, installed if need be; null where the browser does not take one.
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
  const worker = registration?.active ?? registration?.waiting ?? registration?.installing ?? null;
  if (!worker || worker.state === "activated") return worker;
  return new Promise((resolve) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(worker);
      if (worker.state === "redundant") resolve(null);
    });
  });
}

/**
 * Opens the handbook. Throws a Fault.
 * @param {string} passphrase
 * @param {boolean} keep open on this device until somebody locks it
 * @returns {Promise<boolean>} whether it is open everywhere on this device, rather than for reading in this tab alone
 */
export async function unlock(passphrase, keep) {
  if (!passphrase.trim()) throw new Fault("passphrase");
  const [keyring, worker] = await Promise.all([keyringBytes(), serviceWorker()]);
  const read = readKeyring(keyring);
  const identity = await openSlot(read, await derive(base, passphrase, read.salt));
  if (!worker) {
    await (await reading()).read(keyring, identity);
    return false;
  }
  /** @type {import("../messages.js").Opened | null} */
  const opened = await ask(worker, { als: "open", keyring, identity, keep }, PATIENCE);
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
  const registration = await registered();
  return registration?.active ? ask(registration.active, { als: "state" }, 4000) : null;
}
