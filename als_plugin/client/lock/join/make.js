/**
 * Keys of one's own, made on this device, and the code that takes their public part to the facilitator.
 * @module
 */

import { aesKey, ctx, hkdf, hmacKey, unb64 } from "../../format/bytes.js";
import { fingerprint, joinCode, sealedKey } from "../../format/joincode.js";
import { checkSignature } from "../../format/keyring.js";
import { derived, normalForm } from "../../format/passphrase.js";
import { persisting } from "../../format/persisting.js";
import { openSlot } from "../../format/slot.js";
import { handOver } from "../../open/handover.js";
import { checkWords } from "../count.js";
import { argon2id } from "../derive.js";
import { newestKeyring, serviceWorker } from "../opening.js";
import { base } from "../place.js";

/** @typedef {import("../../format/bytes.js").Bytes} Bytes */

/** Whose passphrase is being changed. @typedef {{tag: Bytes, pinned: Bytes, deviceKey: Bytes, names: Bytes}} Before */

/**
 * Who has this passphrase now. Throws a Fault, "slot" where it opens nothing.
 * @param {string} passphrase
 * @returns {Promise<Before>}
 */
export async function known(passphrase) {
  checkWords(passphrase);
  const { keyring } = await newestKeyring();
  const root = await argon2id(base, normalForm(passphrase), keyring.salt);
  const { tag, pinned } = await openSlot(keyring, await derived(root));
  await checkSignature(keyring, keyring.set, pinned);
  return { tag, pinned, deviceKey: await hkdf(root, ctx("device-key")), names: await hkdf(root, ctx("device-names")) };
}

/**
 * Makes keys for a new passphrase. The notes on this device follow when it first opens the handbook here.
 * @param {string} passphrase
 * @param {Before | null} before
 * @returns {Promise<{letters: string, digits: string}>}
 */
export async function make(passphrase, before) {
  // Nobody new can tell the lock screen's publisher from another: that is what the digits are compared for.
  const { keyring } = await newestKeyring();
  const { set, publisher } = keyring;
  if (before) await checkSignature(keyring, set, before.pinned);
  const root = await argon2id(base, normalForm(passphrase), keyring.salt);
  const tag = await hkdf(root, ctx("slot-tag"), 16);
  const wrapping = await aesKey(await hkdf(root, ctx("wrapping-key")), ["encrypt"]);
  const { privateKey, publicKey } = await newPair();
  const sealed = await sealedKey(wrapping, crypto.getRandomValues(new Uint8Array(12)), { set, tag, public: publicKey, privateKey, publisher });
  privateKey.fill(0);
  // Notes are kept only where a service worker serves the handbook.
  if (before && (await serviceWorker())) {
    const deviceKey = await aesKey(await hkdf(root, ctx("device-key")), ["encrypt"]);
    await handOver(set, before, { tag, deviceKey, names: await hmacKey(await hkdf(root, ctx("device-names"))) });
  }
  root.fill(0);
  const joining = { set, tag, public: publicKey, sealed };
  const digits = await fingerprint(joining, publisher, (secret, salt) => argon2id(base, secret, salt));
  return { letters: await joinCode(joining), digits };
}

async function newPair() {
  const pair = /** @type {CryptoKeyPair} */ (await persisting(() => crypto.subtle.generateKey("X25519", true, ["deriveBits"])));
  const { d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  return { privateKey: unb64(d, 32), publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}
