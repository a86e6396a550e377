/**
 * What a build tells its reader alone, and to whom they can reply.
 * @module
 */

import { b64 } from "../format/bytes.js";
import { openLetter } from "../format/letters.js";

/**
 * @param {import("../format/site.js").Site} site
 * @param {import("../format/slot.js").Identity} identity
 * @returns {Promise<import("../messages.js").Mail>}
 */
export async function mailOf(site, identity) {
  const { set, build, publisher } = site.keyring;
  const letter = await openLetter(site.keyring, site.grant.view, identity, site.index.letters ?? []);
  return { set: b64(set), build, publisher: b64(publisher), inbox: site.index.inbox ?? [], letter };
}
