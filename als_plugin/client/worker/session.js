/**
 * Who has unlocked, and what each tab may read. All of it lives in memory and goes with the worker; open pages hold
 * the keys for a worker that the browser stopped and started again, and so does the device where somebody wants that.
 * @module
 */

import { equal } from "../format/bytes.js";
import { Fault, kindOf } from "../format/fault.js";
import { Builds } from "./builds.js";

/** @typedef {import("../format/slot.js").Identity} Identity */
/** @typedef {import("../format/bytes.js").Bytes} Bytes */
/** @typedef {import("../format/site.js").Site} Site */

/** How often the host is asked for a newer build, in milliseconds: after a navigation, after any other request. */
const EVERY = { navigate: 5_000, other: 60_000 };

/**
 * What a session needs of the worker that it lives in.
 * @typedef {object} Device
 * @property {(keyring: Bytes, identity: Identity, lowest: number) => Promise<Site>} open opens a build; throws a Fault
 * @property {(identity: Identity) => Promise<number>} lowest the lowest build that this person may be given
 * @property {(keyring: Bytes) => Promise<number>} build the build of one of this set's keyrings; throws a Fault
 * @property {() => Promise<Bytes>} newest the keyring as the host has it now; throws a Fault
 * @property {(build?: number) => Promise<Bytes | null>} accepted the keyring that was taken last, or that of one build
 * @property {(build: number, keyring: Bytes) => Promise<void>} accept remembers a keyring as the newest
 * @property {(builds: ReadonlySet<number>) => Promise<void>} dropOthers drops what is kept of all builds but these
 * @property {() => Promise<Identity | undefined>} kept the keys that stay on the device
 * @property {(identity: Identity) => Promise<boolean>} keep keeps keys there; whether they could be
 * @property {() => Promise<unknown>} forget drops the keys there
 * @property {() => Promise<void>} looked remembers that the host was asked today
 * @property {() => Promise<string | null>} overdue the day of the last look, if that is too long ago
 * @property {number} idle after how many milliseconds without use the handbook locks itself
 */

/** An open handbook. @typedef {{identity: Identity, keyring: Bytes, current: Site, kept: boolean, look: import("../messages.js").Look}} Open */

export class Session {
  /** @type {Device} */
  #device;
  /** @type {import("./tabs.js").Tabs} */
  #tabs;
  #builds = new Builds();
  /** @type {Open | null} */
  #open = null;
  /**
   * Who has been let in since the handbook was opened: tabs that this worker has given a page, those that have shown that the
   * one before did, and their own workers.
   * @type {Set<string>}
   */
  #served = new Set();
  /** Those that are being asked to show it. @type {Map<string, Promise<boolean>>} */
  #asking = new Map();
  /** @type {Promise<void> | null} */
  #recovering = null;
  /** Locked on purpose: then no page is asked for keys. @type {"locked" | "withdrawn" | null} */
  #shut = null;
  /** When the host was last asked for a newer build. */
  #asked = 0;
  /** When something was last read. */
  #touched = 0;
  /** The day of the last look for a newer build, where looking has failed and that day is long ago. @type {string | null} */
  #stale = null;

  /**
   * @param {Device} device
   * @param {import("./tabs.js").Tabs} tabs
   */
  constructor(device, tabs) {
    this.#device = device;
    this.#tabs = tabs;
  }

  get stale() {
    return this.#stale;
  }

  /**
   * Opens the site for who has typed a passphrase. Throws a Fault.
   * @param {Bytes} keyring
   * @param {Identity} identity
   * @param {boolean} keep open on this device until somebody locks it
   * @returns {Promise<Site>}
   */
  async unlock(keyring, identity, keep) {
    const site = await this.#device.open(keyring, identity, await this.#device.lowest(identity));
    await site.warm();
    // Somebody else's turn on this device: no tab goes on showing what was opened for the one before.
    if (this.#open && !equal(this.#open.identity.tag, identity.tag)) await this.lock("locked");
    if (!keep) await this.#device.forget();
    await this.#take(site, keyring, identity, keep && (await this.#device.keep(identity)), () => true);
    return site;
  }

  /**
   * Makes this the build that is read, if that is still wanted once it is kept: somebody may have locked meanwhile.
   * @param {Site} site
   * @param {Bytes} keyring
   * @param {Identity} identity
   * @param {boolean} kept
   * @param {() => boolean} wanted
   * @returns {Promise<boolean>} whether it was wanted
   */
  async #take(site, keyring, identity, kept, wanted) {
    await this.#device.accept(site.build, keyring);
    if (!wanted()) return false;
    this.#open = { identity, keyring, current: site, kept, look: this.#open?.look ?? null };
    this.#touched = Date.now();
    this.#shut = null;
    this.#builds.add(site);
    const read = this.#builds.keep(await this.#tabs.names(), site.build);
    // Nobody waits for it.
    void this.#device.dropOthers(read).catch((error) => console.info("als: builds before are still kept", error));
    return true;
  }

  /**
   * Forgets the keys and sends every tab to the lock screen.
   * @param {"locked" | "withdrawn"} why
   */
  async lock(why) {
    this.#open = null;
    this.#shut = why;
    await this.#device.forget();
    this.#builds.clear();
    const reading = new Set(this.#served);
    this.#served.clear();
    await this.#tabs.sendAllToLock(reading);
  }

  /** @returns {Promise<import("../messages.js").State>} */
  async state() {
    return { open: (await this.opened()) !== null, withdrawn: this.#shut === "withdrawn" };
  }

  /**
   * The build that a request reads, or null while locked.
   * @param {Pick<FetchEvent, "request" | "clientId" | "resultingClientId">} event
   * @returns {Promise<Site | null>}
   */
  async siteFor(event) {
    const open = await this.opened();
    if (!open || (await this.#leftAlone(open))) return null;
    if (event.request.mode === "navigate") {
      if (event.resultingClientId) this.#settle(event.resultingClientId, open.current.build);
      return this.#seen(open.current);
    }
    if (!(await this.mayRead(event.clientId))) return null;
    const site = await this.siteOf(event.clientId);
    // The script of a page's own worker, which then asks under a name of its own.
    if (site && event.resultingClientId) this.#settle(event.resultingClientId, site.build);
    return site;
  }

  /**
   * Locks what nobody has used for so long that a page would have locked it: a picture or a PDF alone in a tab has no script
   * that does.
   * @param {Open} open
   */
  async #leftAlone({ kept }) {
    const since = Date.now() - this.#device.idle;
    if (!kept && this.#touched <= since && (await this.lastUsed()) <= since) {
      await this.lock("locked");
      return true;
    }
    this.#touched = Date.now();
    return false;
  }

  /** Whether the handbook locks itself on this device. */
  async locksItself() {
    return (await this.opened())?.kept === false;
  }

  /**
   * Whether a client may read the open handbook: one that this worker has let in, or a page that holds the reader's keys, as
   * it was let in before the browser stopped the worker. Any other document or worker of the folder could be a neighbour's
   * puppet: it came from the host, or in at a time when the handbook was open for somebody else.
   * @param {string} id
   */
  async mayRead(id) {
    const open = await this.opened();
    if (!open || !id) return false;
    if (this.#served.has(id)) return true;
    let answer = this.#asking.get(id);
    if (!answer) {
      answer = this.#shows(id, open).finally(() => this.#asking.delete(id));
      this.#asking.set(id, answer);
    }
    return answer;
  }

  /**
   * @param {string} id
   * @param {Open} open
   */
  async #shows(id, { identity, keyring }) {
    const client = await this.#tabs.window(id);
    const held = client && (await this.#handedOver(client, keyring).catch(() => null));
    if (!held || !equal(held.keys.identity.tag, identity.tag)) return false;
    this.#settle(id, held.keys.build);
    return true;
  }

  /**
   * What a tab of the open handbook hands over. Throws a Fault where that opens nothing here: a neighbour's page can answer too.
   * @param {WindowClient} client
   * @param {Bytes} keyring
   */
  async #handedOver(client, keyring) {
    /** @type {import("../messages.js").Keys} */
    const keys = await this.#tabs.ask(client, { als: "keys" });
    if (!keys) throw new Fault("slot");
    return { id: client.id, keys, site: await this.#device.open(keyring, keys.identity, 0) };
  }

  /**
   * @param {string} id
   * @param {number} build
   */
  #settle(id, build) {
    this.#builds.pin(id, build);
    this.#served.add(id);
  }

  /**
   * When somebody last used a tab of the open handbook, as these tell; 0 where none does.
   * @returns {Promise<number>} milliseconds since 1970
   */
  async lastUsed() {
    const told = (await this.#tabs.windows()).map(async (client) => (await this.mayRead(client.id)) && this.#tabs.ask(client, { als: "used" }));
    return Math.max(0, ...(await Promise.all(told)).map(Number).filter(Number.isFinite));
  }

  /** @param {string} client */
  servedTo(client) {
    return this.#served.has(client);
  }

  /**
   * A build as its reader wants to see it.
   * @param {Site} site
   */
  async #seen(site) {
    return (this.#open?.look && (await site.as(this.#open.look))) || site;
  }

  /**
   * Changes between the facilitator's own view and a member's, in all tabs at once. Throws where it cannot be opened.
   * @param {import("../messages.js").Look} look
   */
  async lookAt(look) {
    const open = await this.opened();
    const other = look === null ? null : open?.current.as(look);
    if (!open || other === undefined || (look !== null && !other)) return;
    await (await other)?.warm();
    open.look = look;
    await this.#tabs.tell({ als: "look" });
  }

  /**
   * What a tab reads.
   * @param {string} client
   * @returns {Promise<Site | null>}
   */
  async siteOf(client) {
    const open = await this.opened();
    return open && this.#seen(await this.#builds.of(client, open.current, (build) => this.#reopened(build, open.identity)));
  }

  /**
   * A build that a tab has begun to read under the worker before.
   * @param {number} build
   * @param {Identity} identity
   */
  async #reopened(build, identity) {
    const keyring = await this.#device.accepted(build);
    if (!keyring) throw new Fault("missing");
    return this.#device.open(keyring, identity, build);
  }

  /** Who has unlocked, asking open pages where this worker has just been started. @returns {Promise<Open | null>} */
  async opened() {
    if (!this.#open && !this.#shut) {
      this.#recovering ??= this.#recover().finally(() => (this.#recovering = null));
      await this.#recovering;
    }
    return this.#open;
  }

  async #recover() {
    const [clients, kept] = await Promise.all([this.#tabs.windows(), this.#device.kept()]);
    if (!clients.length && !kept) return;
    try {
      const keyring = (await this.#device.accepted()) ?? (await this.#device.newest());
      const answers = clients.map((client) => this.#handedOver(client, keyring));
      const first = await Promise.any(answers).catch(() => null);
      const identity = first?.keys.identity ?? kept;
      if (!identity) return;
      const current = first?.site ?? (await this.#device.open(keyring, identity, 0));
      if (this.#open || this.#shut) return; // somebody unlocked or locked meanwhile
      this.#builds.add(current);
      this.#touched = Date.now();
      this.#open = { identity, keyring, current, kept: kept !== undefined && equal(kept.tag, identity.tag), look: first?.keys.look ?? null };
      for (const answer of answers) {
        void answer.then(({ id, keys }) => this.#open && equal(keys.identity.tag, this.#open.identity.tag) && this.#settle(id, keys.build), () => undefined);
      }
    } catch (error) {
      console.warn("als: could not open the site again", error);
      if (["slot", "foreign"].includes(kindOf(error))) await this.#device.forget();
    }
  }

  /**
   * Looks for a newer build now and then, takes it for the next full load, and tells the open pages.
   * @param {boolean} navigation
   */
  async lookForNewer(navigation) {
    if (!this.#open || Date.now() - this.#asked < (navigation ? EVERY.navigate : EVERY.other)) return;
    this.#asked = Date.now();
    const { identity, current, kept } = this.#open;
    try {
      const keyring = await this.#device.newest();
      const build = await this.#device.build(keyring);
      if (build < current.build) throw new Fault("rollback");
      const site = build > current.build ? await this.#device.open(keyring, identity, current.build) : null;
      await site?.warm();
      this.#stale = null;
      await this.#device.looked();
      if (!site || !(await this.#take(site, keyring, identity, kept, () => this.#open?.identity === identity))) return;
      await this.#tabs.tell({ als: "newer", build: site.build });
      await site.ahead();
    } catch (error) {
      if (kindOf(error) === "slot") return this.lock("withdrawn");
      console.info("als: no newer build taken", error);
      this.#stale = await this.#device.overdue();
      if (this.#stale) await this.#tabs.tell({ als: "stale", since: this.#stale });
    }
  }
}
