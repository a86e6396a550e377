/**
 * The set's folder, and what lies in it.
 * @module
 */

import { originOf } from "../format/origin.js";
import { idleLimit } from "../open/limit.js";

/**
 * In the lines before this script: `alsShell`, the SHA-256 of each file of the lock screen that came with this worker,
 * `alsOrigin`, whose handbook it opens, `alsPlain`, the page that says why there is no lock screen,
 * and `alsIdle`, after how many minutes without use the handbook locks itself.
 * @type {ServiceWorkerGlobalScope & {alsShell: Record<string, string>, alsOrigin: {set: string, publisher: string}, alsPlain: {unreachable: string, unfit: string}, alsIdle: number}}
 */
export const sw = /** @type {any} */ (self);

export const idle = idleLimit(sw.alsIdle);

export const origin = originOf(sw.alsOrigin);

export const scope = new URL(".", sw.location.href);

// A neighbour on the origin can register this script for a folder below its own. There it serves no set, and goes at once.
if (sw.registration.scope !== scope.href) {
  void sw.registration.unregister().catch(() => undefined);
  throw new Error("als: this worker serves its own folder alone");
}

/**
 * Whether an address lies in the set's folder.
 * @param {string} url
 */
export const inScope = (url) => url.startsWith(scope.href);

/**
 * Whether this is a window on the set's folder that stands in no other page's frame.
 * @param {unknown} client
 * @returns {client is WindowClient}
 */
export const isWindow = (client) => client instanceof WindowClient && inScope(client.url) && client.frameType !== "nested";

/**
 * The address of a path of the site.
 * @param {string} path
 */
export const address = (path) => new URL(path.split("/").map(encodeURIComponent).join("/"), scope).href;
