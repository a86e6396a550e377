/**
 * The set's folder, and what lies in it.
 * @module
 */

/**
 * `alsShell`: the SHA-256 of each file of the lock screen that came with this worker, in the line before this script.
 * @type {ServiceWorkerGlobalScope & {alsShell: Record<string, string>}}
 */
export const sw = /** @type {any} */ (self);

export const scope = new URL(sw.registration.scope);

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
