/**
 * What pages and the service worker say to each other, and how a question finds its answer.
 *
 * A page asks `{als: "open" | "hello" | "mail" | "used" | "state" | "look" | "lock"}` and gets one answer on the port that comes with the
 * question; the worker asks `{als: "keys"}` and `{als: "used"}` in the same way, tells `{als: "locked"}` and hears whether the tab goes, and tells
 * `{als: "newer"}`, `{als: "stale"}` and `{als: "look"}`.
 * @module
 */

/** @typedef {import("./format/slot.js").Identity} Identity */
/** @typedef {import("./format/fault.js").FaultKind} FaultKind */

/**
 * @typedef {{als: "open", keyring: Uint8Array<ArrayBuffer>, identity: Identity, keep: boolean}
 *   | {als: "hello"} | {als: "mail"} | {als: "used"} | {als: "state"} | {als: "look", look: Look} | {als: "lock"}} Question
 */

/** Whose eyes the facilitator reads with: a person's id; null: their own. @typedef {string | null} Look */

/** Whose eyes they may read with, and do. @typedef {{as: Look, eyes: import("./format/view.js").Eyes[]}} Looking */

/** @typedef {{als: "keys"} | {als: "used"} | {als: "locked"} | {als: "look"} | {als: "newer", build: number} | {als: "stale", since: string}} Notice */

/** What a lock screen is told. @typedef {{open: boolean, withdrawn: boolean}} State */

/** Whether the site opened. @typedef {{fault: FaultKind | null}} Opened */

/** What an open page is told about itself; `newest` is the highest build that the worker has, `stale` the day since which it could look for no newer one, if that is long ago, `idle` after how many minutes without use it locks itself (an older worker does not say), `look` is null for who has one view alone. @typedef {{identity: Identity, person: string, audience: string, build: number, newest: number, stale: string | null, time: string, kept: boolean, idle?: number, look: Looking | null}} Welcome */

/** What a person's letter holds. @typedef {{person: string, turns: {session: string, turn: number, text: string}[], receipts: {id: string, on: string}[], people?: {person: string, public: string, until: string | null}[], taken?: Record<string, string[]>}} Letter: to who keeps the record also everybody's keys, and which replies of whom were taken in */

/** Who takes replies in. @typedef {{public: string, person: string, name: string, contact: string | null}} Keeper */

/** What a build tells its reader alone, and to whom they can reply; bytes are base64url. @typedef {{set: string, build: number, publisher: string, inbox: Keeper[], letter: Letter | null}} Mail */

/** What an open page hands to a restarted worker. @typedef {{identity: Identity, build: number, look: Look} | null} Keys */

/** Anything that takes messages. @typedef {{postMessage(message: unknown, transfer: Transferable[]): void}} Target */

/**
 * Asks and waits for the answer; null where none comes in time.
 * @template Answer
 * @param {Target} target
 * @param {Question | Notice} question
 * @param {number} milliseconds
 * @returns {Promise<Answer | null>}
 */
export function ask(target, question, milliseconds) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => done(null), milliseconds);
    /** @param {Answer | null} answer */
    const done = (answer) => {
      clearTimeout(timer);
      port1.close();
      resolve(answer);
    };
    port1.onmessage = (event) => done(event.data);
    try {
      target.postMessage(question, [port2]);
    } catch {
      done(null);
    }
  });
}
