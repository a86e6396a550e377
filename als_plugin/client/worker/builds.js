/**
 * Which build each tab reads: the one that it began with, until it loads anew.
 * @module
 */

/** @typedef {import("../format/site.js").Site} Site */

export class Builds {
  /** @type {Map<number, Promise<Site>>} */
  #open = new Map();
  /** By the tab's name. @type {Map<string, number>} */
  #pins = new Map();

  /**
   * A build that is open.
   * @param {Site} site
   */
  add(site) {
    this.#open.set(site.build, Promise.resolve(site));
  }

  /**
   * @param {string} tab
   * @param {number} build
   */
  pin(tab, build) {
    this.#pins.set(tab, build);
  }

  /**
   * What a tab reads: the build that it began with, or else the current one. One that can no longer be opened gives way to it.
   * @param {string} tab
   * @param {Site} current
   * @param {(build: number) => Promise<Site>} open
   * @returns {Promise<Site>}
   */
  async of(tab, current, open) {
    const build = this.#pins.get(tab);
    if (build === undefined) return current;
    let found = this.#open.get(build);
    if (!found) this.#open.set(build, (found = open(build)));
    return found.catch(() => {
      this.#open.delete(build);
      this.#pins.delete(tab);
      return current;
    });
  }

  /**
   * Forgets the builds that no tab reads any more.
   * @param {ReadonlySet<string>} live the names of the tabs that there are
   * @param {number} current the build that stays in any case
   * @returns {ReadonlySet<number>} those that are still read
   */
  keep(live, current) {
    for (const tab of this.#pins.keys()) if (!live.has(tab)) this.#pins.delete(tab);
    const read = new Set([current, ...this.#pins.values()]);
    for (const build of this.#open.keys()) if (!read.has(build)) this.#open.delete(build);
    return read;
  }

  clear() {
    this.#open.clear();
    this.#pins.clear();
  }
}
