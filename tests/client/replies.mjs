// Seals and opens letters and replies with the client's own format code. Takes the client's folder as its argument and one
// JSON object a line, bytes in hex.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

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
  reply: async ({ reply, set, publishers, keeper, senders, oldest, newest }) =>
    openReply(bytes(reply), {
      set: bytes(set),
      publishers: publishers.map(bytes),
      keeper: await pair(keeper),
      senders: senders.map(({ person, public: open, until }) => ({ person, public: bytes(open), until: until ?? undefined })),
      builds: [oldest, newest],
    }),
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
