/**
 * All sessions as one document to print: put together on this device from the pages that it can read, with contents that lead into it.
 * @module
 */

import { _, inFull } from "../words.js";
import { removeExpired } from "./days.js";
import { recordsOf, tell } from "./terms.js";

/** What a page has and a document does not need. */
const LEFT_OUT = "nav, form, button, [data-als-correct], .als-act__links, .als-buttons";

/**
 * @param {HTMLElement} page
 * @param {import("./terms.js").Terms} terms
 * @param {string | null} you
 */
export function offerWhole(page, terms, you) {
  const button = /** @type {HTMLButtonElement | null} */ (page.querySelector("[data-als-whole]"));
  const said = button?.parentElement?.querySelector("[role=status]");
  if (!button?.parentElement || !said) return;
  button.parentElement.hidden = false;
  button.onclick = async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    said.textContent = _("It is being put together…");
    try {
      const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (page.querySelectorAll(".als-list__title a"));
      const days = await Promise.all([...links].reverse().map((link) => fetched(link.href, terms, you)));
      show(page, button.dataset.alsWhole ?? "", days);
      said.textContent = "";
    } catch {
      said.textContent = _("Not all of it could be fetched. Please check your connection and try again.");
    }
    button.removeAttribute("aria-disabled");
  };
}

/** @param {string} address */
const nameOf = (address) => `day-${new URL(address).pathname.split("/").filter(Boolean).pop()}`;

/**
 * One session as a part of the document. Its ids carry the day, so that no two are the same.
 * @param {string} address
 * @param {import("./terms.js").Terms} terms
 * @param {string | null} you
 */
async function fetched(address, terms, you) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const source = new DOMParser().parseFromString(await answer.text(), "text/html");
  const record = recordsOf(source);
  if (!record) throw new Error("not a page of records");
  removeExpired(source, terms.day);
  tell(record, terms, you);
  for (const each of record.querySelectorAll(LEFT_OUT)) each.remove();
  const name = nameOf(address);
  for (const each of record.querySelectorAll("[id]")) each.id = `${name}-${each.id}`;
  // Each day has parts of the same names: as landmarks they would tell nobody where they are.
  for (const each of record.querySelectorAll("[aria-labelledby]")) each.removeAttribute("aria-labelledby");
  for (const each of record.querySelectorAll("h1, h2, h3, h4")) each.setAttribute("aria-level", String(Number(each.localName[1]) + 1));
  for (const each of record.querySelectorAll("img")) {
    each.setAttribute("src", new URL(each.getAttribute("src") ?? "", address).href);
    each.loading = "eager";
  }
  for (const each of record.querySelectorAll("a[href]")) point(/** @type {HTMLAnchorElement} */ (each), address);
  const day = document.createElement("section");
  day.className = "als-whole__day";
  day.id = name;
  day.append(...record.childNodes);
  return day;
}

/**
 * A link to a session leads within the document; any other is words alone.
 * @param {HTMLAnchorElement} link
 * @param {string} address of the page it stands on
 */
function point(link, address) {
  const to = new URL(link.getAttribute("href") ?? "", address);
  if (to.origin === location.origin && /\/sessions\/[^/]+\/$/.test(to.pathname)) {
    link.setAttribute("href", `#${nameOf(to.href)}${to.hash ? `-${to.hash.slice(1)}` : ""}`);
  } else link.replaceWith(...link.childNodes);
}

/**
 * @param {HTMLElement} page
 * @param {string} set
 * @param {HTMLElement[]} days
 */
function show(page, set, days) {
  const list = [...page.childNodes];
  const title = Object.assign(document.createElement("h1"), { textContent: _("{set}: all sessions", { set }), tabIndex: -1 });
  // The link that skips to the page's content finds it here too.
  title.id = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".md-skip"))?.hash.slice(1) || "whole";
  const about = Object.assign(document.createElement("p"), { className: "als-lead", textContent: _("Put together on {day}, from what you can read. It is confidential: whoever prints it looks after it.", { day: inFull(new Date()) }) });
  const print = Object.assign(document.createElement("button"), { type: "button", className: "als-button als-button--first", textContent: _("Print") });
  const back = Object.assign(document.createElement("button"), { type: "button", className: "als-link", textContent: _("Back to the list") });
  const buttons = Object.assign(document.createElement("p"), { className: "als-buttons" });
  buttons.append(print, back);
  const whole = Object.assign(document.createElement("div"), { className: "als-whole" });
  whole.append(title, about, buttons, contents(days), ...days);
  page.replaceChildren(whole);
  title.focus({ preventScroll: true });
  scrollTo(0, 0);
  // Pictures that are still on their way would be missing on paper.
  print.onclick = () => void Promise.allSettled([...whole.querySelectorAll("img")].map((each) => each.decode())).then(() => window.print());
  back.onclick = () => {
    page.replaceChildren(...list);
    page.querySelector("h1")?.scrollIntoView();
    /** @type {HTMLElement | null} */ (page.querySelector("[data-als-whole]"))?.focus();
  };
}

/** @param {HTMLElement[]} days */
function contents(days) {
  const nav = Object.assign(document.createElement("nav"), { className: "als-whole__contents" });
  const heading = Object.assign(document.createElement("h2"), { id: "contents", textContent: _("Contents") });
  nav.setAttribute("aria-labelledby", heading.id);
  const entry = (/** @type {string} */ id, /** @type {string} */ words) => {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("a"), { href: `#${id}`, textContent: words }));
    return line;
  };
  const list = document.createElement("ol");
  for (const day of days) {
    const line = entry(day.id, day.querySelector("h1")?.textContent ?? "");
    const turns = document.createElement("ul");
    for (const turn of day.querySelectorAll(".als-story__title")) turns.append(entry(turn.id, turn.textContent ?? ""));
    if (turns.childElementCount) line.append(turns);
    list.append(line);
  }
  nav.append(heading, list);
  return nav;
}
