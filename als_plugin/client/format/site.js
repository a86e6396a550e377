/**
 * One opened build: its index, and the files and pages in its packs.
 * @module
 */

import { equal, text, unb64 } from "./bytes.js";
import { Fault } from "./fault.js";
import { checkSignature } from "./keyring.js";
import { ownKeyring } from "./origin.js";
import { openGrant } from "./slot.js";
import { assemble, checkFile, openBlob, openIndex, packKey } from "./view.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */

/**
 * Where a build's files come from: the host, or what is kept on the device.
 * @typedef {object} Files
 * @property {(keyring: import("./keyring.js").Keyring, path: string) => Promise<Blob>} sealed
 * @property {(clear: import("./view.js").Clear) => Promise<Bytes>} clear
 */

/**
 * What stands at a path as it was asked for: a public file, an entry, or the folder that is meant.
 * @typedef {{clear: import("./view.js").Clear} | {entry: import("./view.js").Entry, path: string} | {folder: string}} Found
 */

/** What is fetched ahead for reading offline, at most. */
const AHEAD = 64 * 1024 * 1024;
/** Texts (skeletons, the navigation) kept open in memory, at most. */
const TEXTS = 128;

/** A whole address in a page. */
const ADDRESS = /((?:href|src|action)=["']?|"(?:base|search)":\s*")(\/[^"'\s>]*)/g;

export class Site {
  /** @type {Map<number, Promise<{blob: Blob, key: CryptoKey}>>} */
  #packs = new Map();
  /** @type {Map<number, Promise<string>>} */
  #texts = new Map();
  /** @type {Map<string, Promise<Site>>} */
  #others = new Map();

  /**
   * @param {import("./keyring.js").Keyring} keyring
   * @param {import("./slot.js").Grant} grant
   * @param {import("./view.js").Index} index
   * @param {Files} files
   */
  constructor(keyring, grant, index, files) {
    this.keyring = keyring;
    this.grant = grant;
    this.index = index;
    this.files = files;
    this.build = keyring.build;
  }

  /**
   * Opens a build: signature, then its number, then the grant, then hashes. Throws a Fault.
   *
   * The publisher must be the one that the script came with, which a neighbour that plants keys of its own cannot change, and
   * the one that the passphrase came with, which a host cannot change.
   * @param {Bytes} bytes the keyring
   * @param {import("./origin.js").Origin} origin
   * @param {import("./slot.js").Identity} identity
   * @param {number} lowest the lowest build to take
   * @param {Files} files
   */
  static async open(bytes, origin, identity, lowest, files) {
    const keyring = await ownKeyring(bytes, origin);
    await checkSignature(keyring, identity.set, identity.pinned).catch((error) => {
      throw new Fault("foreign", String(error));
    });
    if (keyring.build < lowest) throw new Fault("rollback");
    return Site.#view(keyring, await openGrant(keyring, identity), files);
  }

  /**
   * @param {import("./keyring.js").Keyring} keyring
   * @param {import("./slot.js").Grant} grant
   * @param {Files} files
   */
  static async #view(keyring, grant, files) {
    const path = keyring.views.find(({ id }) => equal(id, grant.view))?.index ?? "";
    const sealed = new Uint8Array(await (await files.sealed(keyring, path)).arrayBuffer());
    await checkFile(sealed, keyring.files.get(path));
    return new Site(keyring, grant, await openIndex(keyring, grant, sealed), files);
  }

  /** Whose eyes a facilitator may read with; nobody's for everybody else. @returns {import("./view.js").Eyes[]} */
  eyes() {
    return (this.index.also ?? []).flatMap(({ eyes }) => eyes ?? []);
  }

  /**
   * This build as somebody else reads it, in a view of their own; null where that is not for this reader.
   * @param {string} person
   * @returns {Promise<Site> | null}
   */
  as(person) {
    const also = (this.index.also ?? []).find(({ eyes }) => eyes?.some((one) => one.person === person));
    if (!also) return null;
    let found = this.#others.get(person);
    if (!found) {
      const grant = { viewKey: unb64(also.key, 32), view: unb64(also.id, 16), person };
      found = Site.#view(this.keyring, grant, this.files);
      this.#others.set(person, found);
      found.catch(() => this.#others.delete(person));
    }
    return found;
  }

  /**
   * The entry at a path of the site; none after its last day, in the set's own timezone.
   * @param {string} path
   * @returns {import("./view.js").Entry | undefined}
   */
  entry(path) {
    const entry = Object.hasOwn(this.index.entries, path) ? this.index.entries[path] : undefined;
    return entry && this.ended(entry) ? undefined : entry;
  }

  /** @param {import("./view.js").Entry} entry */
  ended(entry) {
    // The Swedish way of writing a date is ISO 8601.
    return entry.until !== undefined && new Date().toLocaleDateString("sv", { timeZone: this.index.timezone }) > entry.until;
  }

  /**
   * @param {string} path
   * @returns {import("./view.js").Clear | undefined}
   */
  clear(path) {
    return Object.hasOwn(this.index.clear, path) ? this.index.clear[path] : undefined;
  }

  /**
   * @param {string} path as it was asked for: a folder means its page
   * @returns {Found | null}
   */
  find(path) {
    const candidate = path === "" || path.endsWith("/") ? `${path}index.html` : path;
    const clear = this.clear(candidate);
    if (clear) return { clear };
    const entry = this.entry(candidate);
    if (entry) return { entry, path: candidate };
    return candidate === path && this.entry(`${path}/index.html`) ? { folder: `${path}/` } : null;
  }

  /**
   * The content of an entry.
   * @param {import("./view.js").Entry} entry
   * @returns {Promise<Bytes | string>}
   */
  async content(entry) {
    if (entry.file !== undefined) return this.#blob(entry.file);
    if (!entry.page) throw new Fault("damaged", "an entry that is neither file nor page");
    const [skeleton, fill] = entry.page;
    const parts = [this.#text(skeleton), this.#blob(fill).then(text)];
    const [list, fills] = (await Promise.all(parts)).map((json) => JSON.parse(json));
    return assemble(list, fills, (blob) => this.#text(blob));
  }

  /**
   * The page for what is not there, and its type; it may be asked for at any depth, so its addresses are whole.
   * @param {string} folder the path of the folder on its host
   * @returns {Promise<{page: Bytes | string | null, type: string}>}
   */
  async missing(folder) {
    const entry = this.entry("404.html");
    if (!entry) return { page: null, type: "text/plain" };
    const content = await this.content(entry);
    const { base } = this.index;
    if (!base || base === folder) return { page: content, type: entry.type };
    const page = typeof content === "string" ? content : text(content);
    // Addresses and the theme's settings; its scripts stay as they are, as the policy knows them by their hashes.
    return { page: page.replaceAll(ADDRESS, (whole, before, path) => (path.startsWith(base) ? `${before}${folder}${path.slice(base.length)}` : whole)), type: entry.type };
  }

  /** Fetches what the first page needs, so that a damaged build is found before it is shown. */
  async warm() {
    const first = this.entry("index.html") ?? this.entry("404.html");
    if (first) await this.content(first);
  }

  /** Fetches the packs and the public files for reading offline; a facilitator's own view first, then the others that they may read. */
  async ahead() {
    let left = await this.#ahead(AHEAD);
    for (const { eyes } of this.index.also ?? []) {
      // One of those who share a view fetches it for all.
      const other = eyes?.[0] && (await this.as(eyes[0].person));
      if (other) left = await other.#ahead(left);
    }
  }

  /**
   * Text first.
   * @param {number} left how much may be fetched
   * @returns {Promise<number>} how much of that is left
   */
  async #ahead(left) {
    const written = new Set(Object.values(this.index.entries).flatMap(({ page }) => page ?? []).map((blob) => this.index.blobs[blob]?.[0]));
    const packs = this.index.packs.map((path, pack) => ({ path, media: !written.has(pack) })).sort((a, b) => Number(a.media) - Number(b.media));
    for (const { path } of packs) {
      left -= this.keyring.files.get(path)?.length ?? 0;
      if (left >= 0) await this.files.sealed(this.keyring, path);
    }
    for (const clear of Object.values(this.index.clear)) await this.files.clear(clear);
    return left;
  }

  /**
   * @param {number} number
   * @returns {Promise<string>}
   */
  #text(number) {
    let found = this.#texts.get(number);
    if (!found) {
      found = this.#blob(number).then(text);
      this.#texts.set(number, found);
      found.catch(() => this.#texts.delete(number));
      if (this.#texts.size > TEXTS) this.#texts.delete(/** @type {number} */ (this.#texts.keys().next().value));
    }
    return found;
  }

  /**
   * @param {number} number
   * @returns {Promise<Bytes>}
   */
  async #blob(number) {
    const place = this.index.blobs[number];
    if (!place) throw new Fault("damaged", "an entry that stands nowhere");
    const [pack, , offset, length] = place;
    const { blob, key } = await this.#pack(pack);
    const sealed = new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
    return openBlob(this.keyring, this.grant, key, place, sealed);
  }

  /** @param {number} number */
  #pack(number) {
    let found = this.#packs.get(number);
    if (!found) {
      const path = this.index.packs[number] ?? "";
      found = Promise.all([this.files.sealed(this.keyring, path), packKey(this.keyring, this.grant, number)]).then(([blob, key]) => ({ blob, key }));
      this.#packs.set(number, found);
      found.catch(() => this.#packs.delete(number));
    }
    return found;
  }
}
