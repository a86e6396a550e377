/**
 * The facilitator's switch in the header: their own view, or what members see.
 * @module
 */

import { _ } from "../words.js";
import { announce } from "./notice.js";
import { lookAt, welcome } from "./tab.js";

const NAME = "als-look";
const EYE = "M12 9a3 3 0 0 0-3 3 3 3 0 0 0 3 3 3 3 0 0 0 3-3 3 3 0 0 0-3-3m0 8a5 5 0 0 1-5-5 5 5 0 0 1 5-5 5 5 0 0 1 5 5 5 5 0 0 1-5 5m0-12.5C7 4.5 2.73 7.61 1 12c1.73 4.39 6 7.5 11 7.5s9.27-3.11 11-7.5c-1.73-4.39-6-7.5-11-7.5Z";
// Words where there is room for them. On a phone a picture leads to the members' view, and a line below the header back.
const STYLE = `.${NAME}{display:inline-flex;align-items:center;gap:.3rem;flex:none;margin:.2rem;padding:.3rem .4rem;border:0;border-radius:.3rem;background:none;color:inherit;font:inherit;font-size:.7rem;cursor:pointer;opacity:.9}
.${NAME}:hover{opacity:1}.${NAME} svg{width:1.2rem;height:1.2rem;fill:currentcolor}.${NAME}[data-members]{outline:1px solid currentcolor}.${NAME} i{display:none;font-style:normal}
@media(max-width:59.9375em){.${NAME}:not([data-members]) span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.${NAME}[data-members]{position:absolute;inset:100% 0 auto;justify-content:center;margin:0;min-height:1.6rem;border-radius:0;outline:0;opacity:1;color:var(--md-primary-bg-color);background:linear-gradient(rgb(0 0 0/.35) 0 0) var(--md-primary-fg-color)}
.md-header:has(.${NAME}[data-members])~.md-container{padding-top:1.2rem}
.${NAME}[data-members] svg{display:none}.${NAME}[data-members] i{display:inline}.${NAME}[data-members] span{font-weight:700;text-decoration:underline}}`;

/** Puts the switch in its place, for who may look at more than one view. */
export async function placeLook() {
  const known = await welcome();
  if (!known?.look || document.querySelector(`.${NAME}`)) return;
  const members = known.look === "members";
  const button = document.createElement("button");
  button.type = "button";
  button.className = NAME;
  button.title = members ? _("You are looking at what members see. Back to your own view.") : _("Look at the handbook as members see it");
  button.toggleAttribute("data-members", members);
  const style = document.createElement("style");
  style.textContent = STYLE;
  const word = document.createElement("span");
  word.textContent = members ? _("My view") : _("As members see it");
  const state = document.createElement("i");
  state.textContent = members ? _("You see what members see.") : "";
  button.append(icon(), state, word, style);
  button.addEventListener("click", async () => {
    if (!(await lookAt(members ? "own" : "members"))) announce(_("That view could not be fetched. Please check your connection and try again."));
  });
  const before = document.querySelector("#als-kept") ?? document.querySelector(".als-lock");
  before?.before(button);
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
