/**
 * What is typed and not saved yet, kept by the desk at each change.
 * @module
 */

import { ask } from "./api.js";

/** What one session's pages keep. */
export class Drafts {
  /** @param {string} set @param {string} stem */
  constructor(set, stem) {
    this.path = `draft/${set}/${stem}`;
    this.channel = new BroadcastChannel(`als-${set}-${stem}`);
    /** @type {Map<string, {value: any}>} */
    this.waiting = new Map();
    /** @type {Promise<void> | null} */
    this.writing = null;
  }

  /** @param {string} name */
  async get(name) {
    return (await ask(`${this.path}/${place(name)}`)).value ?? undefined;
  }

  /**
   * Keeps a value (undefined: none); of several that come while one is on its way, the last. Rejects where it is not kept.
   * @param {string} name
   * @param {any} value
   */
  set(name, value) {
    this.waiting.set(name, { value });
    this.writing ??= this.write().finally(() => (this.writing = null));
    return this.writing;
  }

  async write() {
    for (let next = this.waiting.entries().next().value; next; next = this.waiting.entries().next().value) {
      const [name, { value }] = next;
      this.waiting.delete(name);
      await ask(`${this.path}/${place(name)}`, { value: value ?? null });
      this.channel.postMessage("kept");
    }
  }

  /** @param {() => void} callback another page of this session kept something */
  onChanged(callback) {
    this.channel.addEventListener("message", ({ data }) => data === "kept" && callback());
  }

  close() {
    this.channel.close();
  }
}

/** @param {string} name */
const place = (name) => (name === "run/discarded" ? "discarded" : name);
