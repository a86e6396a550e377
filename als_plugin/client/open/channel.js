/**
 * What one window of a reader tells another: sealed, on a channel whose name tells nothing. Any page of the origin can listen
 * on a channel, and hears noise.
 * @module
 */

import { concat, ctx, padme, text, unseal, utf8 } from "../format/bytes.js";
import { nameOf } from "./handover.js";
import { welcome } from "./tab.js";

/** Messages are padded, and shorter ones look alike. */
const LEAST = 2048;

/** @typedef {{post: (value: any) => Promise<void>, onMessage: (callback: (value: any) => void) => void}} Channel */

/**
 * The channel of this reader for a purpose; an open one in a preview, which is the author's own.
 * @param {string} purpose
 * @returns {Promise<Channel>}
 */
export async function channelFor(purpose) {
  const known = await welcome();
  if (!known) {
    const open = new BroadcastChannel(`als-preview-${purpose}`);
    return { post: async (value) => open.postMessage(value), onMessage: (callback) => open.addEventListener("message", ({ data }) => callback(data)) };
  }
  const { set, tag, deviceKey, names } = known.identity;
  const bound = ctx("channel", purpose, set, tag);
  const channel = new BroadcastChannel(`als-${await nameOf(bound, names)}`);
  return {
    post: async (value) => {
      const bytes = utf8(JSON.stringify(value));
      const padded = new Uint8Array(padme(Math.max(LEAST, bytes.length))).fill(0x20);
      padded.set(bytes);
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      channel.postMessage(concat(nonce, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: bound }, deviceKey, padded))));
    },
    onMessage: (callback) =>
      channel.addEventListener("message", async ({ data }) => {
        try {
          callback(JSON.parse(text(await unseal(deviceKey, data.subarray(0, 12), data.subarray(12), bound))));
        } catch {
          // Whatever does not open was said by somebody else.
        }
      }),
  };
}
