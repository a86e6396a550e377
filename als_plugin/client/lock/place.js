/**
 * Where the reader wanted to go. The path stands in the fragment (`…/#/sessions/`), which no host ever sees.
 * @module
 */

/** The set's folder: where this script came from, whatever address it was loaded for. */
export const base = new URL(".", import.meta.url);

/**
 * Where to go after unlocking; the first page for whatever does not stay in the folder.
 * @returns {URL}
 */
export function target() {
  const wanted = location.hash.startsWith("#/") ? `${base.href}${location.hash.slice(2)}` : location.href;
  try {
    const url = new URL(wanted);
    if (url.href.startsWith(base.href) && url.href !== `${base.href}index.html`) return url;
  } catch {
    // Not an address at all.
  }
  return base;
}

/**
 * The address of a page in the form that no host learns.
 * @param {URL} page
 */
export const fragment = (page) => `${base.href}#/${page.href.slice(base.href.length)}`;

/** Brings a deep address into the fragment, so that the host does not learn it at the next reload either. */
export function hidePath() {
  const page = target();
  const path = page.href.slice(base.href.length);
  if (!location.hash.startsWith("#/")) history.replaceState(null, "", path && !path.startsWith("#") ? fragment(page) : page);
}

/** Goes there. A new address that differs in its fragment alone would load nothing, so the address is set and loaded again. */
export function go() {
  history.replaceState(null, "", target());
  location.reload();
}
