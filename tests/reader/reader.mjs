// A second reader of locked sites, for tests. It knows only als_plugin/vault/FORMAT.md and shares no code with the product.
// Takes one JSON object a line on its standard input and answers each with one on its standard output.

import { createInterface } from 'node:readline';
import { assemble, ctx, derive, normalForm, padme } from './format.mjs';
import { hpkeOpen } from './hpke.mjs';
import { fingerprint, readCode } from './joining.mjs';
import { holdSite } from './manifest.mjs';
import { findReplies, openLetter, openReply } from './replies.mjs';
import { openSite } from './site.mjs';

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const bytes = (text) => new Uint8Array(Buffer.from(text, 'hex'));

const answers = {
  ctx: ({ parts }) => hex(ctx(...parts.map((part) => ('text' in part ? part.text : bytes(part.hex))))),
  padme: ({ size }) => padme(size),
  normal_form: ({ passphrase }) => hex(normalForm(passphrase)),
  derive: async ({ passphrase, salt }) =>
    Object.fromEntries(Object.entries(await derive(passphrase, bytes(salt))).map(([name, value]) => [name, hex(value)])),
  assemble: ({ skeleton, fill }) => assemble(skeleton, fill),
  hpke: async ({ private: key, public: open, sealed, info, aad }) => hex(await hpkeOpen(bytes(key), bytes(open), bytes(sealed), bytes(info), bytes(aad))),
  join: ({ code, set, publisher }) => {
    const { tag, public: key, sealed, ...read } = readCode(code, bytes(set));
    return { tag: hex(tag), public: hex(key), sealed: hex(sealed), fingerprint: fingerprint(read, bytes(publisher)) };
  },
  letter: ({ set, build, view, public: open, private: key, letters }) =>
    openLetter({ set: bytes(set), build, view: bytes(view), publicKey: bytes(open), privateKey: bytes(key), letters: letters.map(bytes) }),
  reply: ({ reply, set, publishers, keeper, senders, oldest, newest }) =>
    openReply(bytes(reply), {
      set: bytes(set),
      publishers: publishers.map(bytes),
      keeper: { private: bytes(keeper.private), public: bytes(keeper.public) },
      senders: senders.map((one) => ({ ...one, public: bytes(one.public) })),
      oldest,
      newest,
    }),
  find: ({ text }) => findReplies(text),
  hold: ({ folder, publisher, lowest }) => holdSite(folder, bytes(publisher), lowest),
  open: ({ folder, passphrase, today, lowest }) => openSite(folder, passphrase, { today, lowest }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...question } = JSON.parse(line);
  let answer;
  try {
    answer = { answer: await answers[ask](question) };
  } catch (error) {
    answer = { refused: `${error.message}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
