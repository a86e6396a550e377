/**
 * The facilitator's switch in the header: their own view, or the one of a member whom they choose; then a strip on each page says
 * whose it is, and leads back.
 * @module
 */

import { addStyle } from "../style.js";
import { _ } from "../words.js";
import { announce } from "./notice.js";
import { lookAt, welcome } from "./tab.js";

const NAME = "als-look";
const STRIP = "als-seen-as";
const EYE = "M12 9a3 3 0 0 0-3 3 3 3 0 0 0 3 3 3 3 0 0 0 3-3 3 3 0 0 0-3-3m0 8a5 5 0 0 1-5-5 5 5 0 0 1 5-5 5 5 0 0 1 5 5 5 5 0 0 1-5 5m0-12.5C7 4.5 2.73 7.61 1 12c1.73 4.39 6 7.5 11 7.5s9.27-3.11 11-7.5c-1.73-4.39-6-7.5-11-7.5Z";
// The theme's stylesheet may know nothing of us, and what we put into the head is gone with the first instant page turn. The choice
// itself is the browser's own; where there is little room, it lies unseen on the picture of an eye.
const STYLE = `.${NAME}{position:relative;display:inline-flex;align-items:center;flex:none;min-width:2.75rem;min-height:2.75rem;justify-content:center;border-radius:.5rem;color:inherit}
.${NAME} svg{width:1.3rem;height:1.3rem;fill:currentcolor}.${NAME} select{position:absolute;inset:0;width:100%;opacity:0;font:inherit;font-size:1rem;cursor:pointer}
.${NAME}:focus-within{outline:3px solid currentcolor;outline-offset:-3px}.${NAME}:hover{opacity:.8}
@media(max-width:59.9375em){.${NAME}[data-as]{display:none}}
.${STRIP}{display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:center;justify-content:center;padding:.4rem 1rem;font-size:.875rem;line-height:1.4;background:var(--accent,#22595c);color:var(--on-accent,#fff); forced-color-adjust: none}
.${STRIP} button{min-height:2.25rem;padding:.2rem .6rem;border:1px solid currentcolor;border-radius:.4rem;background:none;color:inherit;font:inherit;font-weight:700;cursor:pointer}
.${STRIP} button:focus-visible{outline:3px solid currentcolor;outline-offset:2px}@media print{.${STRIP}{display:none}}`;

/** Puts the switch in its place, and above the page whose eyes it is read with, for who may read with several. */
export async function placeLook() {
  const known = await welcome();
  if (!known?.look || document.querySelector(`.${NAME}`)) return;
  const { as, eyes } = known.look;
  addStyle(document, STYLE);
  const label = document.createElement("label");
  label.className = NAME;
  // On a phone the strip leads back, and the header has room for little more than the set's name.
  label.toggleAttribute("data-as", as !== null);
  label.title = _("Read as a member sees it");
  label.append(icon(), choice(as, eyes));
  const before = document.querySelector("#als-kept") ?? document.querySelector(".als-lock");
  before?.before(label);
  if (as !== null) sayWhose(eyes.find(({ person }) => person === as)?.name ?? as);
}

/**
 * @param {import("../messages.js").Look} as
 * @param {import("../format/view.js").Eyes[]} eyes
 */
function choice(as, eyes) {
  const select = document.createElement("select");
  select.setAttribute("aria-label", _("Read as a member sees it"));
  select.autocomplete = "off";
  select.append(new Option(_("My own view"), ""));
  for (const { person, name } of [...eyes].sort((a, b) => a.name.localeCompare(b.name))) select.append(new Option(_("As {name} sees it", { name }), person));
  select.value = as ?? "";
  select.addEventListener("change", async () => {
    if (!(await turnTo(select.value || null))) select.value = as ?? "";
  });
  return select;
}

/** @param {string} name */
function sayWhose(name) {
  const strip = document.createElement("aside");
  strip.className = STRIP;
  strip.dataset.searchExclude = "";
  strip.setAttribute("aria-label", _("Whose eyes you read with"));
  const words = document.createElement("span");
  words.textContent = _("You read as {name} does: their own view, with them as “you”. Nothing that you write here is kept or sent.", { name });
  const back = document.createElement("button");
  back.type = "button";
  back.textContent = _("Back to my own view");
  back.addEventListener("click", () => void turnTo(null));
  strip.append(words, back);
  const header = document.querySelector("header.md-header");
  if (header) header.before(strip);
  else document.body.prepend(strip);
}

/** @param {import("../messages.js").Look} look */
async function turnTo(look) {
  const done = await lookAt(look);
  if (!done) announce(_("That view could not be fetched. Please check your connection and try again."));
  return done;
}

function icon() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", EYE);
  svg.append(path);
  return svg;
}
