// HPKE in base and auth mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; opening one message only.
// Written from the RFC over WebCrypto, for tests: the product uses maintained libraries.

const subtle = globalThis.crypto.subtle;
const utf8 = new TextEncoder();

export const join = (...parts) => new Uint8Array(Buffer.concat(parts));

async function hmac(key, data) {
  // An empty key and 32 zero bytes are the same HMAC key; WebCrypto takes only the second.
  const imported = await subtle.importKey('raw', key.length ? key : new Uint8Array(32), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', imported, data));
}

export const extract = (salt, key) => hmac(salt, key);

export async function expand(prk, info, size) {
  let block = new Uint8Array();
  let out = new Uint8Array();
  for (let n = 1; out.length < size; n++) {
    block = await hmac(prk, join(block, info, Uint8Array.of(n)));
    out = join(out, block);
  }
  return out.slice(0, size);
}

export const hkdf = async (key, info, size = 32) => expand(await extract(new Uint8Array(), key), info, size);

const KEM = join(utf8.encode('KEM'), Uint8Array.of(0x00, 0x20));
const SUITE = join(utf8.encode('HPKE'), Uint8Array.of(0x00, 0x20, 0x00, 0x01, 0x00, 0x02));
const VERSION = utf8.encode('HPKE-v1');

const labeledExtract = (suite, salt, label, key) => extract(salt, join(VERSION, suite, utf8.encode(label), key));
const labeledExpand = (suite, prk, label, info, size) =>
  expand(prk, join(Uint8Array.of(size >> 8, size & 255), VERSION, suite, utf8.encode(label), info), size);

export async function x25519(privateKey, publicKey) {
  const pkcs8 = join(Buffer.from('302e020100300506032b656e04220420', 'hex'), privateKey);
  const mine = await subtle.importKey('pkcs8', pkcs8, { name: 'X25519' }, false, ['deriveBits']);
  const theirs = await subtle.importKey('raw', publicKey, { name: 'X25519' }, false, []);
  return new Uint8Array(await subtle.deriveBits({ name: 'X25519', public: theirs }, mine, 256));
}

export async function gcmOpen(key, nonce, sealed, bound) {
  const imported = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  try {
    return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData: bound }, imported, sealed));
  } catch {
    return null;
  }
}

/** What was sealed to the key pair with this `info` (by the owner of `sender`, where one is given), or null. */
export async function hpkeOpen(privateKey, publicKey, sealed, info, bound = new Uint8Array(), sender = null) {
  const none = new Uint8Array();
  const enc = sealed.slice(0, 32);
  const secrets = sender ? [await x25519(privateKey, enc), await x25519(privateKey, sender)] : [await x25519(privateKey, enc)];
  const dh = join(...secrets);
  const shared = await labeledExpand(KEM, await labeledExtract(KEM, none, 'eae_prk', dh), 'shared_secret', join(enc, publicKey, sender ?? none), 32);
  const pskId = await labeledExtract(SUITE, none, 'psk_id_hash', none);
  const infoHash = await labeledExtract(SUITE, none, 'info_hash', info);
  const context = join(Uint8Array.of(sender ? 2 : 0), pskId, infoHash);
  const secret = await labeledExtract(SUITE, shared, 'secret', none);
  const key = await labeledExpand(SUITE, secret, 'key', context, 32);
  const nonce = await labeledExpand(SUITE, secret, 'base_nonce', context, 12);
  return gcmOpen(key, nonce, sealed.slice(32), bound);
}
