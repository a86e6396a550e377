/**
 * What a page of the handbook knows of the lock: who reads, notes kept on this device, locking.
 *
 * The one module of the lock that the page script imports. In a preview, where no service worker is in charge, nobody is
 * known and notes are kept unsealed under a name of their own.
 * @module
 */

import { channelFor } from "./open/channel.js";
import { mailHere } from "./open/mail.js";
import { notesHere } from "./open/notes.js";
import { announce } from "./open/notice.js";
import { inCharge, lockNow, welcome, whenLocked } from "./open/tab.js";
import { _ } from "./words.js";

export { inPreview } from "./open/tab.js";

/**
 * Who reads: a person's id; null in a preview.
 * @returns {Promise<string | null>}
 */
export async function person() {
  return (await welcome())?.person ?? null;
}

/**
 * Which view is read: "members" or "facilitator"; null in a preview.
 * @returns {Promise<string | null>}
 */
export async function audience() {
  return (await welcome())?.audience ?? null;
}

/**
 * When the handbook that is read here was published; null in a preview.
 * @returns {Promise<Date | null>}
 */
export async function published() {
  const known = await welcome();
  return known ? new Date(known.time) : null;
}

/**
 * Who has unlocked, with the keys that cannot be taken out; null in a preview.
 * @returns {Promise<import("./messages.js").Identity | null>}
 */
export async function identity() {
  return (await welcome())?.identity ?? null;
}

/**
 * What this edition tells its reader alone, and to whom they can reply; null in a preview.
 * @returns {Promise<import("./messages.js").Mail | null>}
 */
export const mail = () => mailHere();

/** Whether the handbook stays open on this device until somebody locks it; false in a preview. */
export async function kept() {
  return (await welcome())?.kept ?? false;
}

/** Notes of this reader on this device, sealed while they rest, seen by all tabs. Values are whatever JSON can hold. */
export const notes = {
  /**
   * @param {string} name
   * @returns {Promise<any>} undefined where nothing was kept under that name
   */
  async get(name) {
    return (await notesHere()).get(name);
  },

  /**
   * @param {string} name
   * @param {any} value undefined forgets the note
   * @returns {Promise<boolean>} whether it is kept; where not, that was said
   */
  async set(name, value) {
    try {
      await (await notesHere()).set(name, value);
      return true;
    } catch (error) {
      console.error(error);
      announce(_("What you just wrote could not be kept on this device. Please copy it to a safe place, and load the page again."));
      return false;
    }
  },

  /**
   * Calls back when another tab changed a note.
   * @param {() => void} callback
   */
  onChanged(callback) {
    void notesHere().then((kept) => kept.onChanged(callback));
  },
};

/** The same notes, for who says something else where the device does not keep them: `set` rejects then. */
export const notesKept = {
  /** @param {string} name */
  get: async (name) => (await notesHere()).get(name),
  /** @type {(name: string, value: any) => Promise<void>} */
  set: async (name, value) => (await notesHere()).set(name, value),
  /** @param {() => void} callback */
  onChanged: (callback) => void notesHere().then((kept) => kept.onChanged(callback)),
};

/** What one window of this reader tells another, sealed. @param {string} purpose */
export const channel = (purpose) => channelFor(purpose);

/** Whether this page belongs to a locked site that is open; false in a preview. */
export const unlocked = () => inCharge() !== null;

/** The address of the handbook's folder; null in a preview. */
export const folder = () => inCharge()?.folder ?? null;

/** Forgets the keys and sends every tab of this handbook to the lock screen; does nothing in a preview. */
export const lock = () => lockNow();

/**
 * Calls back when the handbook is locked, just before the page goes. Notes can still be set then.
 * @param {() => unknown} callback the page goes when what it returns is done, or soon after
 */
export const onLocked = (callback) => whenLocked(callback);
