/**
 * The small building blocks of the sealed format (vault/FORMAT.md): numbers, contexts, base64url, padding.
 * @module
 */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * UTF-8 of a text.
 * @param {string} text
 * @returns {Bytes}
 */
export const utf8 = (text) => /** @type {Bytes} */ (encoder.encode(text));

/**
 * The text of UTF-8 bytes; throws a TypeError where they are none.
 * @param {BufferSource} bytes
 */
export const text = (bytes) => decoder.decode(bytes);

/**
 * @param {readonly Uint8Array[]} parts
 * @returns {Bytes}
 */
export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Four bytes, big-endian.
 * @param {number} number
 */
export function u32(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

/**
 * Eight bytes, big-endian.
 * @param {number} number
 */
export function u64(number) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
  return bytes;
}

/**
 * What a key, a seal or a signature is bound to: "als1" and the parts, each with its length before it.
 * @param {readonly (string | Uint8Array)[]} parts
 * @returns {Bytes}
 */
export function ctx(...parts) {
  const encoded = ["als1", ...parts].map((part) => (typeof part === "string" ? utf8(part) : part));
  return concat(...encoded.flatMap((part) => [u32(part.length), part]));
}

/**
 * The padded size (Padmé).
 * @param {number} size
 */
export function padme(size) {
  if (size < 2) return size;
  const exponent = Math.floor(Math.log2(size));
  const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
  return step < 1 ? size : Math.ceil(size / step) * step;
}

/**
 * Base64url without padding.
 * @param {Uint8Array} bytes
 */
export function b64(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * The bytes of base64url without padding; throws for anything else, and for another size.
 * @param {unknown} value
 * @param {number} [size]
 * @returns {Bytes}
 */
export function unb64(value, size) {
  if (typeof value !== "string" || !/^[A-Za-z0-9_-]*$/.test(value)) throw new Error("not base64url");
  const binary = atob(value.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  if (b64(bytes) !== value || (size !== undefined && bytes.length !== size)) throw new Error("not base64url of the right length");
  return bytes;
}

/**
 * Hexadecimal digits.
 * @param {Uint8Array} bytes
 */
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export const equal = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

/**
 * @param {BufferSource} bytes
 * @returns {Promise<Bytes>}
 */
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/**
 * HKDF-SHA256 with an empty salt.
 * @param {BufferSource} secret
 * @param {BufferSource} info
 * @param {number} [size]
 * @returns {Promise<Bytes>}
 */
export async function hkdf(secret, info, size = 32) {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, size * 8));
}

/**
 * Opens AES-256-GCM; throws where key, nonce, bytes or associated data are not what was sealed.
 * @param {CryptoKey} key
 * @param {BufferSource} nonce
 * @param {BufferSource} sealed
 * @param {BufferSource} additionalData
 * @returns {Promise<Bytes>}
 */
export async function unseal(key, nonce, sealed, additionalData) {
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, sealed));
}

/**
 * An AES-256-GCM key that cannot be exported.
 * @param {BufferSource} bytes
 * @param {KeyUsage[]} usages
 */
export const aesKey = (bytes, usages) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, usages);

/**
 * A key for `hmac` that cannot be exported.
 * @param {BufferSource} bytes
 */
export const hmacKey = (bytes) => crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);

/**
 * HMAC-SHA256.
 * @param {CryptoKey} key
 * @param {BufferSource} bytes
 * @returns {Promise<Bytes>}
 */
export const hmac = async (key, bytes) => new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes));

/**
 * @param {Bytes} bytes
 * @returns {Promise<Bytes>}
 */
export async function gunzip(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
