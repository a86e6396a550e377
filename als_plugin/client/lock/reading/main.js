/**
 * Reading without a service worker: the whole build opens in this tab, and its pages are shown in a frame in which no script
 * runs. Nothing is kept: what is closed or loaded again is locked. Loaded only where the browser takes no worker.
 * @module
 */

import { fetchedClear, fetchedSealed } from "../../fetched.js";
import { kindOf } from "../../format/fault.js";
import { Site } from "../../format/site.js";
import { lowestBuild } from "../../lowest.js";
import { lockWhenIdle } from "../../open/idle.js";
import { idleLimit } from "../../open/limit.js";
import { save } from "../../save.js";
import { explained, withdrawn } from "../faults.js";
import { newestKeyring, origin } from "../opening.js";
import { base, fragment, target } from "../place.js";
import { Frame } from "./frame.js";
import { prepared } from "./page.js";

/** @typedef {import("../../format/bytes.js").Bytes} Bytes */
/** @typedef {import("../../format/slot.js").Identity} Identity */

/** How often the host is asked for a newer build, when somebody goes to another page. */
const EVERY = 60_000;

/** @type {import("../../format/site.js").Files} */
const files = {
  sealed: async (keyring, path) => new Blob([await fetchedSealed(base, keyring, path)]),
  clear: (clear) => fetchedClear(base, clear),
};

const leave = () => location.reload();

/**
 * Opens the handbook in this tab and shows the page that was asked for. Throws a Fault where it does not open.
 * @param {Bytes} keyring
 * @param {Identity} identity
 */
export async function read(keyring, identity) {
  const site = await Site.open(keyring, origin(), identity, await lowestBuild(base, identity), files);
  await site.warm();
  const reader = new Reader(site, identity);
  // The address is the lock screen's own with the page in its fragment, so that following a link loads nothing.
  history.replaceState(null, "", fragment(target()));
  await reader.first();
  addEventListener("hashchange", () => void reader.show());
  document.getElementById("reading-lock")?.addEventListener("click", leave);
}

class Reader {
  #site;
  #identity;
  #frame = new Frame(/** @type {HTMLElement} */ (document.getElementById("reading")), () => this.#used());
  #used = () => {};
  #problem = /** @type {HTMLElement} */ (document.getElementById("reading-problem"));
  #asked = Date.now();
  /** @type {Promise<void> | null} */
  #renewing = null;
  #turn = 0;
  /** @type {string | null} */
  #shown = null;

  /**
   * @param {Site} site
   * @param {Identity} identity
   */
  constructor(site, identity) {
    this.#site = site;
    this.#identity = identity;
  }

  /** Shows the first page. Throws a Fault. */
  async first() {
    await this.#take(target(), () => true);
    this.#used = lockWhenIdle(leave, idleLimit(Number(document.documentElement.dataset.idle))).used;
  }

  /** Shows what the address asks for. */
  async show() {
    const turn = ++this.#turn;
    this.#used();
    this.#say("");
    try {
      await this.#renew();
      await this.#take(target(), () => turn === this.#turn);
    } catch (error) {
      console.warn("als:", error);
      if (kindOf(error) === "slot") this.#frame.clear();
      this.#say(kindOf(error) === "slot" ? withdrawn() : explained(kindOf(error)));
    }
  }

  /**
   * @param {URL} url
   * @param {() => boolean} current whether nobody has gone elsewhere meanwhile
   */
  async #take(url, current) {
    const path = decoded(url.pathname.slice(base.pathname.length));
    if (path !== null && path === this.#shown) return this.#frame.goTo(url.hash);
    const found = path === null ? null : this.#site.find(path);
    if (found && "folder" in found) return location.replace(fragment(new URL(found.folder + url.hash, base)));
    const entry = found && "entry" in found ? found.entry : null;
    const type = found && "clear" in found ? found.clear.type : entry?.type;
    if (found && type && !type.startsWith("text/html")) return this.#save(url, found, type, current);
    const page = entry ? await this.#site.content(entry) : (await this.#site.missing(base.pathname)).page;
    const ready = await prepared(this.#site, url, page ?? "");
    if (!current()) return;
    await this.#frame.show(ready, url.hash);
    document.title = ready.title;
    this.#shown = path;
  }

  /**
   * A file that is no page is saved, and the page stays.
   * @param {URL} url
   * @param {Exclude<import("../../format/site.js").Found, {folder: string}>} found
   * @param {string} type
   * @param {() => boolean} current
   */
  async #save(url, found, type, current) {
    const content = "clear" in found ? await files.clear(found.clear) : await this.#site.content(found.entry);
    if (!current()) return;
    save(new Blob([content], { type }), decoded(url.pathname.split("/").pop() ?? "") ?? "");
    if (this.#shown !== null) return history.back();
    history.replaceState(null, "", fragment(base));
    await this.show();
  }

  /** Looks now and then for a newer build; throws a Fault "slot" where this reader no longer opens it. */
  async #renew() {
    if (Date.now() - this.#asked >= EVERY) {
      this.#asked = Date.now();
      this.#renewing = this.#takeNewer();
    }
    // Whoever goes on meanwhile waits for it too.
    await this.#renewing;
  }

  async #takeNewer() {
    try {
      const { bytes, keyring } = await newestKeyring();
      if (keyring.build <= this.#site.build) return;
      this.#site = await Site.open(bytes, origin(), this.#identity, this.#site.build, files);
      this.#shown = null;
    } catch (error) {
      if (kindOf(error) === "slot") throw error;
      console.info("als: no newer build taken", error);
    }
  }

  /** @param {string} message */
  #say(message) {
    this.#problem.textContent = message;
    this.#problem.hidden = !message;
  }
}

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
