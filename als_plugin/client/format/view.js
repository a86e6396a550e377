/**
 * A view's sealed index and packs (FORMAT.md, section 4).
 * @module
 */

import { aesKey, concat, ctx, equal, gunzip, hkdf, padme, sha256, text, u32, u64, unseal } from "./bytes.js";
import { Fault } from "./fault.js";
import { safePath } from "./keyring.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {{type: string, file?: number, page?: [number, number], until?: string}} Entry */
/** @typedef {{url: string, sha256: string, type: string}} Clear */
/** @typedef {[pack: number, entry: number, offset: number, length: number, gzip: 0 | 1]} Place */

/** Whose own a further view is. @typedef {{person: string, name: string}} Eyes */

/**
 * @typedef {object} Index
 * @property {{audience: string, since: string | null}} view
 * @property {string} time
 * @property {string[]} packs
 * @property {Place[]} blobs
 * @property {Record<string, Entry>} entries
 * @property {Record<string, Clear>} clear
 * @property {{scripts: string[], hashes: string[], workers: string[]}} csp
 * @property {string} timezone
 * @property {{id: string, key: string, eyes?: Eyes[]}[]} [also] further views that whoever reads this one may open
 * @property {string} [base] the path of the folder that 404.html was made for
 * @property {string[]} [letters]
 * @property {{public: string, person: string, name: string, contact: string | null}[]} [inbox]
 */

/**
 * Whether bytes are what the signed keyring lists.
 * @param {Bytes} bytes
 * @param {import("./keyring.js").FileSum | undefined} sum
 */
export const isFile = async (bytes, sum) =>
  sum !== undefined && bytes.length === sum.length && equal(await sha256(bytes), sum.sha256);

/**
 * Refuses, with a Fault "damaged", bytes that are not what the signed keyring lists.
 * @param {Bytes} bytes
 * @param {import("./keyring.js").FileSum | undefined} sum
 */
export async function checkFile(bytes, sum) {
  if (!(await isFile(bytes, sum))) throw new Fault("damaged", "a file that its publisher did not sign");
}

/**
 * @param {unknown} value
 */
const plainObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Opens a view's index; its bytes were held against the keyring before.
 * @param {import("./keyring.js").Keyring} keyring
 * @param {import("./slot.js").Grant} grant
 * @param {Bytes} sealed
 * @returns {Promise<Index>}
 */
export async function openIndex(keyring, grant, sealed) {
  const bound = ctx("index", keyring.set, u64(keyring.build), grant.view);
  const key = await aesKey(await hkdf(grant.viewKey, bound), ["decrypt"]);
  const plain = await unseal(key, new Uint8Array(12), sealed, bound);
  const length = new DataView(plain.buffer).getUint32(0);
  if (plain.length !== padme(4 + length)) throw new Fault("damaged", "an index of another length");
  const index = JSON.parse(text(await gunzip(plain.slice(4, 4 + length))));
  if (index.format !== 1 || !plainObject(index.entries) || !index.packs.every(safePath) || !Array.isArray(index.also ?? [])) {
    throw new Fault("damaged", "an index that is not well formed");
  }
  return index;
}

/**
 * The key of a pack.
 * @param {import("./keyring.js").Keyring} keyring
 * @param {import("./slot.js").Grant} grant
 * @param {number} pack
 */
export async function packKey(keyring, grant, pack) {
  return aesKey(await hkdf(grant.viewKey, ctx("pack", keyring.set, u64(keyring.build), grant.view, u32(pack))), ["decrypt"]);
}

/**
 * Opens one sealed entry of a pack.
 * @param {import("./keyring.js").Keyring} keyring
 * @param {import("./slot.js").Grant} grant
 * @param {CryptoKey} key
 * @param {Place} blob
 * @param {Bytes} sealed
 */
export async function openBlob(keyring, grant, key, [pack, entry, , , gzip], sealed) {
  const bound = ctx("entry", keyring.set, u64(keyring.build), grant.view, u32(pack), u32(entry));
  const plain = await unseal(key, concat(u64(0), u32(entry)), sealed, bound);
  return gzip ? gunzip(plain) : plain;
}

/**
 * Puts a page together from its skeleton and its fill; throws a Fault "damaged" where a slot has no fill.
 * @param {unknown} skeleton a list of texts and of `{slot}`
 * @param {unknown} fill an object from a slot's name to a text or `{blob}`
 * @param {(blob: number) => Promise<string>} content the text of a blob
 * @returns {Promise<string>}
 */
export async function assemble(skeleton, fill, content) {
  if (!Array.isArray(skeleton) || !plainObject(fill)) throw new Fault("damaged", "a page that is not well formed");
  const fills = /** @type {Record<string, string | {blob: number}>} */ (fill);
  const parts = skeleton.map(async (/** @type {string | {slot: string}} */ part) => {
    if (typeof part === "string") return part;
    const filled = Object.hasOwn(fills, part.slot) ? fills[part.slot] : undefined;
    if (typeof filled === "string") return filled;
    if (typeof filled?.blob !== "number") throw new Fault("damaged", "a slot without a fill");
    return content(filled.blob);
  });
  return (await Promise.all(parts)).join("");
}
