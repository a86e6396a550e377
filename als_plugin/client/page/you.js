/**
 * What is yours comes first; everybody's is one tap away. Who "you" are is known on this device alone.
 * @module
 */

import { _ } from "../words.js";

/**
 * Shows the reader's own part of each group, and a button for everybody's. Where nobody is known, all stays as it was.
 * @param {HTMLElement} page
 * @param {string | null} you
 */
export function showYours(page, you) {
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-row]"))) row.classList.toggle("als-you", row.dataset.row === you);
  page.toggleAttribute("data-als-known", you !== null);
  for (const group of page.querySelectorAll("[data-als-yours]")) {
    const people = /** @type {HTMLElement[]} */ ([...group.querySelectorAll("[data-person]")]);
    const own = people.find((one) => one.dataset.person === you);
    const others = people.filter((one) => one !== own && !("alsEmpty" in one.dataset));
    for (const one of people) {
      one.hidden = own ? one !== own : "alsEmpty" in one.dataset;
      one.classList.toggle("als-person--you", one === own);
    }
    if (own) group.prepend(own);
    const nobody = /** @type {HTMLElement | null} */ (group.querySelector("[data-als-nobody]"));
    if (nobody) nobody.hidden = Boolean(own);
    everybody(group, own ? others : []);
  }
  for (const box of /** @type {NodeListOf<HTMLDetailsElement>} */ (page.querySelectorAll("[data-als-newcomers]"))) {
    const newcomer = you !== null && JSON.parse(box.dataset.alsNewcomers ?? "[]").includes(you);
    box.open = newcomer;
    if (newcomer) page.querySelector("h1")?.after(box);
  }
}

/**
 * Puts the reader's name on their own menu in the header.
 * @param {string | null} you
 * @param {Record<string, string>} people names by id
 */
export function nameYou(you, people) {
  known = (you === null ? undefined : people[you]) ?? "";
  nameAgain();
}

let known = "";

/** The same on a page that does not know who is who, such as one of the guide, where a page before it did. */
export function nameAgain() {
  const name = known;
  const short = document.querySelector("[data-als-your-name]");
  const full = /** @type {HTMLElement | null} */ (document.querySelector("[data-als-your-full-name]"));
  if (!name || !short || !full) return;
  short.textContent = name.split(" ")[0] ?? name;
  full.textContent = _("You are {name}", { name });
  full.hidden = false;
}

/**
 * The same where no page did: the home page knows.
 * @param {string | null} you
 */
export async function nameFromHome(you) {
  const home = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[data-md-component=logo]"));
  if (known || you === null || !home) return;
  // A page that is being left, or a host that is out of reach: nobody is named, and nothing is wrong.
  const text = await fetch(home.href).then((answer) => (answer.ok ? answer.text() : "")).catch(() => "");
  const page = new DOMParser().parseFromString(text, "text/html").querySelector("[data-people]");
  if (page && !known) nameYou(you, JSON.parse(page.getAttribute("data-people") ?? "{}"));
}

/**
 * @param {Element} group
 * @param {HTMLElement[]} others
 */
function everybody(group, others) {
  const line = /** @type {HTMLElement | null} */ (group.querySelector("[data-als-everybody]"));
  const button = line?.querySelector("button");
  if (!line || !button) return;
  line.hidden = others.length === 0;
  let shown = false;
  const label = () => {
    button.textContent = shown ? _("Only mine") : _("Everybody’s");
    button.setAttribute("aria-expanded", String(shown));
  };
  label();
  button.onclick = () => {
    shown = !shown;
    for (const one of others) one.hidden = !shown;
    label();
  };
}
