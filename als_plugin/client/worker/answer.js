/**
 * From a request in the set's folder to its answer.
 * @module
 */

import { text, utf8 } from "../format/bytes.js";
import { kindOf } from "../format/fault.js";
import { session, tabs } from "./here.js";
import { newestKeyring } from "./host.js";
import { clearHeaders, lockHeaders, passedOn, siteHeaders } from "./headers.js";
import { filteredSearch, sitemap } from "./made.js";
import { address, idle, scope, sw } from "./scope.js";
import { wholeShell } from "./shell.js";

/** @typedef {import("../format/site.js").Site} Site */

/** What can stay in a tab by itself, with no script that would lock it: the browser asks for it again after a while. */
const STILL = /^(image\/|text\/(?!html)|application\/pdf\b)/;

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
export async function answer(event) {
  const navigation = event.request.mode === "navigate";
  try {
    if (!["GET", "HEAD"].includes(event.request.method)) return new Response(null, { status: 405, headers: lockHeaders("") });
    const site = await session.siteFor(event);
    if (site) return await fromSite(site, event.request);
    if (navigation) return (await isGone()) ? await stepAside(event.request) : await lockScreen();
    event.waitUntil(tabs.sendToLock(event.clientId));
    return new Response(null, { status: 401, headers: lockHeaders("") });
  } catch (error) {
    const kind = kindOf(error);
    console.warn("als:", error);
    return navigation ? lockScreen(kind) : new Response(null, { status: kind === "unreachable" ? 503 : 502, headers: lockHeaders("") });
  }
}

/**
 * The lock screen, in place: the address stays, fragment and all, and the screen itself keeps it for after unlocking. Where
 * the one that came with this worker is not to be had whole, a page of words.
 * @param {import("../format/fault.js").FaultKind} [fault] what it should say
 */
async function lockScreen(fault) {
  let page;
  try {
    page = text(await wholeShell());
  } catch (error) {
    console.warn("als:", error);
    const words = kindOf(error) === "unreachable" ? sw.alsPlain.unreachable : sw.alsPlain.unfit;
    return new Response(words, { status: 503, headers: lockHeaders("index.html") });
  }
  const base = scope.pathname.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const placed = page.replace("<head>", () => `<head><base href="${base}">`);
  const told = fault ? placed.replace("<html", () => `<html data-fault="${fault}"`) : placed;
  return new Response(told, { status: fault ? 503 : 200, headers: lockHeaders("index.html") });
}

/** Whether the folder holds no locked handbook any more: there is a preview at the same address, for instance. */
const isGone = () => newestKeyring().then(() => false, (error) => kindOf(error) === "missing");

/**
 * Leaves the folder to the host. What is kept on the device stays, and serves again if a locked handbook comes back. The host
 * is asked for the folder alone: the path of a page stays in the fragment.
 * @param {Request} request
 */
async function stepAside(request) {
  const wanted = new URL(request.url);
  if (wanted.pathname !== scope.pathname || wanted.search) {
    const headers = lockHeaders("");
    headers.set("location", `${scope.href}#/${wanted.href.slice(scope.href.length)}`);
    return new Response(null, { status: 302, headers });
  }
  await sw.registration.unregister();
  const response = await fetch(scope, { cache: "no-cache", credentials: "omit", redirect: "manual" });
  // A redirection cannot be read or changed, and shows nothing.
  if (response.type === "opaqueredirect") return response;
  return new Response(response.body, { status: response.status, headers: passedOn(response.headers) });
}

/**
 * @param {Site} site
 * @param {Request} request
 */
async function fromSite(site, request) {
  const url = new URL(request.url);
  const path = decoded(url.pathname.slice(scope.pathname.length));
  if (path === null) return notFound(site);
  if (path === "sitemap.xml") return new Response(sitemap(site), { headers: siteHeaders("application/xml", site.index.csp) });
  const found = site.find(path);
  if (!found) return notFound(site);
  if ("folder" in found) {
    const headers = lockHeaders("");
    headers.set("location", address(found.folder) + url.search);
    return new Response(null, { status: 302, headers });
  }
  if ("clear" in found) return ranged(request, await site.files.clear(found.clear), clearHeaders(found.clear.type, site.index.csp));
  const content = found.path === "search/search_index.json" ? await filteredSearch(site, found.entry) : await site.content(found.entry);
  const bytes = typeof content === "string" ? utf8(content) : content;
  const headers = siteHeaders(found.entry.type, site.index.csp);
  if (request.mode === "navigate" && STILL.test(found.entry.type) && (await session.locksItself())) headers.set("refresh", String(idle / 1000 + 1));
  return ranged(request, bytes, headers);
}

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** @param {Site} site */
async function notFound(site) {
  const { page, type } = await site.missing(scope.pathname);
  return new Response(page, { status: 404, headers: siteHeaders(type, site.index.csp) });
}

/**
 * The whole, or the one range that a player of sound or pictures asks for.
 * @param {Request} request
 * @param {import("../format/bytes.js").Bytes} bytes
 * @param {Headers} headers
 */
function ranged(request, bytes, headers) {
  headers.set("accept-ranges", "bytes");
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "");
  if (!asked || (!asked[1] && !asked[2])) return new Response(bytes, { headers });
  const [, from, to] = asked;
  const start = from ? Number(from) : Math.max(0, bytes.length - Number(to));
  const end = from && to ? Math.min(Number(to) + 1, bytes.length) : bytes.length;
  if (start >= end) {
    headers.set("content-range", `bytes */${bytes.length}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set("content-range", `bytes ${start}-${end - 1}/${bytes.length}`);
  return new Response(bytes.subarray(start, end), { status: 206, headers });
}
