// The building blocks of als_plugin/vault/FORMAT.md, written from that document alone.

import { argon2Sync, createHash } from 'node:crypto';
import { hkdf, join } from './hpke.mjs';

const utf8 = new TextEncoder();

export class Refused extends Error {}

export const same = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) === 0;
export const json = (bytes) => JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
export const sha256 = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
export const int = (bytes) => Buffer.from(bytes).readUInt32BE(0);

export const u32 = (n) => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(n);
  return new Uint8Array(out);
};

export const u64 = (n) => {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt(n));
  return new Uint8Array(out);
};

export const ctx = (...parts) => {
  const bytes = parts.map((part) => (typeof part === 'string' ? utf8.encode(part) : part));
  return join(...bytes.flatMap((part) => [u32(part.length), part]));
};

export function padme(n) {
  if (n < 2) return n;
  const e = Math.floor(Math.log2(n));
  const s = Math.floor(Math.log2(e)) + 1;
  const step = 2 ** (e - s);
  return Math.ceil(n / step) * step;
}

export const unb64 = (text) => {
  if (typeof text !== 'string' || !/^[A-Za-z0-9_-]*$/.test(text)) throw new Refused('not base64url');
  return new Uint8Array(Buffer.from(text, 'base64url'));
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 of whole bytes, without padding. */
export function unbase32(text) {
  const bits = [...text].map((letter) => {
    const value = LETTERS.indexOf(letter);
    if (value < 0) throw new Refused('a letter that base32 does not have');
    return value.toString(2).padStart(5, '0');
  });
  return new Uint8Array(bits.join('').match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

export const BLANK =
  /[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u002d\u2010-\u2015\u2212\u200b\ufeff]+/gu;

export const normalForm = (text) =>
  utf8.encode(text.normalize('NFKC').toLowerCase().replace(BLANK, ' ').replace(/^ | $/g, ''));

/** Argon2id with the parameters of section 1. */
export const argon2id = (message, nonce) =>
  new Uint8Array(argon2Sync('argon2id', { message, nonce, memory: 65536, passes: 3, parallelism: 1, tagLength: 32 }));

/** Tag, wrapping key and device key of a passphrase. */
export async function derive(passphrase, salt) {
  const root = argon2id(normalForm(passphrase), salt);
  return {
    tag: await hkdf(root, ctx('als1', 'slot-tag'), 16),
    wrappingKey: await hkdf(root, ctx('als1', 'wrapping-key'), 32),
    deviceKey: await hkdf(root, ctx('als1', 'device-key'), 32),
  };
}

/** The page: texts joined, each slot replaced once by its fill. */
export function assemble(skeleton, fill) {
  return skeleton
    .map((part) => {
      if (typeof part === 'string') return part;
      if (!Object.hasOwn(fill, part.slot)) throw new Refused(`no fill for the slot ${part.slot}`);
      return fill[part.slot];
    })
    .join('');
}
