/**
 * The service worker of one set's folder: its events.
 * @module
 */

import { kindOf } from "../format/fault.js";
import { answer } from "./answer.js";
import { lockHeaders } from "./headers.js";
import { session } from "./here.js";
import { allKept, anyKeyring } from "./host.js";
import { mailOf } from "./mail.js";
import { inScope, isWindow, scope, sw } from "./scope.js";
import { dropOtherShells, isShell, shellFile, wholeShell } from "./shell.js";

/** Milliseconds that the first page is given. */
const AFTER = 2000;

// Where the host does not have the lock screen that belongs to this worker, as while somebody uploads, the worker before goes on.
sw.addEventListener("install", (event) => event.waitUntil(wholeShell().then(() => sw.skipWaiting())));

sw.addEventListener("activate", (event) => event.waitUntil(Promise.all([sw.clients.claim(), askNobodyElse(), dropOtherShells()])));
// A neighbour may have switched it on while this worker slept.
void askNobodyElse();

sw.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (!inScope(url.href)) return;
  const path = url.pathname.slice(scope.pathname.length);
  if (isShell(path) || path === "keyring") {
    event.respondWith(forAnybody(path).catch(() => Response.error()));
    return;
  }
  if (event.request.mode === "navigate") event.waitUntil(askNobodyElse());
  event.respondWith(answer(event));
  event.waitUntil(session.lookForNewer(event.request.mode === "navigate").then(allKept));
});

sw.addEventListener("message", (event) => {
  const { source: client, ports: [port] } = event;
  // What other pages of the origin say is not heard, nor what a frame says: a neighbour may hold its strings.
  if (!port || !isWindow(client)) return;
  /** @type {import("../messages.js").Question} */
  const question = event.data;
  if (question?.als === "open") event.waitUntil(opens(question, port));
  else if (question?.als === "hello") event.waitUntil(welcomes(client.id, port));
  else if (question?.als === "mail") event.waitUntil(tellsMail(client.id, port));
  else if (question?.als === "used") event.waitUntil(tellsUse(client.id, port));
  else if (question?.als === "state") event.waitUntil(session.state().then((known) => port.postMessage(known)));
  else if (question?.als === "look") event.waitUntil(session.lookAt(question.look).then(() => port.postMessage(true), () => port.postMessage(false)));
  else if (question?.als === "lock") event.waitUntil(session.lock("locked").then(() => port.postMessage(true)));
});

/**
 * A file of the set's folder that is the same for everybody, locked or open.
 * @param {string} path
 */
async function forAnybody(path) {
  const bytes = await (path === "keyring" ? anyKeyring() : shellFile(path));
  return new Response(bytes, { headers: lockHeaders(path) });
}

/** The browser does not ask the host for a page of its own accord: then the host would learn which one. */
function askNobodyElse() {
  return sw.registration.navigationPreload?.disable().catch(() => undefined);
}

/**
 * @param {Extract<import("../messages.js").Question, {als: "open"}>} question
 * @param {MessagePort} port
 */
async function opens({ keyring, identity, keep }, port) {
  /** @param {import("../messages.js").Opened} opened */
  const reply = (opened) => port.postMessage(opened);
  try {
    const site = await session.unlock(keyring, identity, keep);
    reply({ fault: null });
    // The first page goes before what is fetched for later.
    await new Promise((resolve) => setTimeout(resolve, AFTER));
    await site.ahead().catch((error) => console.info("als: not all is kept for reading offline", error));
    await allKept();
  } catch (error) {
    console.warn("als:", error);
    reply({ fault: kindOf(error) });
  }
}

/**
 * When somebody reads is told to pages of the handbook alone.
 * @param {string} client
 * @param {MessagePort} port
 */
async function tellsUse(client, port) {
  port.postMessage((await session.mayRead(client)) ? await session.lastUsed() : null);
}

/**
 * Letters go where keys go.
 * @param {string} client
 * @param {MessagePort} port
 */
async function tellsMail(client, port) {
  const [open, site] = session.servedTo(client) ? await Promise.all([session.opened(), session.siteOf(client)]) : [];
  // As somebody else, the facilitator answers for nobody.
  const own = open && site?.grant.person === open.current.grant.person;
  port.postMessage(own ? await mailOf(site, open.identity).catch(() => null) : null);
}

/**
 * Keys go to a page that this worker itself has served. A window on an address that the host answered could be a
 * neighbour's puppet; a page that came through a worker that has been stopped since loads again.
 * @param {string} client
 * @param {MessagePort} port
 */
async function welcomes(client, port) {
  if (!session.servedTo(client)) return port.postMessage(null);
  const [open, site] = [await session.opened(), await session.siteOf(client)];
  /** @type {import("../messages.js").Welcome | null} */
  const welcome = open && site && {
    identity: open.identity,
    person: site.grant.person,
    audience: site.index.view.audience,
    build: site.build,
    newest: open.current.build,
    stale: session.stale,
    time: site.index.time,
    kept: open.kept,
    idle: sw.alsIdle,
    look: open.current.eyes().length ? { as: open.look && site.grant.person === open.look ? open.look : null, eyes: open.current.eyes() } : null,
  };
  port.postMessage(welcome);
}
