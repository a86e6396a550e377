/**
 * Why a site does not open. The kind is a fact; the words for it are the lock screen's.
 * @module
 */

/**
 * - slot: the passphrase is wrong, or was withdrawn
 * - unreachable: the host does not answer
 * - missing: the host answers, but there is no handbook at this address
 * - incomplete: the host does not have a file that the build needs, as while somebody uploads
 * - damaged: what the host sent is not what the publisher signed
 * - foreign: the keys are another set's, or come from another publisher than the handbook at this address
 * - rollback: the host sent a build older than one that this device has opened
 * - insecure, old, wasm: the browser lacks what is needed (https, recent cryptography, WebAssembly)
 * - passphrase: none was typed; words: it has fewer or more than six words
 * - passkey: it was cancelled, is gone, or gives another secret than before
 * @typedef {"slot" | "unreachable" | "missing" | "incomplete" | "damaged" | "foreign" | "rollback" | "insecure" | "old" | "wasm" | "passphrase" | "words" | "passkey"} FaultKind
 */

export class Fault extends Error {
  /**
   * @param {FaultKind} kind
   * @param {string} [detail] for developers' eyes: never holds anything that was sealed
   */
  constructor(kind, detail) {
    super(detail ? `${kind}: ${detail}` : kind);
    this.name = "Fault";
    /** @readonly */
    this.kind = kind;
  }
}

/**
 * The kind of an error: whatever is no Fault came from bytes that do not fit, so the build is damaged. A Fault is known by its
 * name: each bundle has a class of its own, and the lock screen hears those of the script for reading without a worker.
 * @param {unknown} error
 * @returns {FaultKind}
 */
export const kindOf = (error) => (error instanceof Error && error.name === "Fault" ? /** @type {Fault} */ (error).kind : "damaged");
