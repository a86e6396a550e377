/**
 * The day on which the host was last seen to have nothing newer than what is read here. No hour is kept: a device need not tell
 * more of when somebody reads.
 * @module
 */

import { keep, own } from "./host.js";
import { scope } from "./scope.js";

/** Milliseconds after which readers are told. */
const LONG = 7 * 86_400_000;

const place = new URL("/.als/looked", scope);

/** @returns {Promise<string | undefined>} a date, as ISO 8601 has it */
const last = () => caches.match(place, { cacheName: own }).then((kept) => kept?.text()).catch(() => undefined);

/** Remembers that the host was asked today, and what it answered was believed. */
export async function looked() {
  // The Swedish way of writing a date is ISO 8601.
  const today = new Date().toLocaleDateString("sv");
  if ((await last()) !== today) await keep(own, place, new Response(today));
}

/**
 * The day of the last look if that is too long ago; null otherwise. A device that remembers none begins to count today.
 * @returns {Promise<string | null>}
 */
export async function overdue() {
  const day = await last();
  if (!day) await looked();
  return day && Date.now() - Date.parse(`${day}T12:00`) > LONG ? day : null;
}
