/**
 * The passkey's part of the lock screen: the button where this device has one, and the offer after a passphrase was typed.
 * Its script's heavier half stands here too, as all of it is small.
 * @module
 */

import { kindOf } from "../format/fault.js";
import { _ } from "../words.js";
import { explained } from "./faults.js";
import { open } from "./opening.js";
import { decline, enrol, enrolled, forget, identified, toOffer } from "./passkey.js";
import { go } from "./place.js";

/** How long what was typed waits for an answer. */
const PATIENCE = 5 * 60_000;

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * Shows the button where it can open something.
 * @param {(message: string) => void} say
 */
export async function offerPasskey(say) {
  const part = element("passkey");
  part.hidden = document.documentElement.dataset.passkeys === "off" || typeof PublicKeyCredential === "undefined" || !(await enrolled());
  document.documentElement.toggleAttribute("data-enrolled", !part.hidden);
  if (part.hidden) return;
  const button = /** @type {HTMLButtonElement} */ (element("finger"));
  const hide = () => {
    part.hidden = true;
    document.documentElement.removeAttribute("data-enrolled");
    element("passphrase").focus();
  };
  button.onclick = async () => {
    button.disabled = true;
    say("");
    try {
      if (await open(await identified(), false)) go();
    } catch (error) {
      console.warn("als:", error);
      if (kindOf(error) === "slot") {
        await forget();
        hide();
        return say(_("The handbook was published anew, and what this device kept no longer opens it. Please type your passphrase: it may be a new one. If it does not open either, your facilitator can help."));
      }
      say(kindOf(error) === "passkey" ? _("That did not open the handbook: it was cancelled, or this device no longer has the passkey of before. Please type your passphrase.") : explained(kindOf(error)));
      element("passphrase").focus();
    } finally {
      button.disabled = false;
    }
  };
  element("forget").onclick = async () => {
    await forget();
    hide();
    say(_("This device has forgotten what it kept. The passkey “Handbook” may still stand in its list of passkeys, where it opens nothing."));
  };
}

/**
 * Asks, once, whether this device is to open by fingerprint or face next time; settles when somebody has answered, or time is up.
 * @param {import("./opening.js").Typed} typed its root is overwritten then
 * @param {(message: string) => void} say
 * @returns {Promise<void>}
 */
export async function offerNextTime({ keyring, root, identity }, say) {
  if (!(await toOffer(identity).catch(() => false))) return void root.fill(0);
  element("lock").hidden = true;
  for (const id of ["passkey", "lead", "ways", "help"]) element(id).hidden = true;
  element("next-time").hidden = false;
  const button = /** @type {HTMLButtonElement} */ (element("next-time-yes"));
  element("next-time").querySelector("h2")?.focus();
  await new Promise((/** @type {(value?: unknown) => void} */ done) => {
    const timer = setTimeout(done, PATIENCE);
    button.onclick = async () => {
      button.disabled = true;
      say("");
      try {
        await enrol(keyring, root, identity);
        clearTimeout(timer);
        done();
      } catch (error) {
        console.warn("als:", error);
        button.disabled = false;
        const cancelled = error instanceof DOMException && error.name === "NotAllowedError";
        button.hidden = !cancelled;
        say(cancelled ? _("That was cancelled. You can try again, or go on: your passphrase opens the handbook as before.") : _("This device cannot open the handbook in that way. Nothing was kept; your passphrase opens the handbook as before."));
      }
    };
    element("next-time-no").onclick = () => void decline().then(() => (clearTimeout(timer), done()));
  });
  root.fill(0);
}
