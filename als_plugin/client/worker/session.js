/**
 * Who has unlocked, and which build each tab reads. All of it lives in memory and goes with the worker; open pages hold
 * the keys for a worker that the browser stopped and started again, and so does the device where somebody wants that.
 * @module
 */

import { Fault, kindOf } from "../format/fault.js";
import { equal } from "../format/bytes.js";
import { ownKeyring } from "../format/origin.js";
import { Site } from "../format/site.js";
import { lowestBuild } from "../lowest.js";
import { ask } from "../messages.js";
import { accept, acceptedKeyring, dropOthers, files, newestKeyring } from "./host.js";
import { forgetIdentity, keepIdentity, keptIdentity } from "./kept.js";
import { looked, overdue } from "./looked.js";
import { idle, isWindow, origin, scope, sw } from "./scope.js";

/** @typedef {import("../format/slot.js").Identity} Identity */
/** @typedef {import("../format/bytes.js").Bytes} Bytes */

/** How long an open page may take to hand over its keys. */
const PATIENCE = 3000;
/** How often the host is asked for a newer build: after a navigation, after any other request. */
const EVERY = { navigate: 5_000, other: 60_000 };

/** @type {{identity: Identity, keyring: Bytes, current: Site, kept: boolean, look: import("../messages.js").Look} | null} */
let open = null;
/** @type {Map<number, Promise<Site>>} */
const builds = new Map();
/** @type {Map<string, number>} */
const pins = new Map();
/**
 * Who has been let in since the handbook was opened: tabs that this worker has given a page, those that have shown that the
 * one before did, and their own workers.
 * @type {Set<string>}
 */
const served = new Set();
/** Those that are being asked to show it. @type {Map<string, Promise<boolean>>} */
const asking = new Map();
/** @type {Promise<void> | null} */
let recovering = null;
/** @type {"locked" | "withdrawn" | null} Locked on purpose: then no page is asked for keys. */
let shut = null;
let asked = 0;
/** When something was last asked for. */
let touched = 0;
/** The day of the last look for a newer build, where looking has failed and that day is long ago. @type {string | null} */
let stale = null;

export const staleSince = () => stale;

export const windows = async () =>
  (await sw.clients.matchAll({ type: "window", includeUncontrolled: true })).filter(isWindow);

/** How long a tab may take to say that it goes to the lock screen, and then to go. */
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
  const site = await Site.open(keyring, origin, identity, await lowestBuild(scope, identity), files);
  await site.warm();
  // Somebody else's turn on this device: no tab goes on showing what was opened for the one before.
  if (open && !equal(open.identity.tag, identity.tag)) await lock("locked");
  if (!keep) await forgetIdentity();
  await take(site, keyring, identity, keep && (await keepIdentity(identity)), () => true);
  return site;
}

/**
 * Makes this the build that is read, if that is still wanted once it is kept: somebody may have locked meanwhile.
 * @param {Site} site
 * @param {Bytes} keyring
 * @param {Identity} identity
 * @param {boolean} kept
 * @param {() => boolean} wanted
 * @returns {Promise<boolean>} whether it was wanted
 */
async function take(site, keyring, identity, kept, wanted) {
  await accept(site.build, keyring);
  if (!wanted()) return false;
  open = { identity, keyring, current: site, kept, look: open?.look ?? null };
  touched = Date.now();
  shut = null;
  builds.set(site.build, Promise.resolve(site));
  const live = new Set((await sw.clients.matchAll({ includeUncontrolled: true })).map(({ id }) => id));
  for (const id of pins.keys()) if (!live.has(id)) pins.delete(id);
  const pinned = new Set([site.build, ...pins.values()]);
  for (const build of builds.keys()) if (!pinned.has(build)) builds.delete(build);
  await dropOthers(pinned);
  return true;
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
  const reading = new Set(served);
  served.clear();
  const told = (await windows()).map(async (client) => {
    // A picture or a PDF in a tab of its own has no script that could hear it.
    const heard = await ask(client, { als: "locked" }, LEAVING);
    // A lock screen may stay, as somebody may be typing there; what has been read must go, whatever it says. Nobody waits for it.
    if (!heard) await sendToLock(client.id);
    else if (reading.has(client.id)) void gone(client.id).then((went) => (went ? undefined : sendToLock(client.id)));
  });
  await Promise.all(told);
}

/**
 * Whether a tab goes away within the time that it has for it.
 * @param {string} id
 */
async function gone(id) {
  const last = Date.now() + LEAVING;
  while (await sw.clients.get(id)) {
    if (Date.now() > last) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

/**
 * Loads a tab again that did not hear that the handbook was locked, so that it shows the lock screen.
 * @param {string} id
 */
export async function sendToLock(id) {
  const client = id ? await sw.clients.get(id) : undefined;
  if (!isWindow(client)) return;
  const url = new URL(client.url);
  // With its fragment the same address would load nothing.
  url.hash = "";
  await client.navigate(url.href).catch(() => null);
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
  if (!session || (await leftAlone(session))) return null;
  if (event.request.mode === "navigate") {
    if (event.resultingClientId) settle(event.resultingClientId, session.current.build);
    return seen(session.current);
  }
  if (!(await mayRead(event.clientId))) return null;
  const site = await siteOf(event.clientId);
  // The script of a page's own worker, which then asks under a name of its own.
  if (site && event.resultingClientId) settle(event.resultingClientId, site.build);
  return site;
}

/**
 * Locks what nobody has used for so long that a page would have locked it: a picture or a PDF alone in a tab has no script that
 * does.
 * @param {{kept: boolean}} session
 */
async function leftAlone({ kept }) {
  const since = Date.now() - idle;
  if (!kept && touched <= since && (await lastUsed()) <= since) {
    await lock("locked");
    return true;
  }
  touched = Date.now();
  return false;
}

/** Whether the handbook locks itself on this device. */
export const locksItself = async () => (await opened())?.kept === false;

/**
 * Whether a client may read the open handbook: one that this worker has let in, or a page that holds the reader's keys, as
 * it was let in before the browser stopped the worker. Any other document or worker of the folder could be a neighbour's
 * puppet: it came from the host, or in at a time when the handbook was open for somebody else.
 * @param {string} id
 */
export async function mayRead(id) {
  const session = await opened();
  if (!session || !id) return false;
  if (served.has(id)) return true;
  let answer = asking.get(id);
  if (!answer) {
    answer = shows(id, session).finally(() => asking.delete(id));
    asking.set(id, answer);
  }
  return answer;
}

/**
 * @param {string} id
 * @param {{identity: Identity, keyring: Bytes}} session
 */
async function shows(id, { identity, keyring }) {
  const client = await sw.clients.get(id);
  if (!isWindow(client)) return false;
  const held = await handedOver(client, keyring).catch(() => null);
  if (!held || !equal(held.keys.identity.tag, identity.tag)) return false;
  settle(id, held.keys.build);
  return true;
}

/**
 * What a tab of the open handbook hands over. Throws a Fault where that opens nothing here: a neighbour's page can answer too.
 * @param {WindowClient} client
 * @param {Bytes} keyring
 */
async function handedOver(client, keyring) {
  /** @type {import("../messages.js").Keys} */
  const keys = await ask(client, { als: "keys" }, PATIENCE);
  if (!keys) throw new Fault("slot");
  return { id: client.id, keys, site: await Site.open(keyring, origin, keys.identity, 0, files) };
}

/**
 * @param {string} id
 * @param {number} build
 */
function settle(id, build) {
  pins.set(id, build);
  served.add(id);
}

/**
 * When somebody last used a tab of the open handbook, as these tell; 0 where none does.
 * @returns {Promise<number>} milliseconds since 1970
 */
export async function lastUsed() {
  const told = (await windows()).map(async (client) => (await mayRead(client.id)) && ask(client, { als: "used" }, PATIENCE));
  return Math.max(0, ...(await Promise.all(told)).map(Number).filter(Number.isFinite));
}

/** @param {string} client */
export const servedTo = (client) => served.has(client);

/**
 * A build as its reader wants to see it.
 * @param {Site} site
 */
const seen = async (site) => (open?.look && (await site.as(open.look))) || site;

/**
 * Changes between the facilitator's own view and a member's, in all tabs at once. Throws where it cannot be opened.
 * @param {import("../messages.js").Look} look
 */
export async function lookAt(look) {
  const session = await opened();
  const other = look === null ? null : session?.current.as(look);
  if (!session || other === undefined || (look !== null && !other)) return;
  await (await other)?.warm();
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
      return Site.open(bytes, origin, session.identity, build, files);
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
  const [clients, kept] = await Promise.all([windows(), keptIdentity()]);
  if (!clients.length && !kept) return;
  try {
    const keyring = (await acceptedKeyring()) ?? (await newestKeyring());
    const answers = clients.map((client) => handedOver(client, keyring));
    const first = await Promise.any(answers).catch(() => null);
    const identity = first?.keys.identity ?? kept;
    if (!identity) return;
    const current = first?.site ?? (await Site.open(keyring, origin, identity, 0, files));
    if (open || shut) return; // somebody unlocked or locked meanwhile
    builds.set(current.build, Promise.resolve(current));
    touched = Date.now();
    open = { identity, keyring, current, kept: kept !== undefined && equal(kept.tag, identity.tag), look: first?.keys.look ?? null };
    for (const answer of answers) {
      void answer.then(({ id, keys }) => open && equal(keys.identity.tag, open.identity.tag) && settle(id, keys.build), () => undefined);
    }
  } catch (error) {
    console.warn("als: could not open the site again", error);
    if (["slot", "foreign"].includes(kindOf(error))) await forgetIdentity();
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
    const { build } = await ownKeyring(bytes, origin);
    if (build < current.build) throw new Fault("rollback");
    const site = build > current.build ? await Site.open(bytes, origin, identity, current.build, files) : null;
    await site?.warm();
    stale = null;
    await looked();
    if (!site || !(await take(site, bytes, identity, kept, () => open?.identity === identity))) return;
    await tell({ als: "newer", build: site.build });
    await site.ahead();
  } catch (error) {
    if (kindOf(error) === "slot") return lock("withdrawn");
    console.info("als: no newer build taken", error);
    stale = await overdue();
    if (stale) await tell({ als: "stale", since: stale });
  }
}
