/**
 * Who has unlocked, and which build each tab reads. All of it lives in memory and goes with the worker; open pages hold
 * the keys for a worker that the browser stopped and started again, and so does the device where somebody wants that.
 * @module
 */

import { Fault, kindOf } from "../format/fault.js";
import { readKeyring } from "../format/keyring.js";
import { equal } from "../format/bytes.js";
import { Site } from "../format/site.js";
import { lowestBuild } from "../lowest.js";
import { ask } from "../messages.js";
import { accept, acceptedKeyring, dropOthers, files, newestKeyring } from "./host.js";
import { forgetIdentity, keepIdentity, keptIdentity } from "./kept.js";
import { isWindow, scope, sw } from "./scope.js";

/** @typedef {import("../format/slot.js").Identity} Identity */
/** @typedef {import("../format/bytes.js").Bytes} Bytes */

/** How long an open page may take to hand over its keys. */
const PATIENCE = 1500;
/** How often the host is asked for a newer build: after a navigation, after any other request. */
const EVERY = { navigate: 5_000, other: 60_000 };

/** @type {{identity: Identity, current: Site, kept: boolean, look: import("../messages.js").Look} | null} */
let open = null;
/** @type {Map<number, Promise<Site>>} */
const builds = new Map();
/** @type {Map<string, number>} */
const pins = new Map();
/** The tabs to which this worker has given a page of the open handbook. @type {Set<string>} */
const served = new Set();
/** @type {Promise<void> | null} */
let recovering = null;
/** @type {"locked" | "withdrawn" | null} Locked on purpose: then no page is asked for keys. */
let shut = null;
let asked = 0;

export const windows = async () =>
  (await sw.clients.matchAll({ type: "window", includeUncontrolled: true })).filter(isWindow);

/** How long a tab may take to say that it goes to the lock screen. */
const LEAVING = 1000;

/** @param {import("../messages.js").Notice} notice */
const tell = async (notice) => (await windows()).forEach((client) => client.postMessage(notice));

/**
 * Opens the site for who has typed a passphrase. Throws a Fault.
 * @param {Bytes} keyring
 * @param {Identity} identity
 * @param {boolean} keep open on this device until somebody locks it
 * @returns {Promise<Site>}
 */
export async function unlock(keyring, identity, keep) {
  const site = await Site.open(keyring, identity, await lowestBuild(scope, identity), files);
  await site.warm();
  // Somebody else's turn on this device: no tab goes on showing what was opened for the one before.
  if (open && !equal(open.identity.tag, identity.tag)) await lock("locked");
  if (!keep) await forgetIdentity();
  await take(site, keyring, identity, keep && (await keepIdentity(identity)));
  return site;
}

/**
 * @param {Site} site
 * @param {Bytes} keyring
 * @param {Identity} identity
 * @param {boolean} kept
 */
async function take(site, keyring, identity, kept) {
  await accept(site.build, keyring);
  open = { identity, current: site, kept, look: open?.look ?? "own" };
  shut = null;
  builds.set(site.build, Promise.resolve(site));
  const live = new Set((await sw.clients.matchAll({ includeUncontrolled: true })).map(({ id }) => id));
  for (const id of pins.keys()) if (!live.has(id)) pins.delete(id);
  const pinned = new Set([site.build, ...pins.values()]);
  for (const build of builds.keys()) if (!pinned.has(build)) builds.delete(build);
  await dropOthers(pinned);
}

/**
 * Forgets the keys and sends every tab to the lock screen.
 * @param {"locked" | "withdrawn"} why
 */
export async function lock(why) {
  open = null;
  shut = why;
  await forgetIdentity();
  builds.clear();
  pins.clear();
  served.clear();
  const told = (await windows()).map(async (client) => {
    // A picture or a PDF in a tab of its own has no script that could hear it.
    if (!(await ask(client, { als: "locked" }, LEAVING))) await sendToLock(client.id);
  });
  await Promise.all(told);
}

/**
 * Loads a tab again that did not hear that the handbook was locked, so that it shows the lock screen.
 * @param {string} id
 */
export async function sendToLock(id) {
  const client = id ? await sw.clients.get(id) : undefined;
  if (isWindow(client)) await client.navigate(client.url).catch(() => null);
}

/** @returns {Promise<import("../messages.js").State>} */
export async function state() {
  return { open: (await opened()) !== null, withdrawn: shut === "withdrawn" };
}

/**
 * The build that a request reads, or null while locked.
 * @param {FetchEvent} event
 * @returns {Promise<Site | null>}
 */
export async function siteFor(event) {
  const session = await opened();
  if (!session) return null;
  if (event.request.mode === "navigate") {
    if (event.resultingClientId) {
      pins.set(event.resultingClientId, session.current.build);
      served.add(event.resultingClientId);
    }
    return seen(session.current);
  }
  if (!served.has(event.clientId) && (await isFrame(event.clientId))) return null;
  return (await siteOf(event.clientId)) ?? seen(session.current);
}

/** @param {string} id */
async function isFrame(id) {
  const client = id ? await sw.clients.get(id) : undefined;
  return client instanceof WindowClient && client.frameType === "nested";
}

/** @param {string} client */
export const servedTo = (client) => served.has(client);

/**
 * A build as its reader wants to see it.
 * @param {Site} site
 */
const seen = async (site) => (open?.look === "members" && (await site.other())) || site;

/**
 * Changes between the facilitator's own view and the members', in all tabs at once. Throws where it cannot be opened.
 * @param {import("../messages.js").Look} look
 */
export async function lookAt(look) {
  const session = await opened();
  if (!session?.current.other()) return;
  if (look === "members") await (await session.current.other())?.warm();
  session.look = look;
  await tell({ als: "look" });
}

/**
 * What a tab reads.
 * @param {string} client
 * @returns {Promise<Site | null>}
 */
export async function siteOf(client) {
  const site = await buildOf(client);
  return site && seen(site);
}

/**
 * The build that a tab reads.
 * @param {string} client
 * @returns {Promise<Site | null>}
 */
async function buildOf(client) {
  const session = await opened();
  const build = pins.get(client);
  if (!session || build === undefined) return session?.current ?? null;
  let found = builds.get(build);
  if (!found) {
    found = acceptedKeyring(build).then((bytes) => {
      if (!bytes) throw new Fault("missing");
      return Site.open(bytes, session.identity, build, files);
    });
    builds.set(build, found);
  }
  // A build that is neither here nor on the host any more gives way to the current one.
  return found.catch(() => {
    builds.delete(build);
    pins.delete(client);
    return session.current;
  });
}

/** Who has unlocked, asking open pages where this worker has just been started. */
export async function opened() {
  if (!open && !shut) {
    recovering ??= recover().finally(() => (recovering = null));
    await recovering;
  }
  return open;
}

async function recover() {
  const clients = await windows();
  const answers = clients.map(async (client) => {
    /** @type {import("../messages.js").Keys} */
    const keys = await ask(client, { als: "keys" }, PATIENCE);
    if (!keys) throw new Fault("slot");
    pins.set(client.id, keys.build);
    return keys;
  });
  const kept = await keptIdentity();
  const keys = await Promise.any(answers).catch(() => kept && { identity: kept, look: null });
  if (!keys) return;
  try {
    const bytes = (await acceptedKeyring()) ?? (await newestKeyring());
    const current = await Site.open(bytes, keys.identity, 0, files);
    builds.set(current.build, Promise.resolve(current));
    open = { identity: keys.identity, current, kept: kept !== undefined && equal(kept.tag, keys.identity.tag), look: keys.look ?? "own" };
  } catch (error) {
    console.warn("als: could not open the site again", error);
    if (kindOf(error) === "slot") await forgetIdentity();
  }
}

/**
 * Looks for a newer build now and then, takes it for the next full load, and tells the open pages.
 * @param {boolean} navigation
 */
export async function lookForNewer(navigation) {
  if (!open || Date.now() - asked < (navigation ? EVERY.navigate : EVERY.other)) return;
  asked = Date.now();
  const { identity, current, kept } = open;
  try {
    const bytes = await newestKeyring();
    if (readKeyring(bytes).build <= current.build) return;
    const site = await Site.open(bytes, identity, current.build, files);
    await site.warm();
    if (open?.identity !== identity) return;
    await take(site, bytes, identity, kept);
    await tell({ als: "newer", build: site.build });
    await site.ahead();
  } catch (error) {
    if (kindOf(error) === "slot") await lock("withdrawn");
    else console.info("als: no newer build taken", error);
  }
}
