/**
 * From what somebody wrote to a sealed reply in words that a mail can carry.
 * @module
 */

import { armour } from "../format/armour.js";
import { hex, unb64 } from "../format/bytes.js";
import { usable } from "../format/privatekey.js";
import { sealReply } from "../format/replies.js";

/**
 * @param {Record<string, unknown>} content
 * @param {import("./main.js").Device} device
 * @returns {Promise<{id: string, text: string}>}
 */
export async function sealed(content, { mail, identity }) {
  const known = await identity();
  if (!known) throw new Error("the handbook was locked");
  const id = crypto.getRandomValues(new Uint8Array(16));
  const sender = { privateKey: await usable(known.privateKey), public: known.public };
  const keepers = mail.inbox.map((keeper) => unb64(keeper.public, 32));
  const reply = await sealReply(content, { set: unb64(mail.set, 16), build: mail.build, id }, unb64(mail.publisher, 32), sender, keepers);
  return { id: hex(id), text: await armour(reply) };
}
