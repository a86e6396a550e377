/**
 * Links of the form `…/#/actions/`, which hide the page from the host, where the handbook is open already.
 * @module
 */

import { inCharge } from "./tab.js";

/** Goes on to the page that the fragment names, if it lies in the handbook. */
function follow() {
  const folder = inCharge()?.folder;
  if (!folder || !location.hash.startsWith("#/")) return;
  const wanted = URL.canParse(folder + location.hash.slice(2)) ? new URL(folder + location.hash.slice(2)) : null;
  if (!wanted?.href.startsWith(folder)) return;
  // The page of now under its plain address: setting a fragment alone would load nothing.
  if (wanted.pathname === location.pathname && wanted.search === location.search) return void location.replace(wanted.hash || "#");
  location.replace(wanted);
}

/** Follows such links, now and whenever the address changes. */
export function followDeepLinks() {
  follow();
  addEventListener("hashchange", follow);
}
