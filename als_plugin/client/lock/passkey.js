/**
 * A second door: what a passphrase opens, sealed under a secret that a passkey gives only when its owner unlocks it. Nobody
 * is authenticated by it, and no host is asked: the answer is a key.
 * @module
 */

import { aesKey, concat, ctx, equal, hkdf, hmacKey, unseal } from "../format/bytes.js";
import { Fault } from "../format/fault.js";
import { derived } from "../format/passphrase.js";
import { portable } from "../format/privatekey.js";
import { slotSecret } from "../format/slot.js";
import { transact } from "../open/store.js";
import { nameOf } from "../open/handover.js";
import { origin } from "./opening.js";
import { base } from "./place.js";

/** @typedef {import("../format/bytes.js").Bytes} Bytes */
/** @typedef {import("../format/slot.js").Identity} Identity */

/** What is kept: `whose` tells one reader from another to who holds that reader's keys, and nothing to anybody else. @typedef {{credential: Bytes, salt: Bytes, nonce: Bytes, sealed: Bytes, whose: string} | {declined: true}} Kept */

const PLACE = `${base.pathname} passkey`;
/** All names are this one: a passkey is seen in the lists of a device and its account. */
const NAME = "Handbook";

/** @param {number} length */
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** @returns {Promise<Kept | undefined>} */
const kept = () => transact("keys", "readonly", (store) => store.get(PLACE)).catch(() => undefined);

/** Whether this device opens the handbook by a passkey. */
export async function enrolled() {
  const found = await kept();
  return found !== undefined && "sealed" in found;
}

/** @param {Kept} what */
const put = (what) => transact("keys", "readwrite", (store) => store.put(what, PLACE));

/**
 * Forgets the passkey's part on this device. The passkey itself the browser may drop too, where it has a way to be told.
 */
export async function forget() {
  const found = await kept();
  await transact("keys", "readwrite", (store) => store.delete(PLACE)).catch(() => undefined);
  if (!found || !("credential" in found)) return;
  const known = /** @type {{signalUnknownCredential?: (of: {rpId: string, credentialId: string}) => Promise<void>}} */ (/** @type {unknown} */ (PublicKeyCredential));
  const credentialId = btoa(String.fromCharCode(...found.credential)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  await known.signalUnknownCredential?.({ rpId: location.hostname, credentialId }).catch(() => undefined);
}

/** Not to be asked again on this device. */
export const decline = () => put({ declined: true }).catch(() => undefined);

/** @param {Identity} identity */
const whoseOf = ({ set, tag, names }) => nameOf(ctx("passkey", set, tag), names);

/**
 * Whether the reader is to be asked: the device can, and has not been asked. What another reader or an earlier passphrase left
 * goes.
 * @param {Identity} identity
 */
export async function toOffer(identity) {
  if (document.documentElement.dataset.passkeys === "off" || typeof PublicKeyCredential === "undefined") return false;
  const found = await kept();
  if (found && "declined" in found) return false;
  if (found && found.whose === (await whoseOf(identity))) return false;
  if (found) await forget();
  // An address in digits has no passkeys.
  if (/^[\d.]+$|:/.test(location.hostname)) return false;
  return PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false);
}

/**
 * Makes a passkey, and seals under what it gives all that opening by passphrase gives. Throws where the device does not do it,
 * and then keeps nothing.
 * @param {import("../format/keyring.js").Keyring} keyring
 * @param {Bytes} root what the passphrase gave
 * @param {Identity} identity
 */
export async function enrol(keyring, root, identity) {
  const salt = random(32);
  const made = /** @type {PublicKeyCredential | null} */ (
    await navigator.credentials.create({
      publicKey: {
        rp: { id: location.hostname, name: NAME },
        user: { id: random(32), name: NAME, displayName: NAME },
        challenge: random(32),
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
        extensions: { prf: { eval: { first: salt } } },
      },
    })
  );
  if (!made) throw new Error("no passkey was made");
  const credential = new Uint8Array(made.rawId);
  const [first, second] = [await secretOf(credential, salt), await secretOf(credential, salt)];
  if (!equal(first, second)) throw new Error("the passkey gives no secret that stays");
  const plain = await openings(keyring, root, identity);
  try {
    const nonce = random(12);
    const how = { name: "AES-GCM", iv: nonce, additionalData: bound(credential) };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(how, await keyOf(first, ["encrypt"]), plain));
    await put({ credential, salt, nonce, sealed, whose: await whoseOf(identity) });
  } finally {
    for (const bytes of [plain, first, second]) bytes.fill(0);
  }
}

/**
 * Who has unlocked, by the passkey of this device. Throws a Fault "passkey" where it was cancelled, is gone, or gives another
 * secret than before.
 * @returns {Promise<Identity>}
 */
export async function identified() {
  const found = await kept();
  if (!found || !("sealed" in found)) throw new Fault("passkey", "nothing is kept here");
  let plain;
  try {
    const secret = await secretOf(found.credential, found.salt);
    plain = await unseal(await keyOf(secret, ["decrypt"]), found.nonce, found.sealed, bound(found.credential));
    secret.fill(0);
  } catch (error) {
    throw new Fault("passkey", String(error));
  }
  const part = (/** @type {number} */ from, /** @type {number} */ length) => /** @type {Bytes} */ (plain.slice(from, from + length));
  try {
    return {
      set: origin().set,
      privateKey: await portable(plain.subarray(0, 32)),
      pinned: part(32, 32),
      tag: part(64, 16),
      public: part(80, 32),
      deviceKey: await aesKey(plain.subarray(112, 144), ["encrypt", "decrypt"]),
      names: await hmacKey(plain.subarray(144, 176)),
    };
  } finally {
    plain.fill(0);
  }
}

/**
 * @param {Bytes} credential
 * @param {Bytes} salt
 * @returns {Promise<Bytes>}
 */
async function secretOf(credential, salt) {
  const got = /** @type {PublicKeyCredential | null} */ (
    await navigator.credentials.get({
      publicKey: {
        rpId: location.hostname,
        challenge: random(32),
        allowCredentials: [{ type: "public-key", id: credential }],
        userVerification: "required",
        extensions: { prf: { eval: { first: salt } } },
      },
    })
  );
  const first = got?.getClientExtensionResults().prf?.results?.first;
  if (!first) throw new Error("the passkey gives no secret");
  const secret = new Uint8Array(/** @type {ArrayBuffer} */ (first));
  if (secret.length !== 32) throw new Error("the passkey gives a secret of another length");
  return secret;
}

/** @param {Bytes} credential */
const bound = (credential) => ctx("passkey", origin().set, credential, origin().pinned);

/**
 * @param {Bytes} secret
 * @param {KeyUsage[]} usages
 */
const keyOf = async (secret, usages) => aesKey(await hkdf(secret, ctx("passkey-key", origin().set)), usages);

/**
 * @param {import("../format/keyring.js").Keyring} keyring
 * @param {Bytes} root
 * @param {Identity} identity
 * @returns {Promise<Bytes>}
 */
async function openings(keyring, root, identity) {
  const { plain } = await slotSecret(keyring, await derived(root));
  const [device, names] = [await hkdf(root, ctx("device-key")), await hkdf(root, ctx("device-names"))];
  const all = concat(plain.subarray(0, 32), identity.pinned, identity.tag, identity.public, device, names);
  for (const bytes of [plain, device, names]) bytes.fill(0);
  return all;
}
