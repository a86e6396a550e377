// Join codes, section 5 of als_plugin/vault/FORMAT.md.

import { BLANK, Refused, argon2id, ctx, same, sha256, unbase32 } from './format.mjs';

const checksum = (body) => sha256(ctx('als1', 'join-code', body)).slice(0, 7);

/** What a code says. `set`: whose list of grants it is to go into. */
export function readCode(text, set) {
  const letters = text.replace(BLANK, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
  if (letters.length !== 288) throw new Refused('another length');
  const data = unbase32(letters);
  const body = data.slice(0, 173);
  if (!same(checksum(body), data.slice(173))) throw new Refused('another checksum');
  if (body[0] !== 1) throw new Refused('another version');
  if (!same(body.slice(1, 17), set)) throw new Refused('another set');
  return { body, set, tag: body.slice(17, 33), public: body.slice(33, 65), sealed: body.slice(65) };
}

/** The eight digits. */
export function fingerprint({ body, set }, publisher) {
  const stretched = argon2id(sha256(ctx('als1', 'join-fingerprint', body, publisher)), set);
  const number = Buffer.from(stretched).readBigUInt64BE(0) % 10n ** 8n;
  return `${number}`.padStart(8, '0');
}
