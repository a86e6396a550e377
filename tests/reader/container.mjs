// The container of a signed list, sections 2 and 6 of als_plugin/vault/FORMAT.md.

import { webcrypto } from 'node:crypto';
import { Refused, ctx, int, json, padme } from './format.mjs';

export async function signed(key, signature, message) {
  const imported = await webcrypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
  return webcrypto.subtle.verify('Ed25519', imported, signature, message);
}

/** The parts of a container with this mark; its signature is not checked yet. */
export function readContainer(data, mark) {
  if (new TextDecoder().decode(data.slice(0, 4)) !== mark) throw new Refused(`this does not begin with ${mark}`);
  if (data[4] !== 1) throw new Refused('another version');
  const length = int(data.slice(69, 73));
  if (data.length !== padme(73 + length)) throw new Refused('another length');
  if (data.slice(73 + length).some((byte) => byte !== 0)) throw new Refused('the padding is not zero');
  const bytes = data.slice(73, 73 + length);
  return { signature: data.slice(5, 69), bytes, body: json(bytes) };
}

export const signedContainer = (container, purpose, publisher) =>
  signed(publisher, container.signature, ctx('als1', purpose, container.bytes));
