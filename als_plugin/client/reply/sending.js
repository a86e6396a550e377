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
  /** @param {Record<string, unknown>} given */
  const sealing = async (given) => {
    const from = JSON.stringify(given);
    if (made?.from !== from) made = { from, ...(await sealed(given, device)) };
    return made;
  };
  /** @param {(text: Promise<string>) => Promise<string | null>} send begins in the moment of the press; returns what to say, null where it was given up */
  const by = (send) => async () => {
    const given = content();
    if (!given) return;
    const sealed = sealing(given);
    try {
      const words = await send(sealed.then(({ text }) => text));
      if (words === null) return;
      const { id, text, from } = await sealed;
      const kept = await keepSent(device, { id, text, ...JSON.parse(from) });
      said.textContent = kept ? words : `${words} ${_("No copy could be kept on this device.")}`;
      done(id);
    } catch (error) {
      console.error(error);
      said.textContent = error instanceof NotCopied
        ? _("It could not be copied. Save it as a file.")
        : _("This could not be locked and sent. Load the page again; what you wrote is kept.");
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

class NotCopied extends Error {}

/** What is not to be copied after all. */
class Short extends Error {}

/**
 * Puts into the clipboard what is still being made. WebKit lets a page do so only if it says that it will in the moment of the press.
 * @param {Promise<string>} text
 */
async function copyComing(text) {
  /** Why it is not made: no fault of the clipboard's. @type {unknown} */
  let spoilt = null;
  text.catch((error) => (spoilt = error));
  try {
    if ("ClipboardItem" in window) await navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then((made) => new Blob([made], { type: "text/plain" })) })]);
    else await navigator.clipboard.writeText(await text);
  } catch (error) {
    throw spoilt ?? new NotCopied("the clipboard refuses", { cause: error });
  }
}

/**
 * @param {Promise<string>} coming
 * @param {import("./main.js").Device} device
 * @returns {Promise<string | null>}
 */
async function share(coming, { mail }) {
  if (navigator.canShare?.({ text: "-" })) {
    try {
      await navigator.share({ title: _("A reply"), text: await coming });
      return _("Handed on. Nobody but {name} can read it.", { name: names(mail.inbox) });
    } catch (error) {
      if (/** @type {Error} */ (error).name === "AbortError") return null;
    }
  }
  const to = mail.inbox.map(({ contact }) => contact).filter(Boolean).join(",");
  const address = `mailto:${to}?subject=${encodeURIComponent(_("A reply"))}`;
  const whole = coming.then((text) => `${address}&body=${encodeURIComponent(text)}`);
  try {
    await copyComing(Promise.all([coming, whole]).then(([text, { length }]) => (length > LONGEST ? text : Promise.reject(new Short()))));
  } catch (error) {
    if (!(error instanceof Short)) throw error;
    follow(await whole);
    return _("Your mail program has the message: send it from there.");
  }
  follow(address);
  return _("It is copied, as it is too long for an address. Paste it into the message that your mail program has opened, and send it from there.");
}

/**
 * @param {Promise<string>} coming
 * @param {string} name
 */
async function copy(coming, name) {
  await copyComing(coming);
  return _("Copied. Paste all of it into a message to {name}.", { name });
}

/**
 * @param {Promise<string>} coming
 * @param {string} name
 */
async function saved(coming, name) {
  save(new Blob([await coming], { type: "text/plain" }), "reply.txt");
  return _("Saved as reply.txt. Send this file to {name}.", { name });
}

/** @param {string} address */
function follow(address) {
  const link = document.createElement("a");
  link.href = address;
  link.click();
}
