/**
 * The headers of every answer: the browser stores nothing of the handbook, no address is told to others, and what a page may
 * load lies in the set's own folder (never 'self': a neighbour set on the origin stays out of reach).
 * @module
 */

import { address, scope } from "./scope.js";

const folder = scope.href;

/**
 * This worker's own address stands in every list of single files: Firefox checks an answer that a worker made against the
 * policy once more, by the address of the worker's script. It lets nothing else in: what was asked for is checked before.
 */
const worker = address("sw.js");

/**
 * @param {Record<string, string[]>} directives
 */
const policy = (directives) =>
  Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");

/** No answer of the worker stands in a frame, scripts, errors and empty ones included: who frames a document can act as it. */
const UNFRAMED = "frame-ancestors 'none'";

/** A neighbour that opens an address gets no hold of the window. Browsers that do not know this let it be. */
const OUT_OF_REACH = { "cross-origin-opener-policy": "noopener-allow-popups" };

/**
 * @param {string} type
 * @param {string} csp
 */
const headers = (type, csp) =>
  new Headers({
    "content-type": /^text\/(?!.*charset)|^application\/json$/.test(type) ? `${type}; charset=utf-8` : type,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    ...OUT_OF_REACH,
    "x-content-type-options": "nosniff",
    "content-security-policy": `${csp}; ${UNFRAMED}`,
  });

/**
 * For what the host answers once there is no locked handbook any more: it stays out of reach as well.
 * @param {Headers} given
 */
export function passedOn(given) {
  const made = new Headers(given);
  // The browser has unpacked it.
  for (const name of ["content-encoding", "content-length"]) made.delete(name);
  made.append("content-security-policy", UNFRAMED);
  for (const [name, value] of Object.entries(OUT_OF_REACH)) made.set(name, value);
  return made;
}

/**
 * For the open site's pages and scripts. Scripts and workers are allowed one by one; `worker-src` must list sw.js too
 * (Chromium holds the update of a service worker against it).
 * @param {import("../format/view.js").Index["csp"]} csp
 */
const sitePolicy = (csp) =>
  policy({
    "default-src": [folder],
    "script-src": [worker, ...csp.scripts.map(address), ...csp.hashes.map((hash) => `'${hash}'`)],
    "worker-src": [worker, ...csp.workers.map(address)],
    "style-src": [folder, "'unsafe-inline'"],
    "img-src": [folder, "data:"],
    "font-src": [folder, "data:"],
    "object-src": ["'none'"],
    "frame-src": ["'none'"],
    "form-action": [folder],
    "base-uri": ["'none'"],
  });

/** A file opened in a tab of its own runs nothing. Not sandboxed: the tab would be out of reach when the handbook is locked. */
const filePolicy = policy({
  "default-src": [folder],
  "script-src": ["'none'"],
  "style-src": ["'unsafe-inline'"],
  "img-src": [folder, "data:"],
});

const ACTIVE = /^(text\/html|(text|application)\/javascript)\b/;

/**
 * @param {string} type
 * @param {import("../format/view.js").Index["csp"]} csp
 */
export function siteHeaders(type, csp) {
  return headers(type, ACTIVE.test(type) ? sitePolicy(csp) : filePolicy);
}

/**
 * For a public file. It was checked and says nothing of the handbook, so a tab may keep it from one page to the next.
 * @param {string} type
 * @param {import("../format/view.js").Index["csp"]} csp
 */
export function clearHeaders(type, csp) {
  const made = siteHeaders(type, csp);
  made.set("cache-control", "max-age=600");
  return made;
}

const lockPolicy = policy({
  "default-src": ["'none'"],
  "script-src": [worker, address("als.js"), address("join.js")],
  "style-src": [worker, address("als.css")],
  "connect-src": [worker, address("keyring")],
  "worker-src": [worker, address("argon2.js")],
  "img-src": ["data:"],
  "form-action": ["'none'"],
  "base-uri": [folder],
});

/** Only the worker that derives the key compiles WebAssembly. */
const argon2Policy = policy({ "default-src": ["'none'"], "script-src": [address("argon2.js"), "'wasm-unsafe-eval'"] });

/** @type {Record<string, string>} */
const TYPES = { html: "text/html", js: "text/javascript", css: "text/css" };

/**
 * For the shell's files, and for what is empty.
 * @param {string} path
 */
export const lockHeaders = (path) =>
  headers(TYPES[path.split(".").pop() ?? ""] ?? "application/octet-stream", path === "argon2.js" ? argon2Policy : lockPolicy);
