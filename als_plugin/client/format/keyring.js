/**
 * The file `keyring` (FORMAT.md, section 2): the signed list of everything, and the slots.
 * @module
 */

import { ctx, equal, padme, text, unb64 } from "./bytes.js";
import { Fault } from "./fault.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {{tag: Bytes, public: Bytes, sealed: Bytes, grant: Bytes}} Slot */
/** @typedef {{from: Bytes, to: Bytes, signature: Bytes}} Step */
/** @typedef {{length: number, sha256: Bytes}} FileSum */

/**
 * A keyring as read. Nothing in it is to be believed before `checkSignature`.
 * @typedef {object} Keyring
 * @property {Bytes} body
 * @property {Bytes} signature
 * @property {Bytes} set
 * @property {Bytes} salt
 * @property {Bytes} publisher
 * @property {Step[]} succession
 * @property {number} build
 * @property {string} time
 * @property {Slot[]} slots
 * @property {{id: Bytes, index: string}[]} views
 * @property {Map<string, FileSum>} files
 */

const HEADER = 73;
const SUITE = 1;

/**
 * Whether a path stays in the set's folder.
 * @param {unknown} path
 * @returns {path is string}
 */
export const safePath = (path) =>
  typeof path === "string" && !/[\\:?#\u0000-\u001f]/.test(path) && path.split("/").every((part) => !["", ".", ".."].includes(part.replace(/%2e/gi, ".")));

/**
 * @param {unknown} path
 * @returns {string}
 */
function checkedPath(path) {
  if (!safePath(path)) throw new Error("an unsafe path");
  return path;
}

/**
 * @param {unknown} number
 * @returns {number}
 */
function whole(number) {
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 0) throw new Error("not a whole number");
  return number;
}

/**
 * Reads a keyring's bytes; throws a Fault "damaged" where they are none of this version.
 * @param {Bytes} bytes
 * @returns {Keyring}
 */
export function readKeyring(bytes) {
  try {
    if (bytes.length < HEADER || text(bytes.subarray(0, 4)) !== "ALSK") throw new Error("no keyring");
    if (bytes[4] !== 1) throw new Error("another version");
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(69);
    const end = HEADER + length;
    if (end > bytes.length || bytes.length !== padme(end)) throw new Error("another length");
    if (bytes.subarray(end).some((byte) => byte !== 0)) throw new Error("padding that is not zero");
    const body = bytes.slice(HEADER, end);
    return { body, signature: bytes.slice(5, 69), ...members(JSON.parse(text(body))) };
  } catch (error) {
    throw error instanceof Fault ? error : new Fault("damaged", String(error));
  }
}

/** @param {any} body */
function members(body) {
  if (body.format !== 1) throw new Error("another format");
  /** @type {Slot[]} */
  const slots = body.slots
    .filter((/** @type {any} */ slot) => slot.suite === SUITE)
    .map((/** @type {any} */ slot) => ({
      tag: unb64(slot.tag, 16),
      public: unb64(slot.public, 32),
      sealed: unb64(slot.sealed, 108),
      grant: unb64(slot.grant, 161),
    }));
  return {
    set: unb64(body.set, 16),
    salt: unb64(body.salt, 16),
    publisher: unb64(body.publisher, 32),
    succession: body.succession.map((/** @type {any} */ step) => ({
      from: unb64(step.from, 32),
      to: unb64(step.to, 32),
      signature: unb64(step.signature, 64),
    })),
    build: whole(body.build),
    time: String(body.time),
    slots,
    views: body.views.map((/** @type {any} */ view) => ({ id: unb64(view.id, 16), index: checkedPath(view.index) })),
    files: new Map(
      body.files.map((/** @type {any} */ file) => [
        checkedPath(file.path),
        { length: whole(file.length), sha256: unb64(file.sha256, 32) },
      ]),
    ),
  };
}

/**
 * @param {Bytes} publicKey
 * @param {Bytes} signature
 * @param {Bytes} signed
 */
export async function verify(publicKey, signature, signed) {
  const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, signature, signed);
}

/**
 * Refuses, with a Fault "damaged", a keyring of another set or one that was not signed by the pinned publisher or by one
 * reached from it, each step of the succession signed by the publisher before.
 * @param {Keyring} keyring
 * @param {Bytes} set
 * @param {Bytes} pinned
 */
export async function checkSignature(keyring, set, pinned) {
  if (!equal(keyring.set, set)) throw new Fault("damaged", "a keyring of another set");
  let publisher = pinned;
  for (const step of keyring.succession) {
    if (equal(publisher, keyring.publisher)) break;
    if (!equal(step.from, publisher)) continue;
    if (!(await verify(publisher, step.signature, ctx("succession", set, step.from, step.to)))) {
      throw new Fault("damaged", "a succession that nobody signed");
    }
    publisher = step.to;
  }
  if (!equal(publisher, keyring.publisher)) throw new Fault("damaged", "another publisher");
  if (!(await verify(publisher, keyring.signature, ctx("keyring", keyring.body)))) {
    throw new Fault("damaged", "a keyring that its publisher did not sign");
  }
}

