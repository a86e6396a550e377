// Seals and opens letters and replies with the client's own format code. Takes the client's folder as its argument and one
// JSON object a line, bytes in hex.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

// As GTK's WebKit: now and then a key is not made, and the next one is.
const { generateKey } = SubtleCrypto.prototype;
let asked = 0;
SubtleCrypto.prototype.generateKey = function (...how) {
  asked += 1;
  return asked % 5 === 1 ? Promise.reject(new DOMException("", "OperationError")) : generateKey.apply(this, how);
};

const from = (name) => import(pathToFileURL(`${process.argv[2]}/format/${name}.js`).href);
const { openLetter } = await from("letters");
const { openReply, sealReply } = await from("replies");
const { armour, findReplies } = await from("armour");
const { portable, usable } = await from("privatekey");

const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (data) => Buffer.from(data).toString("hex");
const pair = async ({ private: key, public: open }) => ({ privateKey: await usable(await portable(bytes(key))), public: bytes(open) });

const answers = {
  letter: async ({ set, build, view, public: open, private: key, letters }) =>
    openLetter({ set: bytes(set), build }, bytes(view), { public: bytes(open), privateKey: await portable(bytes(key)) }, letters),
  seal: async ({ content, set, build, id, publisher, sender, keepers }) =>
    hex(await sealReply(content, { set: bytes(set), build, id: bytes(id) }, bytes(publisher), await pair(sender), keepers.map(bytes))),
  reply: async ({ reply, set, publishers, keeper, senders, oldest, newest }) => {
    const { mark, ...told } = await openReply(bytes(reply), {
      set: bytes(set),
      publishers: publishers.map(bytes),
      keeper: await pair(keeper),
      senders: senders.map(({ person, public: open, until }) => ({ person, public: bytes(open), until: until ?? undefined })),
      builds: [oldest, newest],
    });
    if (!/^[0-9a-f]{64}$/.test(mark)) throw new Error(`no mark: ${mark}`); // by which the browser tells replies apart; Python has the bytes
    return told;
  },
  armour: ({ reply }) => armour(bytes(reply)),
  find: async ({ text }) => (await findReplies(text)).map((found) => ("data" in found ? { hex: hex(found.data) } : found)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...question } = JSON.parse(line);
  let answer;
  try {
    answer = { answer: await answers[ask](question) };
  } catch (error) {
    answer = { refused: error.reason ?? `${error.name}: ${error.message}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
