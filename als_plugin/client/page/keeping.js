/**
 * What a reader writes on the preparation page: kept on this device, through the bridge, and nowhere else.
 * @module
 */

import { notes, onLocked } from "../bridge.js";
import { _, ngettext } from "../words.js";
import { countLines } from "./lines.js";

/**
 * Brings back ticks and texts, and keeps what changes; what another tab changes shows here too.
 * @param {HTMLElement} page
 * @param {string} occasion what the ticks belong to: the next session's date
 */
export async function keepNotes(page, occasion) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...page.querySelectorAll("[data-als-tick]")]);
  const fields = /** @type {HTMLTextAreaElement[]} */ ([...page.querySelectorAll("[data-als-note]")]);
  if (!boxes.length && !fields.length) return;
  /** @type {Promise<unknown>} */
  let ticking = Promise.resolve();
  const keepTicks = () => {
    const ticked = boxes.filter((one) => one.checked).map((one) => one.dataset.alsTick ?? "");
    ticking = notes.set(`ticks/${occasion}`, ticked);
  };
  // Before what was kept is shown, a tick is one more and not the only one; some are made before this script listens.
  let shown = false;
  const early = new Set(boxes.filter((one) => one.checked !== one.defaultChecked));
  for (const box of boxes) box.addEventListener("change", () => (shown ? keepTicks() : void early.add(box)));
  const pending = new Set(fields.map((field) => keepField(page, field)));
  const show = async () => {
    const ticked = await ticks(occasion);
    for (const box of boxes) if (!early.has(box)) box.checked = ticked.has(box.dataset.alsTick ?? "");
    shown = true;
    if (early.size) keepTicks();
    early.clear();
    for (const { bring } of pending) await bring();
  };
  // A page that goes within the short wait before keeping must not lose the last words.
  const flush = () => Promise.all([ticking, ...[...pending].map(({ keep }) => keep())]);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void flush());
  onLocked(flush);
  notes.onChanged(() => page.isConnected && void show());
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (page.querySelectorAll("[data-als-clear]"))) {
    button.onclick = () => {
      if (!window.confirm(button.dataset.alsSure)) return;
      for (const field of fields.filter((one) => one.dataset.alsNote?.startsWith(`${button.dataset.alsClear}/`))) {
        field.value = "";
        field.dispatchEvent(new Event("input"));
      }
    };
  }
  await show();
}

/**
 * Keeps one field: `bring` shows what was kept, `keep` keeps at once what was just written and returns when it is kept.
 * @param {HTMLElement} page
 * @param {HTMLTextAreaElement} field
 */
function keepField(page, field) {
  const name = field.dataset.alsNote ?? "";
  let timer = 0;
  /** @type {Promise<unknown>} */
  let keeping = Promise.resolve();
  const keep = () => {
    if (timer) {
      window.clearTimeout(timer);
      timer = 0;
      keeping = notes.set(name, field.value || undefined).then(() => {
        const said = page.querySelector("[data-als-kept]");
        const time = new Intl.DateTimeFormat(page.dataset.language, { hour: "2-digit", minute: "2-digit" }).format(new Date());
        if (said) said.textContent = _("Kept on this device at {time}, and nowhere else.", { time });
      });
    }
    return keeping;
  };
  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 400);
    showLines(page, field);
  });
  field.addEventListener("blur", keep);
  const bring = async () => {
    const kept = await notes.get(name);
    // Whoever is writing keeps what they wrote.
    if (timer || (document.activeElement === field && field.value)) return;
    field.value = typeof kept === "string" ? kept : "";
    showLines(page, field);
  };
  return { bring, keep };
}

/**
 * Says on the home page how many ticks are left.
 * @param {HTMLElement} page
 * @param {string} occasion
 */
export async function countTicks(page, occasion) {
  const place = /** @type {HTMLElement | null} */ (page.querySelector("[data-als-ticks-left]"));
  if (!place) return;
  const all = /** @type {string[]} */ (JSON.parse(place.dataset.alsTicksLeft ?? "[]"));
  const ticked = await ticks(occasion);
  const left = all.filter((key) => !ticked.has(key)).length;
  place.textContent = left ? _("Still to tick: {left} of {all}.", { left, all: all.length }) : _("All ticked.");
}

/**
 * @param {string} occasion
 * @returns {Promise<Set<string>>}
 */
async function ticks(occasion) {
  const kept = await notes.get(`ticks/${occasion}`);
  return new Set(Array.isArray(kept) ? kept : []);
}

/**
 * @param {HTMLElement} page
 * @param {HTMLTextAreaElement} field
 */
function showLines(page, field) {
  const most = Number(field.dataset.alsLines);
  const place = page.querySelector("[data-als-line-count]");
  if (!most || !place) return;
  const lines = countLines(field.value);
  place.textContent = lines > most
    ? ngettext("{n} line: try to say it in {most}.", "{n} lines: try to say it in {most}.", lines, { most })
    : ngettext("{lines} of {n} line", "{lines} of {n} lines", most, { lines });
  place.classList.toggle("als-lines--over", lines > most);
}
