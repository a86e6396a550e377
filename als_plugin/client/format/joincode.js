/**
 * The join code (FORMAT.md, section 5): a slot made on this device, to be sent to whoever keeps the set's list.
 * @module
 */

import { concat, ctx, sha256 } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {{set: Bytes, tag: Bytes, public: Bytes, sealed: Bytes}} Joining */

const VERSION = 1;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The private key sealed under the wrapping key, with the publisher's key that is pinned by it.
 * @param {CryptoKey} wrapping
 * @param {Bytes} nonce
 * @param {{set: Bytes, tag: Bytes, public: Bytes, privateKey: Bytes, publisher: Bytes}} made
 * @returns {Promise<Bytes>}
 */
export async function sealedKey(wrapping, nonce, made) {
  const how = { name: "AES-GCM", iv: nonce, additionalData: ctx("private-key", made.set, made.tag, made.public) };
  const plain = concat(made.privateKey, made.publisher, made.set);
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, wrapping, plain));
  plain.fill(0);
  return concat(nonce, sealed);
}

/** @param {Joining} joining */
const body = (joining) => concat(Uint8Array.of(VERSION), joining.set, joining.tag, joining.public, joining.sealed);

/**
 * The code's 288 letters.
 * @param {Joining} joining
 */
export async function joinCode(joining) {
  const said = body(joining);
  return base32(concat(said, (await sha256(ctx("join-code", said))).subarray(0, 7)));
}

/**
 * The letters in groups, with hyphens between.
 * @param {string} letters
 */
export const grouped = (letters) => (letters.match(/.{8}/g) ?? []).join("-");

/**
 * Eight digits of the code and the publisher's key, to be compared by voice.
 * @param {Joining} joining
 * @param {Bytes} publisher
 * @param {(secret: Bytes, salt: Bytes) => Promise<Uint8Array>} argon2id
 */
export async function fingerprint(joining, publisher, argon2id) {
  const stretched = await argon2id(await sha256(ctx("join-fingerprint", body(joining), publisher)), joining.set);
  const number = new DataView(stretched.buffer, stretched.byteOffset).getBigUint64(0) % 100_000_000n;
  const digits = String(number).padStart(8, "0");
  return `${digits.slice(0, 4)} ${digits.slice(4)}`;
}

/**
 * Base32 (RFC 4648) of a multiple of five bytes.
 * @param {Bytes} bytes
 */
function base32(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[parseInt(five, 2)]).join("");
}
