/**
 * A private key that one script can hand to another, and a browser keep, without either learning its bytes.
 *
 * No WebKit so far can read an X25519 key again that it has cloned. There the key travels wrapped under an AES key made for
 * it alone, which WebKit does clone; a script in the handbook's pages could take the wrapped key out, elsewhere it cannot.
 * Nor can GTK's WebKit read a key whose first byte is zero, which one in 32 is: the lowest bit, which has no meaning (RFC 7748,
 * section 5), is set before.
 * @module
 */

import { concat, unseal } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {CryptoKey | {wrapped: Bytes, by: CryptoKey}} PrivateKey */

// PKCS #8 of an X25519 private key, up to the key itself (RFC 8410): WebCrypto imports no raw private key.
const PKCS8 = Uint8Array.from([0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20]);
/** The wrapping key seals nothing else. */
const NONCE = new Uint8Array(12);

/** @param {Bytes} encoded */
const imported = (encoded) => crypto.subtle.importKey("pkcs8", encoded, "X25519", false, ["deriveBits"]);

/**
 * @param {Bytes} bytes the 32 of the key
 * @returns {Promise<PrivateKey>}
 */
export async function portable(bytes) {
  const [first = 0] = bytes;
  const encoded = concat(PKCS8, Uint8Array.of(first | 1), bytes.subarray(1));
  try {
    const key = await imported(encoded);
    if (clones(key)) return key;
    const by = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    return { wrapped: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: NONCE }, by, encoded)), by };
  } finally {
    encoded.fill(0);
  }
}

/** @param {CryptoKey} key */
function clones(key) {
  try {
    structuredClone(key);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {PrivateKey} key
 * @returns {Promise<CryptoKey>} the key to be used here
 */
export async function usable(key) {
  if (key instanceof CryptoKey) return key;
  const encoded = await unseal(key.by, NONCE, key.wrapped, new Uint8Array());
  try {
    return await imported(encoded);
  } finally {
    encoded.fill(0);
  }
}
