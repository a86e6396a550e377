/**
 * From a slot to a view (FORMAT.md, section 3).
 * @module
 */

import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";

import { ctx, equal, text, u64, unseal } from "./bytes.js";
import { Fault } from "./fault.js";
import { portable, usable } from "./privatekey.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */

/**
 * Who has unlocked: all that opens this build and later ones. No CryptoKey in it can be exported.
 * @typedef {object} Identity
 * @property {Bytes} set
 * @property {Bytes} tag
 * @property {Bytes} public
 * @property {Bytes} pinned the publisher's key that came with the passphrase
 * @property {import("./privatekey.js").PrivateKey} privateKey
 * @property {CryptoKey} deviceKey
 * @property {CryptoKey} [names] none where an earlier release kept the handbook open
 */

/** What a grant holds. @typedef {{viewKey: Bytes, view: Bytes, person: string}} Grant */

const suite = () => new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/**
 * What the slot of a passphrase holds: a Fault "slot" where there is none, "damaged" where it does not open.
 * @param {import("./keyring.js").Keyring} keyring
 * @param {import("./passphrase.js").Derived} derived
 * @returns {Promise<{slot: import("./keyring.js").Slot, plain: Bytes}>} private key, publisher's key, the set's number
 */
export async function slotSecret(keyring, derived) {
  const slot = keyring.slots.find((candidate) => equal(candidate.tag, derived.tag));
  if (!slot) throw new Fault("slot");
  /** @type {Bytes} */
  let plain;
  try {
    const bound = ctx("private-key", keyring.set, slot.tag, slot.public);
    plain = await unseal(derived.wrapping, slot.sealed.subarray(0, 12), slot.sealed.subarray(12), bound);
  } catch {
    throw new Fault("damaged", "a slot that its passphrase does not open");
  }
  if (plain.length !== 80 || !equal(plain.subarray(64), keyring.set)) throw new Fault("damaged", "a slot of another set");
  return { slot, plain };
}

/**
 * Who has this passphrase. Throws as `slotSecret` does.
 * @param {import("./keyring.js").Keyring} keyring
 * @param {import("./passphrase.js").Derived} derived
 * @returns {Promise<Identity>}
 */
export async function openSlot(keyring, derived) {
  const { slot, plain } = await slotSecret(keyring, derived);
  const set = plain.slice(64, 80);
  const privateKey = await portable(plain.subarray(0, 32));
  plain.fill(0, 0, 32);
  return { set, tag: slot.tag, public: slot.public, pinned: plain.slice(32, 64), privateKey, deviceKey: derived.device, names: derived.names };
}

/**
 * Opens the grant of a build: a Fault "slot" where the build has no slot for this identity any more, or one that opens no view.
 * @param {import("./keyring.js").Keyring} keyring signed, see `checkSignature`
 * @param {Identity} identity
 * @returns {Promise<Grant>}
 */
export async function openGrant(keyring, identity) {
  const slot = keyring.slots.find((candidate) => equal(candidate.tag, identity.tag));
  if (!slot || !equal(slot.public, identity.public)) throw new Fault("slot");
  const hpke = suite();
  const privateKey = await usable(identity.privateKey);
  const publicKey = await hpke.kem.deserializePublicKey(identity.public);
  for (const { id } of keyring.views) {
    const info = ctx("grant", keyring.set, u64(keyring.build), id, slot.tag, keyring.publisher);
    let plain;
    try {
      const recipient = { recipientKey: { privateKey, publicKey }, enc: slot.grant.slice(0, 32), info };
      plain = new Uint8Array(await hpke.open(recipient, slot.grant.slice(32)));
    } catch {
      continue;
    }
    return readGrant(plain, id);
  }
  // Signed by the publisher, so nothing is damaged: this passphrase is not to open anything any more.
  throw new Fault("slot");
}

/**
 * @param {Bytes} plain
 * @param {Bytes} id
 * @returns {Grant}
 */
function readGrant(plain, id) {
  const length = plain[48] ?? 0;
  const view = plain.slice(32, 48);
  if (plain.length !== 113 || length > 64 || !equal(view, id)) throw new Fault("damaged", "a grant of another view");
  if (plain.subarray(49 + length).some((byte) => byte !== 0)) throw new Fault("damaged", "a grant that is not well formed");
  return { viewKey: plain.slice(0, 32), view, person: text(plain.subarray(49, 49 + length)) };
}
