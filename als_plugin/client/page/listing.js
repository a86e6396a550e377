/**
 * The page of actions: filters, order, permanent links.
 * @module
 */

import { _ } from "../words.js";
import { NAMES, NONE, matches, order, some } from "./filters.js";

/**
 * What is chosen. It lasts until the page is loaded anew: in the address it would stand in the browser's history, names and all.
 * @type {import("./filters.js").Filters}
 */
let filters = NONE;

/**
 * @param {HTMLElement} page
 * @param {string | null} you
 * @param {Record<string, string>} people
 */
export function listActions(page, you, people) {
  const form = /** @type {HTMLFormElement | null} */ (page.querySelector("[data-als-filters]"));
  const list = page.querySelector("[data-als-list]");
  if (!form || !list) return;
  const entries = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".als-action")]).map((card) => {
    const { person = "", with: others = "", state = "", session = "", made = "" } = card.dataset;
    const home = /** @type {HTMLElement} */ (card.parentElement);
    const name = people[person] ?? card.querySelector("strong")?.textContent ?? person;
    return { card, home, person, with: others, state, session, made, name };
  });
  const sections = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("section")]);
  const closed = /** @type {HTMLDetailsElement | null} */ (list.querySelector("[data-als-closed]"));
  const sorted = document.createElement("section");
  list.prepend(sorted);
  form.hidden = false;

  const show = () => {
    for (const name of NAMES) {
      const field = /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));
      field.value = filters[name];
      if (field.selectedIndex === -1) field.value = "";
      filters = { ...filters, [name]: field.value };
    }
    const linked = location.hash.startsWith("#action-") ? decodeURIComponent(location.hash.slice(1)) : "";
    let shown = 0;
    const ordered = order(entries, filters.sort);
    // Without another order, what is yours comes first.
    if (you && !filters.sort) ordered.sort((a, b) => Number(b.person === you) - Number(a.person === you));
    for (const entry of ordered) {
      entry.card.hidden = !matches(entry, filters);
      entry.card.classList.toggle("als-action--linked", entry.card.id === linked);
      shown += Number(!entry.card.hidden);
      (filters.sort ? sorted : entry.home).append(entry.card);
    }
    for (const section of sections) {
      const left = [...section.querySelectorAll(".als-action")].some((card) => !(/** @type {HTMLElement} */ (card).hidden));
      section.hidden = Boolean(section.querySelector(".als-action") || some(filters)) && !left;
    }
    // What a filter for what is closed lets through, or a link points to, is not left folded away.
    const pointed = entries.some(({ card, state }) => card.id === linked && state !== "open");
    const onlyClosed = some(filters) && !entries.some(({ card, state }) => !card.hidden && state === "open");
    if (closed && (pointed || onlyClosed)) closed.open = true;
    const count = closed?.querySelector("[data-als-count]");
    if (count) count.textContent = String(entries.filter(({ card, state }) => !card.hidden && state !== "open").length);
    tell(form, shown, entries.length, filters.person, you);
  };
  const change = (/** @type {import("./filters.js").Filters} */ chosen) => {
    filters = chosen;
    show();
  };
  form.onsubmit = (event) => event.preventDefault();
  form.onchange = () => {
    const values = new FormData(form);
    const value = (/** @type {string} */ name) => String(values.get(name) ?? "");
    change({ person: value("person"), state: value("state"), session: value("session"), sort: value("sort") });
  };
  const mine = /** @type {HTMLButtonElement} */ (form.querySelector("[data-als-mine]"));
  mine.onclick = () => change({ ...filters, person: you ?? "" });
  const reset = /** @type {HTMLButtonElement} */ (form.querySelector("[data-als-reset]"));
  reset.onclick = () => change(NONE);
  window.addEventListener("hashchange", () => page.isConnected && show());
  show();
  const target = location.hash.startsWith("#action-") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (const more of target.querySelectorAll("details")) more.open = true;
  target.scrollIntoView();
}

/**
 * @param {HTMLFormElement} form
 * @param {number} shown
 * @param {number} all
 * @param {string} person
 * @param {string | null} you
 */
function tell(form, shown, all, person, you) {
  const place = /** @type {HTMLElement} */ (form.querySelector("[data-als-shown]"));
  place.textContent = shown ? _("Shown: {shown} of {all}", { shown, all }) : _("No action fits.");
  const options = /** @type {NodeListOf<HTMLOptionElement>} */ (form.querySelectorAll('[name="person"] option'));
  const names = [...options].map((option) => option.value);
  const mine = /** @type {HTMLElement} */ (form.querySelector("[data-als-mine]"));
  mine.hidden = !you || person === you || !names.includes(you);
  const reset = /** @type {HTMLElement} */ (form.querySelector("[data-als-reset]"));
  reset.hidden = shown === all && !person;
}
