// The building blocks of als_plugin/vault/FORMAT.md, written from that document alone.

import { argon2Sync } from 'node:crypto';
import { hkdf, join } from './hpke.mjs';

const utf8 = new TextEncoder();

export class Refused extends Error {}

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

const BLANK =
  /[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u002d\u2010-\u2015\u2212\u200b\ufeff]+/gu;

export const normalForm = (text) =>
  utf8.encode(text.normalize('NFKC').toLowerCase().replace(BLANK, ' ').replace(/^ | $/g, ''));

/** Tag, wrapping key and device key of a passphrase. */
export async function derive(passphrase, salt) {
  const root = argon2Sync('argon2id', {
    message: normalForm(passphrase),
    nonce: salt,
    memory: 65536,
    passes: 3,
    parallelism: 1,
    tagLength: 32,
  });
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
