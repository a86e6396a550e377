/**
 * Ways in which a reply can leave the device: whichever it has. Nothing leaves it by itself.
 * @module
 */

import { save } from "../save.js";
import { _ } from "../words.js";
import { make } from "./elements.js";
import { keepSent } from "./outbox.js";
import { sealed } from "./seal.js";

/** Longer addresses are cut by some mail programs. */
const LONGEST = 1800;

/** @param {{name: string}[]} inbox */
export const names = (inbox) => inbox.map(({ name }) => name).join(", ");

/**
 * Buttons to send what `content` returns (null: something is missing, and was said).
 * @param {import("./main.js").Device} device
 * @param {() => Record<string, unknown> | null} content
 * @param {(id: string) => void} done called once it has gone
 * @param {string} [label]
 * @returns {HTMLElement}
 */
export function sendButtons(device, content, done, label) {
  const said = make("p", { class: "als-reply__said", role: "status" });
  /** @type {{from: string, id: string, text: string} | null} The same words are sealed once, however often they are sent. */
  let made = null;
  const made_ = async () => {
    const given = content();
    if (!given) return null;
    const from = JSON.stringify(given);
    if (made?.from !== from) made = { from, ...(await sealed(given, device)) };
    return made;
  };
  /** @param {(text: string) => Promise<string | null>} send returns what to say; null where it was given up */
  const by = (send) => async () => {
    try {
      const reply = await made_();
      const words = reply && (await send(reply.text));
      if (!reply || words === null) return;
      const kept = await keepSent(device, { id: reply.id, text: reply.text, ...JSON.parse(reply.from) });
      said.textContent = kept ? words : `${words} ${_("No copy could be kept on this device.")}`;
      done(reply.id);
    } catch (error) {
      console.error(error);
      said.textContent = _("This could not be locked and sent. Load the page again; what you wrote is kept.");
    }
  };
  const to = names(device.mail.inbox);
  const buttons = make(
    "p",
    { class: "als-buttons" },
    make("button", { type: "button", class: "md-button md-button--primary", click: by((text) => share(text, device)) }, label ?? _("Send to {name}", { name: to })),
    make("button", { type: "button", class: "md-button", click: by((text) => copy(text, to)) }, _("Copy")),
    make("button", { type: "button", class: "md-button", click: by((text) => saved(text, to)) }, _("Save as a file")),
  );
  return make("div", {}, buttons, said);
}

/**
 * @param {string} text
 * @param {import("./main.js").Device} device
 * @returns {Promise<string | null>}
 */
async function share(text, { mail }) {
  if (navigator.canShare?.({ text })) {
    try {
      await navigator.share({ title: _("A reply"), text });
      return _("Handed on. Nobody but {name} can read it.", { name: names(mail.inbox) });
    } catch (error) {
      if (/** @type {Error} */ (error).name === "AbortError") return null;
    }
  }
  const to = mail.inbox.map(({ contact }) => contact).filter(Boolean).join(",");
  const address = `mailto:${to}?subject=${encodeURIComponent(_("A reply"))}`;
  const whole = `${address}&body=${encodeURIComponent(text)}`;
  if (whole.length <= LONGEST) {
    follow(whole);
    return _("Your mail program has the message: send it from there.");
  }
  await navigator.clipboard.writeText(text);
  follow(address);
  return _("It is copied, as it is too long for an address. Paste it into the message that your mail program has opened, and send it from there.");
}

/**
 * @param {string} text
 * @param {string} name
 */
async function copy(text, name) {
  await navigator.clipboard.writeText(text);
  return _("Copied. Paste all of it into a message to {name}.", { name });
}

/**
 * @param {string} text
 * @param {string} name
 */
async function saved(text, name) {
  save(new Blob([text], { type: "text/plain" }), "reply.txt");
  return _("Saved as reply.txt. Send this file to {name}.", { name });
}

/** @param {string} address */
function follow(address) {
  const link = document.createElement("a");
  link.href = address;
  link.click();
}
