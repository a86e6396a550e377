/**
 * A session that is under way, kept on this device at each change: through reload, crash, lock, and in two tabs.
 * @module
 */

/** @typedef {{session: import("./shape.js").Session, run: import("./plan.js").Run, changed: number}} Kept */

const NOTE = "run";
const DISCARDED = "run/discarded";
const DAY = 24 * 60 * 60 * 1000;

export class Keeper {
  /**
   * @param {{get: (name: string) => Promise<any>, set: (name: string, value: any) => Promise<void>, onChanged: (callback: () => void) => void}} notes
   * @param {(failed: boolean) => void} told whether the device could not keep a change, and that all of them are kept now
   */
  constructor(notes, told) {
    this.notes = notes;
    this.told = told;
    /** @type {Kept | null} */
    this.waiting = null;
    /** @type {Promise<void> | null} */
    this.writing = null;
    this.latest = 0;
  }

  /** @returns {Promise<Kept | null>} */
  async kept() {
    const found = await this.notes.get(NOTE);
    if (found) this.latest = found.changed;
    return found ?? null;
  }

  /**
   * Keeps the state as it now is; what is still being written is followed by this.
   * @param {Omit<Kept, "changed">} state
   */
  keep(state) {
    this.latest = Math.max(Date.now(), this.latest + 1);
    this.waiting = { ...state, changed: this.latest };
    this.writing ??= this.write().finally(() => (this.writing = null));
    return this.writing;
  }

  async write() {
    while (this.waiting) {
      const next = this.waiting;
      this.waiting = null;
      try {
        await this.notes.set(NOTE, next);
        if (!this.waiting) this.told(false);
      } catch (error) {
        console.error(error);
        this.told(true);
      }
    }
  }

  /** When all that was written is kept. */
  async settled() {
    await this.writing;
  }

  /**
   * Calls back with what another tab kept.
   * @param {(kept: Kept | null) => void} callback
   */
  onChanged(callback) {
    this.notes.onChanged(async () => {
      const found = await this.notes.get(NOTE);
      if (this.waiting || this.writing || (found && found.changed <= this.latest)) return;
      this.latest = found?.changed ?? 0;
      callback(found ?? null);
    });
  }

  /** Puts the session aside; it can be brought back for a day. */
  async discard() {
    await this.settled();
    const kept = await this.notes.get(NOTE);
    if (kept) await this.notes.set(DISCARDED, { kept, at: Date.now() });
    await this.notes.set(NOTE, undefined);
  }

  /** @returns {Promise<Kept | null>} what was put aside within the last day */
  async discarded() {
    const found = await this.notes.get(DISCARDED);
    if (!found) return null;
    if (Date.now() - found.at < DAY) return found.kept;
    await this.notes.set(DISCARDED, undefined);
    return null;
  }

  async bringBack() {
    const kept = await this.discarded();
    if (kept) await this.notes.set(NOTE, kept);
    await this.notes.set(DISCARDED, undefined);
    return kept;
  }
}
