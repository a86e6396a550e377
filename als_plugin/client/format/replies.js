/**
 * Replies: what a person sends to those who keep the record (FORMAT.md, section 8).
 * @module
 */

import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";

import { REPLY_MAX } from "./armour.js";
import { aesKey, concat, ctx, equal, hex, padme, sha256, text, u32, u64, unseal, utf8 } from "./bytes.js";
import { strictJson } from "./json.js";
import { persisting } from "./persisting.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {{privateKey: CryptoKey, public: Bytes}} Pair */
/** @typedef {{set: Bytes, build: number, id: Bytes}} Header */
/** @typedef {{person: string, public: Bytes, until?: string}} Sender */

const VERSION = 1;
const HEADER = 41;
const SEAL = 112;
const SEALS = 4;
const SEALS_MAX = 64;
const LEAST = 512;
const LARGEST = 256 * 1024;
const LARGEST_RECORD = 2 * 1024 * 1024 + 4096;
/** By how many bytes it may be longer zipped than it may be unzipped: what does not shrink grows a little. */
const ZIPPED_MORE = 4096;
/** The content's key seals one thing only. */
const NONCE = new Uint8Array(12);

/** Why a reply is not taken: the words for it are the page's. */
export class ReplyRefused extends Error {
  /**
   * @param {"damaged" | "version" | "set" | "nobody" | "former" | "newer" | "old" | "large" | "malformed" | "named"} reason
   * @param {{person?: string, until?: string}} [known]
   */
  constructor(reason, known = {}) {
    super(reason);
    this.name = "ReplyRefused";
    this.reason = reason;
    this.known = known;
  }
}

const suite = () => new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** @param {Header} header */
const encoded = ({ set, build, id }) => concat(Uint8Array.of(VERSION), set, u64(build), id);

/**
 * @param {number} size
 * @returns {Bytes}
 */
const random = (size) => crypto.getRandomValues(new Uint8Array(size));

/**
 * @param {CipherSuite} hpke
 * @param {CryptoKeyPair} from
 * @param {Bytes} sender
 * @param {Bytes} keeper
 * @param {Bytes} head
 * @param {Bytes} publisher
 * @param {Bytes} plain
 */
async function sealTo(hpke, from, sender, keeper, head, publisher, plain) {
  const recipientPublicKey = await hpke.kem.deserializePublicKey(keeper);
  const info = ctx("reply", head, sender, keeper, publisher);
  const { enc, ct } = await persisting(() => hpke.seal({ recipientPublicKey, info, senderKey: from }, plain));
  return concat(new Uint8Array(enc), new Uint8Array(ct));
}

/**
 * A reply to the keepers' public keys.
 * @param {Record<string, unknown>} content
 * @param {Header} header
 * @param {Bytes} publisher
 * @param {Pair} sender
 * @param {Bytes[]} keepers
 * @returns {Promise<Bytes>}
 */
export async function sealReply(content, header, publisher, sender, keepers) {
  const hpke = suite();
  const head = encoded(header);
  const packed = await zipped(utf8(JSON.stringify(content, (_name, value) => (typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\ufffd") : value))));
  const plain = new Uint8Array(padme(Math.max(LEAST, 4 + packed.length)));
  plain.set(concat(u32(packed.length), packed));
  const key = random(32);
  const how = { name: "AES-GCM", iv: NONCE, additionalData: ctx("reply-content", head) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, await aesKey(key, ["encrypt"]), plain));
  const told = concat(key, await sha256(sealed));
  const own = { privateKey: sender.privateKey, publicKey: await hpke.kem.deserializePublicKey(sender.public) };
  const seals = await Promise.all(keepers.map((keeper) => sealTo(hpke, own, sender.public, keeper, head, publisher, told)));
  while (!seals.length || seals.length % SEALS) {
    const pair = () => persisting(() => hpke.kem.generateKeyPair());
    const [from, to] = await Promise.all([pair(), pair()]);
    const [one, other] = await Promise.all([from, to].map(async ({ publicKey }) => new Uint8Array(await hpke.kem.serializePublicKey(publicKey))));
    seals.push(await sealTo(hpke, from, /** @type {Bytes} */ (one), /** @type {Bytes} */ (other), head, publisher, random(64)));
  }
  return concat(head, Uint8Array.of(seals.length), ...shuffled(seals), sealed);
}

/**
 * In an order that tells nothing: dummies come last otherwise.
 * @template T
 * @param {T[]} list
 */
const shuffled = (list) =>
  list.map((one) => ({ one, at: /** @type {number} */ (crypto.getRandomValues(new Uint32Array(1))[0]) })).sort((a, b) => a.at - b.at).map(({ one }) => one);

/**
 * The reply as a keeper reads it. Throws a ReplyRefused.
 * @param {Bytes} data
 * @param {object} known
 * @param {Bytes} known.set
 * @param {Bytes[]} known.publishers
 * @param {Pair} known.keeper
 * @param {Sender[]} known.senders keys that people have, and (with `until`) had
 * @param {[oldest: number, newest: number]} known.builds
 * @returns {Promise<{id: string, mark: string, build: number, person: string, content: Record<string, any>}>} its sender chose the `id`; no two different replies have the same `mark`
 */
export async function openReply(data, { set, publishers, keeper, senders, builds: [oldest, newest] }) {
  if (data.length < HEADER + 1) throw new ReplyRefused("damaged");
  if (data[0] !== VERSION) throw new ReplyRefused("version");
  const head = data.slice(0, HEADER);
  if (!equal(head.subarray(1, 17), set)) throw new ReplyRefused("set");
  if (data.length > REPLY_MAX) throw new ReplyRefused("large");
  const build = Number(new DataView(head.buffer).getBigUint64(17));
  const count = data[HEADER] ?? 0;
  const start = HEADER + 1 + count * SEAL;
  if (count % SEALS || count === 0 || count > SEALS_MAX || data.length < start + LEAST) throw new ReplyRefused("damaged");
  if (count > Math.ceil(senders.length / SEALS) * SEALS) throw new ReplyRefused("nobody");
  const seals = Array.from({ length: count }, (_one, at) => data.slice(HEADER + 1 + at * SEAL, HEADER + 1 + (at + 1) * SEAL));
  const found = await unsealed(seals, head, publishers, keeper, senders);
  if (!found) throw new ReplyRefused("nobody");
  const { sender: { person, until }, told } = found;
  const sealed = data.slice(start);
  if (!equal(told.subarray(32), await sha256(sealed))) throw new ReplyRefused("damaged");
  if (until !== undefined) throw new ReplyRefused("former", { person, until });
  if (build < oldest) throw new ReplyRefused("old", { person });
  if (build > newest) throw new ReplyRefused("newer", { person });
  let plain;
  try {
    plain = await unseal(await aesKey(told.slice(0, 32), ["decrypt"]), NONCE, sealed, ctx("reply-content", head));
  } catch {
    throw new ReplyRefused("damaged");
  }
  const mark = hex(await sha256(concat(utf8(person), Uint8Array.of(0), head, sealed)));
  return { id: hex(head.subarray(25)), mark, build, person, content: await read(plain, person) };
}

/**
 * Keys in force are tried before former ones.
 * @param {Bytes[]} seals
 * @param {Bytes} head
 * @param {Bytes[]} publishers
 * @param {Pair} keeper
 * @param {Sender[]} senders
 */
async function unsealed(seals, head, publishers, keeper, senders) {
  const hpke = suite();
  const recipientKey = { privateKey: keeper.privateKey, publicKey: await hpke.kem.deserializePublicKey(keeper.public) };
  for (const sender of [...senders].sort((a, b) => Number(a.until !== undefined) - Number(b.until !== undefined))) {
    const senderPublicKey = await hpke.kem.deserializePublicKey(sender.public);
    for (const publisher of publishers) {
      const info = ctx("reply", head, sender.public, keeper.public, publisher);
      for (const seal of seals) {
        try {
          const told = await hpke.open({ recipientKey, enc: seal.slice(0, 32), info, senderPublicKey }, seal.slice(32));
          return { sender, told: new Uint8Array(told) };
        } catch {
          continue;
        }
      }
    }
  }
  return null;
}

/**
 * @param {Bytes} plain
 * @param {string} person
 * @returns {Promise<Record<string, any>>}
 */
async function read(plain, person) {
  const size = new DataView(plain.buffer).getUint32(0);
  const known = { person };
  if (plain.length !== padme(Math.max(LEAST, 4 + size)) || plain.subarray(4 + size).some((byte) => byte !== 0)) throw new ReplyRefused("malformed", known);
  if (size > LARGEST_RECORD + ZIPPED_MORE) throw new ReplyRefused("large", known);
  let data;
  let content;
  try {
    data = await unzipped(plain.slice(4, 4 + size), LARGEST_RECORD);
    content = data && strictJson(text(data));
  } catch {
    throw new ReplyRefused("malformed", known);
  }
  if (!data || ((data.length > LARGEST || size > LARGEST + ZIPPED_MORE) && content?.kind !== "record")) throw new ReplyRefused("large", known);
  if (typeof content !== "object" || content === null || Array.isArray(content) || typeof content.kind !== "string") throw new ReplyRefused("malformed", known);
  if (["member", "sender", "person", "from"].some((name) => Object.hasOwn(content, name))) throw new ReplyRefused("named", known);
  return content;
}

/** @param {Bytes} bytes */
async function zipped(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Null for more than `most` bytes.
 * @param {Bytes} bytes
 * @param {number} most
 */
async function unzipped(bytes, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return concat(...parts);
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
}
