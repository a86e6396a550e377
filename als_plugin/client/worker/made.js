/**
 * What the worker itself writes: a sitemap at this very address, and a search index without what has had its last day.
 * @module
 */

import { text, utf8 } from "../format/bytes.js";
import { address } from "./scope.js";

/** @typedef {import("../format/site.js").Site} Site */

/**
 * Material's instant loading takes a link only if its address stands in the sitemap, so it must name the origin, port and
 * folder from which the site is read.
 * @param {Site} site
 */
export function sitemap(site) {
  const pages = Object.keys(site.index.entries).filter((path) => /(^|\/)index\.html$/.test(path) && site.entry(path));
  const urls = pages.map((path) => `<url><loc>${escaped(address(path.replace(/index\.html$/, "")))}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join("\n")}\n</urlset>\n`;
}

const escaped = (/** @type {string} */ value) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("'", "&apos;");

/**
 * The search index, without the sections of pages that have ended.
 * @param {Site} site
 * @param {import("../format/view.js").Entry} entry
 */
export async function filteredSearch(site, entry) {
  const content = await site.content(entry);
  const ended = new Set(Object.entries(site.index.entries).filter(([, page]) => site.ended(page)).map(([path]) => path));
  if (!ended.size) return content;
  const index = JSON.parse(typeof content === "string" ? content : text(content));
  index.docs = index.docs.filter((/** @type {{location?: string}} */ { location = "" }) => {
    const page = decodeURIComponent(location.split("#")[0] ?? "");
    return !ended.has(page === "" || page.endsWith("/") ? `${page}index.html` : page);
  });
  return utf8(JSON.stringify(index));
}
