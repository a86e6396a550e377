/**
 * Replies, as they are written: fetched when somebody first wants one.
 * @module
 */

export { agree } from "./agree.js";
export { openInbox } from "./inbox.js";
export { showSent } from "./outbox.js";
export { write } from "./write.js";

/**
 * What the page hands over: this script has no other way to keys and notes.
 * @typedef {object} Device
 * @property {{get: (name: string) => Promise<any>, set: (name: string, value: any) => Promise<boolean>}} notes
 * @property {import("../messages.js").Mail} mail
 * @property {() => Promise<import("../messages.js").Identity | null>} identity
 * @property {string} person
 */

/** @typedef {{kind: "report", action: string, said: string} | {kind: "bid"} | {kind: "absence", meeting: string} | {kind: "correction", place: string}} Asked */
