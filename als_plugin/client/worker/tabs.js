/**
 * The windows on the set's folder: which there are, what they are asked and told, and how one is brought to the lock screen.
 * @module
 */

import { ask } from "../messages.js";

/** How long a tab may take to say that it goes to the lock screen, and then to go, in milliseconds. */
const LEAVING = 1000;
/** How long an open page may take to answer, in milliseconds. */
const PATIENCE = 3000;

export class Tabs {
  /** @type {Clients} */
  #clients;
  /** @type {(client: unknown) => client is WindowClient} */
  #isWindow;

  /**
   * @param {Clients} clients the browser's
   * @param {(client: unknown) => client is WindowClient} isWindow whether one is a window on the set's folder
   */
  constructor(clients, isWindow) {
    this.#clients = clients;
    this.#isWindow = isWindow;
  }

  /** @returns {Promise<WindowClient[]>} */
  async windows() {
    return (await this.#clients.matchAll({ type: "window", includeUncontrolled: true })).filter(this.#isWindow);
  }

  /**
   * The window of this name, if it is one.
   * @param {string} id
   * @returns {Promise<WindowClient | null>}
   */
  async window(id) {
    const client = id ? await this.#clients.get(id) : undefined;
    return this.#isWindow(client) ? client : null;
  }

  /** The names of all that can ask this worker for files. @returns {Promise<Set<string>>} */
  async names() {
    return new Set((await this.#clients.matchAll({ includeUncontrolled: true })).map(({ id }) => id));
  }

  /**
   * What an open page answers; null where it does not in time.
   * @template Answer
   * @param {WindowClient} client
   * @param {{als: "keys"} | {als: "used"}} question
   * @returns {Promise<Answer | null>}
   */
  ask(client, question) {
    return ask(client, question, PATIENCE);
  }

  /** @param {import("../messages.js").Notice} notice */
  async tell(notice) {
    for (const client of await this.windows()) client.postMessage(notice);
  }

  /**
   * Tells every tab to go to the lock screen, and makes those go that do not.
   * @param {ReadonlySet<string>} reading the names of those that have read, which must go whatever they say
   */
  async sendAllToLock(reading) {
    const told = (await this.windows()).map(async (client) => {
      // A picture or a PDF in a tab of its own has no script that could hear it.
      const heard = await ask(client, { als: "locked" }, LEAVING);
      // A lock screen may stay, as somebody may be typing there; what has been read must go. Nobody waits for it.
      if (!heard) await this.sendToLock(client.id);
      else if (reading.has(client.id)) void this.#gone(client.id).then((went) => (went ? undefined : this.sendToLock(client.id)));
    });
    await Promise.all(told);
  }

  /**
   * Whether a tab goes away within the time that it has for it.
   * @param {string} id
   */
  async #gone(id) {
    const last = Date.now() + LEAVING;
    while (await this.#clients.get(id)) {
      if (Date.now() > last) return false;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return true;
  }

  /**
   * Loads a tab again that did not hear that the handbook was locked, so that it shows the lock screen.
   * @param {string} id
   */
  async sendToLock(id) {
    const client = await this.window(id);
    if (!client) return;
    const url = new URL(client.url);
    // With its fragment the same address would load nothing.
    url.hash = "";
    await client.navigate(url.href).catch(() => null);
  }
}
