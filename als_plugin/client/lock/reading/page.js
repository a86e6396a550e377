/**
 * A page of the handbook as the frame without scripts shows it: pictures and styles in it, links that lead through the lock
 * screen, and nothing that needs a script.
 * @module
 */

import { text } from "../../format/bytes.js";
import { Fault } from "../../format/fault.js";
import { recordsOf, tell, termsOf } from "../../page/terms.js";
import { base, fragment } from "../place.js";

/** @typedef {import("../../format/bytes.js").Bytes} Bytes */
/** @typedef {import("../../format/site.js").Site} Site */
/** @typedef {{document: Document, title: string, sheets: {media: string, css: string}[]}} Prepared */

/** What loads, runs or leads elsewhere of itself, and what does nothing without a script. */
const GONE = "script, link, base, meta[http-equiv], style, iframe, object, embed, audio, video, source, form, dialog, .md-search, [for='__search'], #__search, .md-top";

/**
 * @param {Site} site
 * @param {URL} url the page's own
 * @param {Bytes | string} content
 * @returns {Promise<Prepared>}
 */
export async function prepared(site, url, content) {
  // Nothing of a document that is parsed like this runs or loads.
  const page = new DOMParser().parseFromString(typeof content === "string" ? content : text(content), "text/html");
  const sheets = await sheetsOf(site, url, page);
  inTerms(site, page);
  chooseColours(page);
  for (const element of page.querySelectorAll(GONE)) element.remove();
  for (const link of page.querySelectorAll("a, area")) lead(link, url);
  for (const element of page.querySelectorAll("[style]")) {
    element.setAttribute("data-als-style", element.getAttribute("style") ?? "");
    element.removeAttribute("style");
  }
  await Promise.all(Array.from(page.images, (picture) => fill(site, url, picture)));
  return { document: page, title: page.title, sheets };
}

/**
 * The path in the site of what a page names, or null where that lies elsewhere.
 * @param {string | null} reference
 * @param {URL} url
 */
function inFolder(reference, url) {
  try {
    const found = new URL(reference ?? "", url);
    return reference !== null && found.href.startsWith(base.href) ? found : null;
  } catch {
    return null;
  }
}

/**
 * The content at a path of the site.
 * @param {Site} site
 * @param {URL} url
 * @returns {Promise<{type: string, content: Bytes | string}>}
 */
async function loaded(site, url) {
  const found = site.find(decodeURIComponent(url.pathname.slice(base.pathname.length)));
  if (!found || "folder" in found) throw new Fault("damaged", "a page that names what is not there");
  if ("clear" in found) return { type: found.clear.type, content: await site.files.clear(found.clear) };
  return { type: found.entry.type, content: await site.content(found.entry) };
}

/**
 * The style sheets of a page, in their order.
 * @param {Site} site
 * @param {URL} url
 * @param {Document} page
 */
function sheetsOf(site, url, page) {
  const named = Array.from(page.querySelectorAll("link[rel~='stylesheet'], style"), async (element) => {
    const media = element.getAttribute("media") ?? "";
    if (element.localName === "style") return { media, css: element.textContent ?? "" };
    const address = inFolder(element.getAttribute("href"), url);
    if (!address) return { media, css: "" };
    const { content } = await loaded(site, address);
    return { media, css: typeof content === "string" ? content : text(content) };
  });
  return Promise.all(named);
}

/**
 * What is the reader's own comes first. Everybody's stays in sight: the button for it needs a script.
 * @param {Site} site
 * @param {Document} page
 */
function inTerms(site, page) {
  const records = recordsOf(page);
  if (!records) return;
  const terms = termsOf(page, records);
  terms.caretaking ||= site.index.view.audience === "facilitator";
  tell(records, terms, site.grant.person);
  for (const person of /** @type {NodeListOf<HTMLElement>} */ (records.querySelectorAll("[data-als-yours] [data-person]"))) {
    if (!("alsEmpty" in person.dataset)) person.hidden = false;
  }
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (records.querySelectorAll("[data-als-everybody]"))) button.hidden = true;
}

/**
 * The theme's script chooses between light and dark; here it is done once, as the device has it.
 * @param {Document} page
 */
function chooseColours(page) {
  const choices = /** @type {NodeListOf<HTMLInputElement>} */ (page.querySelectorAll("input[data-md-color-media]"));
  const chosen = Array.from(choices).find(({ dataset }) => matchMedia(dataset.mdColorMedia ?? "").matches);
  for (const name of ["mdColorScheme", "mdColorPrimary", "mdColorAccent"]) {
    const value = chosen?.dataset[name];
    if (value) page.body.dataset[name] = value;
  }
}

/**
 * @param {Element} link
 * @param {URL} url
 */
function lead(link, url) {
  const reference = link.getAttribute("href");
  for (const name of link.getAttributeNames()) if (/^(?:ping|download|target|(?:xlink:)?href)$/i.test(name)) link.removeAttribute(name);
  if (reference === null || !URL.canParse(reference, url)) return;
  const inside = inFolder(reference, url);
  const away = new URL(reference, url);
  if (!inside && !/^(?:https?|mailto|tel):$/.test(away.protocol)) return;
  link.setAttribute("href", inside ? fragment(inside) : away.href);
  link.setAttribute("target", inside ? "_top" : "_blank");
  link.setAttribute("rel", "noopener noreferrer");
}

/**
 * Puts a picture into its page.
 * @param {Site} site
 * @param {URL} url
 * @param {HTMLImageElement} picture
 */
async function fill(site, url, picture) {
  const source = picture.getAttribute("src");
  for (const name of ["srcset", "src"]) picture.removeAttribute(name);
  if (source?.startsWith("data:image/")) return picture.setAttribute("src", source);
  const address = inFolder(source, url);
  if (!address) return;
  try {
    const { type, content } = await loaded(site, address);
    picture.setAttribute("src", await dataUrl(new Blob([content], { type })));
  } catch (error) {
    // A picture that is missing or damaged stays away, as it does in any page.
    console.warn("als:", error);
  }
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
function dataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
