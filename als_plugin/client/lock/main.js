/**
 * The lock screen.
 * @module
 */

import { kindOf } from "../format/fault.js";
import { _, inFull } from "../words.js";
import { showCount } from "./count.js";
import { explained, withdrawn } from "./faults.js";
import { lacking } from "./needs.js";
import { clearFields, hide, offerShowing, visible } from "./fields.js";
import { refusal } from "./refusal.js";
import { isOutdated, newestKeyring, open, serviceWorker, state, unlock } from "./opening.js";
import { offerNextTime, offerPasskey } from "./second.js";
import { base, go, hidePath } from "./place.js";

/** A second bounce within this time means that the worker does not get to answer: then the form is shown. */
const BOUNCE = 10_000;

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @returns {T}
 */
const element = (id) => /** @type {T} */ (document.getElementById(id));

const form = /** @type {HTMLFormElement} */ (element("lock"));
const input = /** @type {HTMLInputElement} */ (element("passphrase"));
const button = /** @type {HTMLButtonElement} */ (element("unlock"));
const keep = /** @type {HTMLInputElement} */ (element("keep"));
const again = /** @type {HTMLButtonElement} */ (element("again"));
const problem = element("problem");
const progress = element("progress");

/** Whether somebody is making a passphrase here: then no tab elsewhere takes this one along. */
let joining = false;

/** Whether somebody is being asked how to open the handbook next time: then it is open, and is locked from elsewhere too. */
let asking = false;

/** @param {string} message */
function say(message) {
  // Emptied first: a live region that is given the same words again says nothing.
  problem.textContent = "";
  problem.hidden = !message;
  if (message) setTimeout(() => (problem.textContent = message), 30);
  visible(input).setAttribute("aria-invalid", String(Boolean(message)));
}

/** @param {boolean} busy */
function setBusy(busy) {
  form.toggleAttribute("data-busy", busy);
  form.setAttribute("aria-busy", String(busy));
  button.setAttribute("aria-disabled", String(busy));
  button.textContent = busy ? _("Unlocking…") : _("Unlock");
  progress.textContent = busy ? _("Unlocking. This takes a second or two.") : "";
  visible(input).readOnly = busy;
}

async function submit() {
  if (form.hasAttribute("data-busy")) return;
  say("");
  setBusy(true);
  try {
    const typed = await unlock(input.value, keep.checked);
    hide(input);
    progress.textContent = _("Unlocked. Opening the handbook.");
    input.value = "";
    if (!typed) return;
    // The key of a handbook that stays open lies on the device already.
    if (keep.checked) typed.root.fill(0);
    else await askNextTime(typed);
    go();
  } catch (error) {
    const kind = kindOf(error);
    console.warn("als:", error);
    const outdated = kind === "damaged" && (await isOutdated());
    const why = await refusal(error, input.value);
    setBusy(false);
    again.hidden = !outdated;
    say(outdated ? _("This handbook was published anew a moment ago. Please load the page again, and type your passphrase once more.") : why);
    visible(input).focus();
    if (kind === "slot") visible(input).select();
  }
}

/** @param {import("./opening.js").Typed} typed */
async function askNextTime(typed) {
  asking = true;
  await offerNextTime(typed, say);
  asking = false;
  // A worker that nobody asks anything is stopped by the browser, and forgets the keys.
  if (!(await state())?.open) await open(typed.identity, false);
}

/** Shows when the handbook was published: on a first visit nothing else tells an old edition from the newest. */
async function showPublished() {
  const { keyring } = await newestKeyring();
  const date = new Date(keyring.time);
  if (Number.isNaN(date.getTime())) return;
  const published = element("published");
  published.textContent = _("Published on {day}", { day: inFull(date) });
  published.hidden = false;
}

/**
 * Goes on to the page where the handbook is open already: in another tab, or after a reload that passed the worker by.
 * @param {import("../messages.js").State | null} known
 */
function followIfOpen(known) {
  if (joining || form.hasAttribute("data-busy") || !known?.open) return false;
  if (!mayBounce()) return false;
  go();
  return true;
}

/** Whether it is some time since this tab loaded again by itself. */
function mayBounce() {
  const last = Number(sessionStorage.getItem("als-bounced") ?? 0);
  if (Date.now() - last < BOUNCE) return false;
  sessionStorage.setItem("als-bounced", String(Date.now()));
  return true;
}

/**
 * The lock screen from before the publisher's key was lost gives way to the one after, while nobody is at work in it.
 * @param {unknown} error
 */
async function giveWay(error) {
  if (kindOf(error) === "damaged" && (await isOutdated()) && !input.value && !joining && mayBounce()) location.reload();
}

/**
 * Leads through making a passphrase of one's own; its script, with the list of words, is loaded only now.
 * @param {boolean} changing
 */
async function join(changing) {
  say("");
  try {
    /** @type {typeof import("./join/main.js")} */
    const { join: begin } = await import(new URL("join.js", base).href);
    joining = true;
    form.hidden = true;
    input.value = "";
    for (const id of ["lead", "ways", "help"]) element(id).hidden = true;
    await begin(changing, say);
  } catch (error) {
    console.warn("als:", error);
    say(explained("unreachable"));
  }
}

/** Says before anybody types what will be missing, and offers nothing that cannot be. */
function offerReading() {
  element("less").hidden = false;
  element("choice").hidden = true;
  keep.checked = false;
}

/**
 * A browser may show once more, on Back, what it holds in memory: pages go by themselves, but a picture has no script.
 * Chromium drops what was sent with `no-store` from there when a cookie changes.
 */
const forgetShown = () => void (document.cookie = `als-locked=${Date.now()}; path=${base.pathname}; max-age=1; samesite=strict; secure`);

async function start() {
  const fault = /** @type {import("../format/fault.js").FaultKind | undefined} */ (document.documentElement.dataset.fault);
  const lack = await lacking();
  if (lack || fault) {
    // Nothing to type where it cannot help.
    again.hidden = !fault;
    say(explained(/** @type {import("../format/fault.js").FaultKind} */ (lack ?? fault)));
  }
  // Only now: where even this much fails, the words for browsers that are too old stay.
  document.documentElement.setAttribute("data-ready", "");
  if (lack || fault) return;
  navigator.serviceWorker?.addEventListener("message", (event) => {
    if (event.data?.als === "keys") event.ports[0]?.postMessage(null);
    if (event.data?.als === "locked") event.ports[0]?.postMessage(true);
    if (event.data?.als === "locked" && asking) location.reload();
  });
  navigator.serviceWorker?.startMessages();
  const known = await state();
  if (followIfOpen(known)) return;
  forgetShown();
  hidePath();
  form.hidden = false;
  element("ways").hidden = false;
  await offerPasskey(say);
  if (known?.withdrawn) {
    say(withdrawn());
  }
  if (matchMedia("(pointer: fine)").matches) (element("passkey").hidden ? input : element("finger")).focus();
  document.addEventListener("visibilitychange", async () => document.visibilityState === "visible" && followIfOpen(await state()));
  serviceWorker().then((worker) => worker ?? offerReading(), (error) => say(explained(kindOf(error))));
  showPublished().catch(giveWay);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void submit();
});
element("invited").addEventListener("click", () => void join(false));
element("change").addEventListener("click", () => void join(true));
element("back").addEventListener("click", () => location.reload());
again.addEventListener("click", () => location.reload());
offerShowing();
showCount(input, element("count"));
// What a browser brings back out of its memory may have been left by somebody else.
addEventListener("pagehide", clearFields);
addEventListener("pageshow", (event) => event.persisted && location.reload());
void start();
