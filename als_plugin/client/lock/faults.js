/**
 * The words for each reason why the handbook does not open.
 * @module
 */

import { _ } from "../words.js";

/** What somebody is told whose passphrase opened the handbook until it was published anew. */
export const withdrawn = () => _("The handbook was published anew, and the passphrase used here no longer opens it. Your facilitator can help.");

/**
 * @param {import("../format/fault.js").FaultKind} kind
 * @returns {string}
 */
export function explained(kind) {
  switch (kind) {
    case "passphrase":
      return _("Please type your passphrase first.");
    case "words":
      return _("A passphrase has six words. Please look whether one is missing or too much.");
    case "passkey":
      return _("That did not open the handbook. Please type your passphrase.");
    case "slot":
      // One message for a wrong passphrase and a withdrawn one: it must not tell which words once opened something.
      return _("This passphrase does not open the handbook. Please check each word. If it used to work, it may have been withdrawn: your facilitator can help.");
    case "unreachable":
      return _("The handbook cannot be reached just now. Please check your connection and try again.");
    case "missing":
      return _("There is no handbook at this address. Please ask your facilitator for the address in use now.");
    case "incomplete":
      return _("Part of the handbook is missing at this address. Perhaps it is being published just now: please try again in a few minutes. If it stays like this, please tell your facilitator.");
    case "damaged":
    case "foreign":
      return _("What is stored at this address is not what was published, so it was not opened. Your passphrase is not the cause. Please tell your facilitator.");
    case "rollback":
      return _("This address holds an older edition of the handbook than one you have opened on this device, so it was not opened. Please tell your facilitator.");
    case "insecure":
      return _("A handbook opens only at an address that begins with https://, because browsers allow encryption nowhere else. Please try that address; if there is none, ask whoever looks after this site to switch on https.");
    case "wasm":
      return _("Unlocking needs WebAssembly, which is switched off here, as Lockdown Mode does. You can make an exception for this site alone: on iPhone or iPad open it in Safari, press the page menu in the address bar, then the three dots, and switch Lockdown Mode off for it; on a Mac choose Safari, Settings for This Website.");
    case "old":
      return _("This browser is too old to open the handbook: it lacks the encryption that unlocking needs. Please update it, or use a recent Chrome, Edge, Firefox or Safari. Your passphrase works there too.");
  }
}
