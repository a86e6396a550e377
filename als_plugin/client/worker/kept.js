/**
 * Keys that stay on the device because their owner wants the handbook kept open there. They cannot be taken out by a
 * script; yet their bytes lie in the browser's profile, which the lock screen says.
 * @module
 */

import { transact } from "../open/store.js";
import { scope } from "./scope.js";

/** @typedef {import("../format/slot.js").Identity} Identity */

/** @returns {Promise<Identity | undefined>} */
export const keptIdentity = () =>
  transact("keys", "readonly", (store) => store.get(scope.pathname)).catch(() => undefined);

/**
 * @param {Identity} identity
 * @returns {Promise<boolean>} whether the browser took it
 */
export async function keepIdentity(identity) {
  try {
    await transact("keys", "readwrite", (store) => store.put(identity, scope.pathname));
    return true;
  } catch (error) {
    console.warn("als: not kept open", error);
    return false;
  }
}

/** A browser that keeps nothing has nothing to forget. */
export const forgetIdentity = () => transact("keys", "readwrite", (store) => store.delete(scope.pathname)).catch(() => undefined);
