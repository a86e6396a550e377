// Opens a locked site from a folder, following als_plugin/vault/FORMAT.md section by section.

import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Refused, assemble, ctx, derive, int, json, same, sha256, u32, u64, unb64 } from './format.mjs';
import { gcmOpen, hkdf, hpkeOpen } from './hpke.mjs';
import { readContainer, signed, signedContainer } from './container.mjs';

// Section 3, step 3
async function checkPublisher(keyring, pinned, set) {
  const publisher = unb64(keyring.body.publisher);
  let current = pinned;
  for (const { from, to, signature } of keyring.body.succession) {
    if (same(current, publisher)) break;
    if (!same(unb64(from), current)) continue;
    if (!(await signed(current, unb64(signature), ctx('als1', 'succession', set, current, unb64(to))))) throw new Refused('a step that is not signed');
    current = unb64(to);
  }
  if (!same(current, publisher)) throw new Refused('another publisher');
  if (!(await signedContainer(keyring, 'keyring', publisher))) throw new Refused('the signature does not fit');
}

// Section 3
async function openSlot(keyring, passphrase, lowest) {
  const { body } = keyring;
  const set = unb64(body.set);
  const { tag, wrappingKey } = await derive(passphrase, unb64(body.salt));
  const slot = body.slots.find((one) => one.suite === 1 && same(unb64(one.tag), tag));
  if (!slot) throw new Refused('no slot has this tag');
  const sealed = unb64(slot.sealed);
  const publicKey = unb64(slot.public);
  const plain = await gcmOpen(wrappingKey, sealed.slice(0, 12), sealed.slice(12), ctx('als1', 'private-key', set, tag, publicKey));
  if (!plain || plain.length !== 80 || !same(plain.slice(64), set)) throw new Refused('the private key does not open');
  await checkPublisher(keyring, plain.slice(32, 64), set);
  if (body.build < lowest) throw new Refused('an older build');
  for (const view of body.views) {
    const id = unb64(view.id);
    const info = ctx('als1', 'grant', set, u64(body.build), id, tag, unb64(body.publisher));
    const grant = await hpkeOpen(plain.slice(0, 32), publicKey, unb64(slot.grant), info);
    if (!grant) continue;
    const size = grant[48];
    if (grant.length !== 113 || !same(grant.slice(32, 48), id) || size > 64 || grant.slice(49 + size).some((byte) => byte !== 0)) {
      throw new Refused('a malformed grant');
    }
    return { id, key: grant.slice(0, 32), person: new TextDecoder().decode(grant.slice(49, 49 + size)) };
  }
  throw new Refused('this build grants nothing to this passphrase');
}

/** Section 4: everything that can be read on `today` (null: today in the set's timezone), further views included. */
export async function openSite(folder, passphrase, { today = null, lowest = 0 } = {}) {
  const read = (path) => new Uint8Array(readFileSync(posix.join(folder, path)));
  const keyring = readContainer(read('keyring'), 'ALSK');
  const { id, key, person } = await openSlot(keyring, passphrase, lowest);
  const { also, ...own } = await openView(keyring.body, read, id, key, today);
  const others = [];
  for (const further of also) {
    const opened = await openView(keyring.body, read, unb64(further.id), unb64(further.key), today);
    if (opened.audience !== further.audience || opened.since !== further.since) throw new Refused('a further view is another one');
    others.push(opened);
  }
  return { person, build: keyring.body.build, ...own, others: others.map(({ also: _unused, ...view }) => view) };
}

async function openView(body, read, id, key, today) {
  const view = body.views.find((one) => same(unb64(one.id), id));
  if (!view) throw new Refused('the keyring has no such view');
  const held = (path) => {
    const listed = body.files.find((file) => file.path === path);
    const data = read(path);
    if (!listed || listed.length !== data.length || !same(unb64(listed.sha256), sha256(data))) throw new Refused(`${path} was changed`);
    return data;
  };
  const bound = (purpose, ...further) => ctx('als1', purpose, unb64(body.set), u64(body.build), id, ...further);
  const plain = await gcmOpen(await hkdf(key, bound('index')), new Uint8Array(12), held(view.index), bound('index'));
  if (!plain) throw new Refused('the index does not open');
  const index = json(gunzipSync(plain.slice(4, 4 + int(plain))));
  const blob = async (number) => {
    const [pack, entry, offset, length, zipped] = index.blobs[number];
    const sealed = held(index.packs[pack]).slice(offset, offset + length);
    const nonce = new Uint8Array([...u64(0), ...u32(entry)]);
    const content = await gcmOpen(await hkdf(key, bound('pack', u32(pack))), nonce, sealed, bound('entry', u32(pack), u32(entry)));
    if (!content) throw new Refused(`blob ${number} does not open`);
    return zipped ? gunzipSync(content) : content;
  };
  const text = async (number) => new TextDecoder('utf-8', { fatal: true }).decode(await blob(number));
  const day = today ?? new Intl.DateTimeFormat('sv-SE', { timeZone: index.timezone }).format(new Date());
  const contents = {};
  for (const [path, entry] of Object.entries(index.entries)) {
    if (entry.until && day > entry.until) continue;
    let data;
    if (entry.page) {
      const fill = JSON.parse(await text(entry.page[1]));
      for (const [name, value] of Object.entries(fill)) fill[name] = typeof value === 'string' ? value : await text(value.blob);
      data = Buffer.from(assemble(JSON.parse(await text(entry.page[0])), fill));
    } else {
      data = await blob(entry.file);
    }
    contents[path] = { type: entry.type, data: Buffer.from(data).toString('base64') };
  }
  for (const [path, { url, sha256: hash, type }] of Object.entries(index.clear)) {
    const data = read(url);
    if (!same(sha256(data), unb64(hash))) throw new Refused(`${url} was changed`);
    contents[path] = { type, data: Buffer.from(data).toString('base64') };
  }
  return { audience: index.view.audience, since: index.view.since, time: index.time, csp: index.csp, also: index.also ?? [], contents };
}
