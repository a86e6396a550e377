/**
 * What a reply says, in words: each part with its label.
 * @module
 */

import { _, inFull, ngettext } from "../words.js";

/** @typedef {{label: string, text: string}} Part */

/** @param {string} iso */
const day = (iso) => (/^\d{4}-\d\d-\d\d/.test(iso) ? inFull(new Date(`${iso.slice(0, 10)}T12:00`)) : iso);

/** @param {string} kind */
export function kindInWords(kind) {
  if (kind === "report") return _("Reports back");
  if (kind === "bid") return _("Brings a topic");
  if (kind === "absence") return _("Cannot come");
  if (kind === "agree") return _("About their own turn");
  if (kind === "record") return _("Sends a session’s record");
  return kind === "correction" ? _("Says that something is not right") : kind;
}

/** @param {string} status */
function standing(status) {
  if (status === "done") return _("Done");
  if (status === "open") return _("Still open");
  return status === "changed" ? _("Changed") : status === "dropped" ? _("Dropped") : status;
}

/**
 * @param {string} kind
 * @param {Record<string, any>} content
 * @param {{about?: string | null, struck?: string[]}} [known] what the action says; the passages that are struck
 * @returns {Part[]}
 */
export function partsOf(kind, content, { about, struck = [] } = {}) {
  /** @type {Part[]} */
  const parts = [];
  const add = (/** @type {string} */ label, /** @type {unknown} */ value) => void (value !== undefined && value !== null && value !== "" && parts.push({ label, text: String(value) }));
  if (kind === "report") {
    add(_("Action"), about ?? content.action);
    add(_("How does it stand?"), standing(content.status));
    add(_("What is it now?"), content.do);
    add(_("By when?"), content.due && day(content.due));
    add(_("What did you do?"), content.did);
    add(_("What happened?"), content.happened);
    add(_("What did you learn?"), content.learned);
    add(_("What comes next?"), content.next);
  } else if (kind === "bid") {
    add(_("Topic"), content.headline);
    add(_("Minutes"), content.minutes);
  } else if (kind === "absence") add(_("Meeting"), content.meeting && day(content.meeting));
  else if (kind === "agree") {
    add(_("Turn"), content.session && _("{number} on {day}", { number: Number(content.turn) + 1, day: day(content.session) }));
    for (const passage of struck) add(_("Strikes"), passage);
    if (!struck.length && content.struck?.length) add(_("Strikes"), ngettext("{n} passage", "{n} passages", content.struck.length));
    add(_("Wishes"), content.wish);
    if (!content.struck?.length && !content.wish) add(_("Says"), _("I agree"));
  } else if (kind === "correction") {
    add(_("Where"), content.place);
    add(_("Wishes"), content.wish);
  } else if (kind === "record") {
    add(_("Session"), content.stem && day(content.stem));
    add(_("File"), content.file);
  }
  return parts;
}
