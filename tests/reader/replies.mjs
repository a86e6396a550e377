// Letters and replies, sections 7 and 8 of als_plugin/vault/FORMAT.md.

import { gunzipSync } from 'node:zlib';
import { Refused, ctx, int, json, padme, same, sha256, u32, u64, unb64 } from './format.mjs';
import { gcmOpen, hpkeOpen } from './hpke.mjs';

/** Length, JSON and zeros, as both have them. */
function unpadded(plain, least) {
  const size = int(plain);
  if (plain.length !== padme(Math.max(least, 4 + size))) throw new Refused('another length');
  if (plain.slice(4 + size).some((byte) => byte !== 0)) throw new Refused('the padding is not zero');
  return plain.slice(4, 4 + size);
}

export async function openLetter({ set, build, view, publicKey, privateKey, letters }) {
  const info = ctx('als1', 'letter', set, u64(build), view, publicKey);
  for (const letter of letters) {
    const plain = await hpkeOpen(privateKey, publicKey, letter, info);
    if (plain) return json(unpadded(plain, 1024));
  }
  return null;
}

export async function openReply(reply, { set, publishers, keeper, senders, oldest, newest }) {
  if (reply[0] !== 1) throw new Refused('another version');
  const header = reply.slice(0, 41);
  if (!same(header.slice(1, 17), set)) throw new Refused('another set');
  if (reply.length > LARGEST) throw new Refused('too long');
  const count = reply[41];
  const start = 42 + 112 * count;
  if (!count || count % 4 || count > 64 || reply.length < start + 512) throw new Refused('cut off');
  if (count > 4 * Math.ceil(senders.length / 4)) throw new Refused('more seals than keys');
  const found = await findSender(reply.slice(42, start), header, { publishers, keeper, senders });
  if (!found) throw new Refused('no seal opens');
  const sealed = reply.slice(start);
  if (!same(found.told.slice(32), sha256(sealed))) throw new Refused('another content');
  if (found.sender.until) throw new Refused('a former key');
  const build = Number(Buffer.from(header).readBigUInt64BE(17));
  if (build < oldest) throw new Refused('an old build');
  if (build > newest) throw new Refused('a newer build');
  const plain = await gcmOpen(found.told.slice(0, 32), new Uint8Array(12), sealed, ctx('als1', 'reply-content', header));
  if (!plain) throw new Refused('the content does not open');
  const zipped = unpadded(plain, 512);
  if (zipped.length > 2 * 1024 * 1024 + 8192) throw new Refused('too large');
  const data = gunzipSync(zipped, { maxOutputLength: 2 * 1024 * 1024 + 4096 });
  const content = unambiguous(data);
  if ((data.length > 256 * 1024 || zipped.length > 260 * 1024) && content.kind !== 'record') throw new Refused('too large');
  if (typeof content.kind !== 'string') throw new Refused('malformed');
  if (['member', 'sender', 'person', 'from'].some((name) => Object.hasOwn(content, name))) throw new Refused('names a sender');
  return { id: Buffer.from(header.slice(25)).toString('hex'), build, person: found.sender.person, content };
}

/** The JSON of a reply, if it is one thing to everybody. */
function unambiguous(data) {
  const value = json(data);
  const walk = (each, left) => {
    if (typeof each === 'string' && !each.isWellFormed()) throw new Refused('half a character');
    if (typeof each === 'number' && !(Math.abs(each) < 2 ** 53)) throw new Refused('a large number');
    if (each === null || typeof each !== 'object') return 0;
    if (!left) throw new Refused('too deep');
    return Object.entries(each).reduce((sum, [name, inner]) => sum + walk(name, 0) + walk(inner, left - 1), Array.isArray(each) ? 0 : Object.keys(each).length);
  };
  const members = walk(value, 32);
  // In well-formed JSON a colon outside of texts stands after each name, so that a name that stands twice leaves one colon too many.
  const colons = Buffer.from(data).toString().replace(/"(?:[^"\\]+|\\.)*"/gsu, '').split(':').length - 1;
  if (colons !== members) throw new Refused('a name that stands twice');
  return value;
}

async function findSender(seals, header, { publishers, keeper, senders }) {
  for (const sender of [...senders.filter(({ until }) => !until), ...senders.filter(({ until }) => until)]) {
    for (const publisher of publishers) {
      const info = ctx('als1', 'reply', header, sender.public, keeper.public, publisher);
      for (let at = 0; at < seals.length; at += 112) {
        const told = await hpkeOpen(keeper.private, keeper.public, seals.slice(at, at + 112), info, new Uint8Array(), sender.public).catch(() => null);
        if (told) return { sender, told };
      }
    }
  }
  return null;
}

const WHITE = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const BETWEEN = `[${WHITE}>|\\u200b\\ufeff]*`;
const DASH = '[\\-\\u2010-\\u2015\\u2212]';
const MARK = new RegExp(`(?<!${DASH})${DASH}{2,}${['(BEGIN|END)', 'ALS', 'REPLY', ''].map((word) => BETWEEN + word).join('')}${DASH}{2,}`, 'gu');
const NOISE = new RegExp(`[${WHITE}>|=\\u200b\\u00ad\\u2060\\ufeff]`, 'gu');

const LARGEST = 2169914;

/** Every reply in a text: its bytes, or why there are none. */
export function findReplies(text) {
  const found = [];
  let begun = null;
  for (const { 0: mark, 1: word, index } of text.matchAll(MARK)) {
    if (word === 'BEGIN' && begun !== null) found.push({ cut: true });
    if (word === 'BEGIN') begun = index + mark.length;
    else if (begun !== null) {
      found.push(lines(text.slice(begun, index).replace(NOISE, '')));
      begun = null;
    }
  }
  if (begun !== null) found.push({ cut: true });
  return found;
}

function lines(letters) {
  if (letters.length > Math.ceil(LARGEST / 45) * 65) return { large: true };
  const whole = [];
  let rest = letters;
  for (let number = 1; rest; number++) {
    const last = rest.length <= 65;
    const line = last ? rest : rest.slice(0, 65);
    const part = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{4}$/.test(line) ? unb64(line.slice(0, -5)) : null;
    const check = part && sha256(ctx('als1', 'reply-line', u32(number), Uint8Array.of(last ? 1 : 0), part)).slice(0, 3);
    if (!check || !same(unb64(line.slice(-4)), check)) return { line: number };
    whole.push(...part);
    rest = rest.slice(65);
  }
  return whole.length ? { hex: Buffer.from(whole).toString('hex') } : { cut: true };
}
