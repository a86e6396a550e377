/**
 * Letters: what a build tells one person alone (FORMAT.md, section 7).
 * @module
 */

import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";

import { ctx, padme, text, u64, unb64 } from "./bytes.js";
import { Fault } from "./fault.js";
import { usable } from "./privatekey.js";

const LEAST = 1024;

/**
 * The reader's letter; null where there is none. A Fault "damaged" where it is not well formed.
 * @param {{set: import("./bytes.js").Bytes, build: number}} keyring
 * @param {import("./bytes.js").Bytes} view
 * @param {{public: import("./bytes.js").Bytes, privateKey: import("./privatekey.js").PrivateKey}} identity
 * @param {string[]} letters as they stand in the view's index
 * @returns {Promise<any>}
 */
export async function openLetter({ set, build }, view, identity, letters) {
  const hpke = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const info = ctx("letter", set, u64(build), view, identity.public);
  const recipientKey = { privateKey: await usable(identity.privateKey), publicKey: await hpke.kem.deserializePublicKey(identity.public) };
  for (const letter of letters) {
    const sealed = unb64(letter);
    let plain;
    try {
      plain = new Uint8Array(await hpke.open({ recipientKey, enc: sealed.slice(0, 32), info }, sealed.slice(32)));
    } catch {
      continue;
    }
    const size = new DataView(plain.buffer).getUint32(0);
    if (plain.length !== padme(Math.max(LEAST, 4 + size)) || plain.subarray(4 + size).some((byte) => byte !== 0)) throw new Fault("damaged", "a letter that is not well formed");
    return JSON.parse(text(plain.subarray(4, 4 + size)));
  }
  return null;
}
