/**
 * The reader's letter, and to whom they can reply.
 * @module
 */

import { ask } from "../messages.js";
import { inCharge } from "./tab.js";

const PATIENCE = 10_000;

/** @type {Promise<import("../messages.js").Mail | null> | null} */
let asked = null;

/** @returns {Promise<import("../messages.js").Mail | null>} null in a preview, and where the worker is one of before */
export function mailHere() {
  const charge = inCharge();
  asked ??= charge ? ask(charge.worker, { als: "mail" }, PATIENCE) : Promise.resolve(null);
  return asked;
}
