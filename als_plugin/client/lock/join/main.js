/**
 * "I have been invited" and "Change my passphrase": loaded only where somebody asks for it.
 * @module
 */

import { equal } from "../../format/bytes.js";
import { grouped } from "../../format/joincode.js";
import { normalForm } from "../../format/passphrase.js";
import { _ } from "../../words.js";
import { showCount } from "../count.js";
import { hide, visible } from "../fields.js";
import { refusal } from "../refusal.js";
import { known, make } from "./make.js";
import { picture } from "./picture.js";
import { newPassphrase } from "./words.js";

export { stranger } from "./nearest.js";

/** @typedef {(message: string) => void} Say */

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @returns {T}
 */
const element = (id) => /** @type {T} */ (document.getElementById(id));

const STEPS = ["now-step", "words-step", "code-step"];

/** @param {string | null} id */
function showStep(id) {
  for (const step of STEPS) element(step).hidden = step !== id;
  if (id) element(id).querySelector("h2")?.focus();
}

/**
 * Waits until a form is sent with something that it takes.
 * @template T
 * @param {string} id
 * @param {Say} say
 * @param {(field: HTMLInputElement) => Promise<T>} take throws, or a text says what is wrong
 * @returns {Promise<T>}
 */
function sent(id, say, take) {
  const form = /** @type {HTMLFormElement} */ (element(id));
  const field = /** @type {HTMLInputElement} */ (form.querySelector("input:not([readonly])"));
  return new Promise((resolve) => {
    form.onsubmit = async (event) => {
      event.preventDefault();
      if (form.hasAttribute("data-busy")) return;
      say("");
      form.setAttribute("data-busy", "");
      try {
        resolve(await take(field));
        hide(field);
        field.value = "";
      } catch (error) {
        say(typeof error === "string" ? error : await refusal(error, field.value));
        visible(field).focus();
      } finally {
        form.removeAttribute("data-busy");
      }
    };
  });
}

/**
 * Goes through the steps. The page's own "Back" ends it at any time, by loading the lock screen anew.
 * @param {boolean} changing a passphrase that there is, rather than making a first one
 * @param {Say} say
 */
export async function join(changing, say) {
  element("joining").hidden = false;
  let before = null;
  if (changing) {
    showStep("now-step");
    before = await sent("now-step", say, (field) => known(field.value));
  }
  const passphrase = newPassphrase();
  element("words").textContent = passphrase;
  showCount(/** @type {HTMLInputElement} */ (element("typed")), element("typed-count"));
  offerCopies(passphrase);
  showStep("words-step");
  const { letters, digits } = await sent("words-step", say, async (field) => {
    if (!equal(normalForm(field.value), normalForm(passphrase))) throw _("That is not the passphrase above. Please look at each word.");
    return make(passphrase, before);
  });
  element("words").textContent = "";
  element("words-copied").hidden = true;
  showCode(letters, digits);
  element("code-changed").hidden = !changing;
  element("code-first").hidden = changing;
  showStep("code-step");
}

/**
 * The words into the clipboard, or onto paper.
 * @param {string} passphrase
 */
function offerCopies(passphrase) {
  element("words-copy").onclick = async () => {
    const said = element("words-copied");
    try {
      await navigator.clipboard.writeText(passphrase);
      said.textContent = _("Copied. Other programs can read the clipboard, and it may travel to your other devices: paste the words where they are safe, then copy something else.");
    } catch {
      said.textContent = _("This browser does not let the words be copied. Please mark them and copy them yourself, or write them down.");
    }
    said.hidden = false;
  };
  element("words-print").onclick = () => print();
}

/**
 * @param {string} letters
 * @param {string} digits
 */
function showCode(letters, digits) {
  const field = /** @type {HTMLTextAreaElement} */ (element("code"));
  const copy = element("copy");
  field.value = grouped(letters);
  field.onfocus = () => field.select();
  element("digits").textContent = digits;
  element("picture").replaceChildren(picture(letters, _("Join code as a picture")));
  copy.onclick = async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      copy.textContent = _("Copied");
    } catch {
      field.focus();
    }
  };
}
