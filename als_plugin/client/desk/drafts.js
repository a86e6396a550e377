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
    /** @type {Promise<unknown>} */
    this.reading = Promise.resolve();
  }

  /** @param {string} name */
  async get(name) {
    const asked = ask(`${this.path}/${place(name)}`);
    this.reading = Promise.allSettled([this.reading, asked]);
    return (await asked).value ?? undefined;
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
    // Else what is written now would be taken for what was kept before.
    await this.reading;
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
