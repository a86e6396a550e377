/**
 * A session's file as a careful person would have written it: block texts, short lists of ids on one line, no anchors.
 * @module
 */

import { Document, isScalar, Scalar, visit } from "yaml";

import { tidy } from "./tidy.js";

/** @typedef {import("./shape.js").Context} Context */
/** @typedef {import("./shape.js").Session} Session */

const WIDTH = 100;
const LISTS = ["present", "part", "apologies", "absent", "facilitator", "with"];

/**
 * The bytes of a session's file, as text.
 * @param {Session} session
 * @param {Context} context
 */
export function save(session, context) {
  const kept = tidy(session, context);
  /** @type {Session} */
  const written = { ...kept, ...(kept.facilitator?.length === 1 ? { facilitator: kept.facilitator[0] } : {}) };
  if (written.turns) written.turns = written.turns.map((/** @type {any} */ turn) => briefly(turn));
  const document = new Document(written, { aliasDuplicateObjects: false });
  visit(document, {
    Pair: (_key, pair) => {
      const list = /** @type {any} */ (pair.value);
      if (LISTS.includes(/** @type {any} */ (pair.key)?.value) && list?.items) list.flow = true;
    },
    Scalar: (key, node) => {
      if (key !== "key" && typeof node.value === "string") node.type = style(node.value, node);
    },
  });
  return document.toString({ lineWidth: WIDTH, minContentWidth: 40, doubleQuotedMinMultiLineLength: 100_000, flowCollectionPadding: false });
}

/**
 * Suggestions without a name stand as bare texts.
 * @param {any} turn
 */
function briefly(turn) {
  const made = { ...turn };
  for (const field of ["suggestions", "questions"]) {
    if (!Array.isArray(made[field])) continue;
    made[field] = made[field].map((/** @type {any} */ each) => (each && typeof each === "object" && Object.keys(each).join() === "text" ? each.text : each));
  }
  return made;
}

/**
 * How a text is written: below a | where it has lines, below a > where its lines are long, in quotes where neither would
 * give it back as it is.
 * @param {string} text
 * @param {import("yaml").Scalar} node
 * @returns {import("yaml").Scalar.Type}
 */
function style(text, node) {
  const awkward = /^[ \t]|[ \t]$|[ \t]\n|\n[ \t]|\t/.test(text);
  if (!text.includes("\n") && text.length < WIDTH - 25) return awkward || risky(text) ? Scalar.QUOTE_DOUBLE : Scalar.PLAIN;
  if (text.split("\n").every((line) => line.length < WIDTH - 8) || awkward) {
    if (/^[ \t\n]/.test(text)) return Scalar.QUOTE_DOUBLE;
    // The line end below a | is no part of the text: records leave it out when they are read.
    if (isScalar(node)) node.value = `${text}\n`;
    return Scalar.BLOCK_LITERAL;
  }
  if (isScalar(node)) node.value = `${text}\n`;
  return Scalar.BLOCK_FOLDED;
}

/**
 * What a reader might take for something else than text.
 * @param {string} text
 */
const risky = (text) => /^[-?:,[\]{}#&*!|>'"%@`=]|: |:$| #|^(~|null|true|false|yes|no|on|off)$/i.test(text);
