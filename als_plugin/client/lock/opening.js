/**
 * Opening: derive, tag, unseal here; signature, build number, grant and hashes in the service worker, which keeps the keys.
 * @module
 */

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
  const response = await fetch(new URL("keyring", base), { cache: "no-cache" }).catch(() => null);
  if (!response) throw new Fault("unreachable");
  if (response.status === 404 || response.status === 410) throw new Fault("missing");
  if (!response.ok) throw new Fault("unreachable", String(response.status));
  return new Uint8Array(await response.arrayBuffer());
}

/** @returns {Promise<ServiceWorker>} the worker in charge of this folder, installed if need be */
export async function serviceWorker() {
  let registration;
  try {
    registration = await navigator.serviceWorker.register(new URL("sw.js", base), { scope: base.pathname, updateViaCache: "none" });
  } catch (error) {
    const known = await navigator.serviceWorker.getRegistration(base.href).catch(() => undefined);
    if (!known?.active) throw new Fault(navigator.onLine ? "worker" : "unreachable", String(error));
    registration = known;
  }
  const { active, waiting, installing } = registration;
  const worker = active ?? waiting ?? installing;
  if (!worker) throw new Fault("worker");
  if (worker.state === "activated") return worker;
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(worker);
      if (worker.state === "redundant") reject(new Fault("worker"));
    });
  });
}

/**
 * Opens the handbook. Throws a Fault.
 * @param {string} passphrase
 * @param {boolean} keep open on this device until somebody locks it
 */
export async function unlock(passphrase, keep) {
  if (!passphrase.trim()) throw new Fault("passphrase");
  const [keyring, worker] = await Promise.all([keyringBytes(), serviceWorker()]);
  const read = readKeyring(keyring);
  const identity = await openSlot(read, await derive(base, passphrase, read.salt));
  /** @type {import("../messages.js").Opened | null} */
  const opened = await ask(worker, { als: "open", keyring, identity, keep }, PATIENCE);
  if (!opened) throw new Fault("unreachable", "the service worker did not answer in time");
  if (opened.fault) throw new Fault(opened.fault);
}

/** @returns {Promise<import("../messages.js").State | null>} whether the handbook is open already, in another tab for instance */
export async function state() {
  const registration = await navigator.serviceWorker.getRegistration(base.href).catch(() => undefined);
  return registration?.active ? ask(registration.active, { als: "state" }, 4000) : null;
}
