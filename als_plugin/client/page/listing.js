/**
 * The page of actions: what the reader owes first, and filters that leave the page where it is.
 * @module
 */

import { _, ngettext } from "../words.js";
import { NONE, matches, same } from "./filters.js";

/**
 * What is chosen. It lasts until the page is loaded anew: in the address it would stand in the browser's history, names and all.
 * @type {import("./filters.js").Filters}
 */
let filters = NONE;

/**
 * @param {HTMLElement} page
 * @param {string | null} you
 */
export function listActions(page, you) {
  const form = /** @type {HTMLFormElement | null} */ (page.querySelector("[data-als-filters]"));
  const list = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-list]"));
  if (!form || !list) return;
  putYoursFirst(list, you);
  const entries = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".als-action")]).map((card) => {
    const { person = "", with: others = "", state = "", session = "" } = card.dataset;
    return { card, person, with: others, state, session };
  });
  sayOwed(page, entries.filter(({ person, state }) => state === "open" && person === you).map(({ card }) => card), entries.some(({ person }) => person === you));
  /** What each chip shows. @type {Record<string, import("./filters.js").Filters>} */
  const kinds = { mine: { ...NONE, person: you ?? "" }, open: { ...NONE, state: "open" }, all: NONE };
  const chips = /** @type {HTMLButtonElement[]} */ ([...form.querySelectorAll("[data-als-show]")]);
  const more = /** @type {HTMLButtonElement} */ (form.querySelector("[data-als-more]"));
  const fields = /** @type {HTMLElement} */ (form.querySelector(".als-filters__fields"));
  const place = /** @type {HTMLElement} */ (form.querySelector("[data-als-shown]"));
  const kindOf = (/** @type {HTMLElement} */ chip) => kinds[chip.dataset.alsShow ?? ""] ?? NONE;

  const show = () => {
    for (const name of /** @type {const} */ (["person", "session"])) {
      const field = /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));
      field.value = filters[name];
      if (field.selectedIndex === -1) field.value = "";
    }
    const linked = location.hash.startsWith("#action-") ? decodeURIComponent(location.hash.slice(1)) : "";
    for (const entry of entries) {
      entry.card.hidden = !matches(entry, filters);
      entry.card.classList.toggle("als-action--linked", entry.card.id === linked);
    }
    const shown = entries.filter(({ card }) => !card.hidden);
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("section, [data-als-closed]"))) {
      const cards = /** @type {HTMLElement[]} */ ([...part.querySelectorAll(".als-action")]);
      const left = cards.filter((card) => !card.hidden).length;
      part.hidden = !left && Boolean(cards.length || !same(filters, NONE) || list.querySelector("[data-als-own]"));
      const count = part.matches("details") && part.querySelector("[data-als-count]");
      if (count) count.textContent = String(left);
      // What a filter lets through where nothing is open, or a link points to, is not left folded away.
      const wanted = shown.every(({ state }) => state !== "open") || cards.some((card) => card.id === linked);
      if (part instanceof HTMLDetailsElement && left && wanted) unfold(part);
    }
    for (const chip of chips) {
      const count = /** @type {HTMLElement} */ (chip.querySelector(".als-chip__n"));
      count.textContent = String(entries.filter((entry) => matches(entry, kindOf(chip))).length);
      chip.setAttribute("aria-pressed", String(same(filters, kindOf(chip))));
      if (chip.dataset.alsShow === "mine") /** @type {HTMLElement} */ (chip.parentElement).hidden = !you || count.textContent === "0";
    }
    place.textContent = shown.length === entries.length ? "" : shown.length ? _("Shown: {shown} of {all}", { shown: shown.length, all: entries.length }) : _("No action fits.");
  };
  const change = (/** @type {import("./filters.js").Filters} */ chosen) => {
    filters = chosen;
    show();
  };
  form.hidden = false;
  form.onsubmit = (event) => event.preventDefault();
  form.onchange = () => {
    const values = new FormData(form);
    change({ person: String(values.get("person") ?? ""), state: "", session: String(values.get("session") ?? "") });
  };
  for (const chip of chips) chip.onclick = () => change(kindOf(chip));
  more.onclick = () => {
    fields.hidden = !fields.hidden;
    more.setAttribute("aria-expanded", String(!fields.hidden));
  };
  for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (list.querySelectorAll("[data-als-closed]"))) {
    fold.querySelector("summary")?.addEventListener("click", () => fold.toggleAttribute("data-als-unfolded", !fold.open));
  }
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-als-live]"))) part.hidden = false;
  window.addEventListener("hashchange", () => page.isConnected && show());
  show();
  const target = location.hash.startsWith("#action-") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (const detail of target.querySelectorAll("details")) detail.open = true;
  target.scrollIntoView();
}

/**
 * What the reader owes gets a part of its own before what the others owe; where nobody is known, all stands together.
 * @param {HTMLElement} list
 * @param {string | null} you
 */
function putYoursFirst(list, you) {
  const heading = /** @type {HTMLElement | null} */ (list.querySelector("h2#open"));
  const open = heading?.parentElement;
  if (!heading || !open) return;
  const cards = /** @type {HTMLElement[]} */ ([...open.querySelectorAll(".als-action")]);
  const own = cards.filter((card) => card.dataset.person === you);
  if (!own.length) return;
  heading.textContent = _("The others’, open");
  const section = document.createElement("section");
  section.dataset.alsOwn = "";
  section.setAttribute("aria-labelledby", "own");
  const title = Object.assign(document.createElement("h2"), { id: "own", textContent: _("Yours, open") });
  section.append(title, ...own);
  open.before(section);
}

/** The theme opens every fold on paper, so those that the reader sees open are told apart. @param {HTMLDetailsElement} fold */
function unfold(fold) {
  fold.open = true;
  fold.dataset.alsUnfolded = "";
}

/**
 * The first sentence, for somebody who ever took an action on.
 * @param {HTMLElement} page
 * @param {HTMLElement[]} owed by date
 * @param {boolean} any
 */
function sayOwed(page, owed, any) {
  const lead = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-owed]"));
  if (!lead || !any) return;
  const time = owed.map((card) => /** @type {HTMLTimeElement | null} */ (card.querySelector("time[data-als-due]"))).find(Boolean);
  const count = ngettext("One of yours is open.", "{n} of yours are open.", owed.length);
  if (!owed.length) lead.textContent = _("Nothing of yours is open.");
  else lead.textContent = time ? `${count} ${sayFirst(time, owed.length === 1)}` : count;
}

/**
 * @param {HTMLTimeElement} time
 * @param {boolean} only
 */
function sayFirst(time, only) {
  const day = time.firstChild?.textContent ?? "";
  const away = time.querySelector(".als-in");
  if (away?.classList.contains("als-in--late")) return only ? _("It was due on {day}.", { day }) : _("The first was due on {day}.", { day });
  const when = `${day}, ${away?.textContent ?? ""}`;
  return only ? _("It is due on {day}.", { day: when }) : _("The next is due on {day}.", { day: when });
}
