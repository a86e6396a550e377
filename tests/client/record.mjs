/**
 * The editor's model, asked from Python. `node record.mjs CLIENT problems` reads `[{session, context, stem}]` and writes what is
 * wrong with each; `node record.mjs CLIENT walk SEED COUNT` reads a context and writes sessions that were reached by writing,
 * moving, taking out and undoing, each with the file that it saves; `node record.mjs CLIENT save` reads `[session, context]`.
 */

import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";

const [client, asked, seed, count] = process.argv.slice(2);
const { add, attend, change, load, move, problems, redo, remove, save, tidy, undo, valueAt } = await import(pathToFileURL(`${client}/record/model.js`).href);
const { clean } = await import(pathToFileURL(`${client}/record/tidy.js`).href);
const { allowed, unwrapped, where } = await import(pathToFileURL(`${client}/record/shape.js`).href);
const { parse } = await import(pathToFileURL(`${client}/node_modules/yaml/dist/index.js`).href);

// What is awkward in YAML, and what people write.
const PIECES = ["Wait", "a: b", "#1", " # no", "- so", "no", "null", "12:30", "2026-01-01", "\n", "\n\n", "  ", "\t", "“Yes”", "'", '"', "\\n", "|", ">", "&x", "*y", "%", "@", "`", "{", "]", "?", "!", "~", "é", "😀", "\u2028", "\u0000", "\ufeff", "\r\n", "---", "...", ",", "    code", "1. one", "* two", "and then the group asked what it would look like if it were finished,", "x".repeat(130)];

let input = "";
for await (const chunk of process.stdin) input += chunk;
const given = JSON.parse(input);

if (asked === "problems") {
  const told = given.map(({ session, context, stem, today }) => problems(session, context, stem, today).map(({ path, problem }) => `${where(path)}: ${problem}`));
  process.stdout.write(JSON.stringify(told));
} else if (asked === "save") {
  process.stdout.write(save(...given));
} else {
  const random = numbers(Number(seed));
  for (let number = 0; number < Number(count); number += 1) process.stdout.write(`${JSON.stringify(walked(given, random))}\n`);
}

/** A generator of numbers from 0 to below 1, the same for a seed. */
function numbers(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function walked(context, random) {
  const one = (list) => list[Math.floor(random() * list.length)];
  const level = one(context.levels.order);
  const asAgreed = { ...context, agreement: { ...context.agreement, record: level } };
  const first = load({ date: "2026-11-18", status: one(["draft", "published"]) }, asAgreed);
  let draft = first;
  for (let left = Math.floor(random() * 60); left > 0; left -= 1) draft = stepped(draft, asAgreed, random, one);
  // All steps back, and all of them again, lead to where one was.
  let there = draft;
  for (const _step of draft.past) there = undo(there);
  assert.deepEqual(there.session, first.session);
  for (const _step of draft.past) there = redo(there);
  assert.deepEqual(there.session, draft.session);
  const kept = tidy(draft.session, asAgreed);
  const file = save(draft.session, asAgreed);
  assert.equal(save(kept, asAgreed), file);
  assert.deepEqual(tidy(unbriefed(parse(file, { stringKeys: true })), asAgreed), kept, `${file}${JSON.stringify(kept)}`);
  return { level, session: kept, file };
}

/** What the editor is given of a file: lists where one value may stand for them, fields where a bare text may. */
function unbriefed(session) {
  const fields = (list) => list?.map((each) => (typeof each === "object" ? each : { text: String(each) }));
  return {
    ...session,
    facilitator: [session.facilitator ?? []].flat(),
    turns: session.turns?.map((turn) => ({ ...turn, suggestions: fields(turn.suggestions), ...(turn.questions ? { questions: fields(turn.questions) } : {}) })),
  };
}

function stepped(draft, context, random, one) {
  const chance = random();
  if (chance < 0.1) return one([undo, redo])(draft);
  if (chance < 0.2) return attend(draft, one(context.people).id, one(["present", "part", "apologies", "absent", null]));
  const path = [];
  let here = unwrapped(context, context.schema, "Session");
  for (;;) {
    if (here.schema.properties) {
      const name = one(Object.keys(here.schema.properties).filter((field) => !["counts", "replies"].includes(field) && (path.length || !["date", "status"].includes(field))));
      path.push(name);
      here = unwrapped(context, here.schema.properties[name]);
    } else if (here.schema.items) {
      const inner = unwrapped(context, here.schema.items);
      const list = valueAt(draft.session, path) ?? [];
      if (!list.length || random() < 0.4) return add(draft, path, item(inner.schema, path, context, random, one), Math.floor(random() * (list.length + 1)));
      if (random() < 0.2) return remove(draft, [...path, Math.floor(random() * list.length)]);
      if (random() < 0.2) return move(draft, path, Math.floor(random() * list.length), Math.floor(random() * list.length));
      path.push(Math.floor(random() * list.length));
      here = inner;
    } else {
      // What its item cannot do without stays: a draft's item without it is left out until it has it.
      const after = change(draft, path, random() < 0.15 && !required(path) ? undefined : value(here.schema, context, random, one));
      if (!allowed(context, path)) assert.equal(after, draft, "what the agreement forbids cannot be entered");
      return after;
    }
  }
}

/** Whether an item without this field is none. */
function required(path) {
  return ["do", "presenter", "member", "text", "status"].includes(path.at(-1)) || typeof path.at(-1) === "number" || path.join().match(/^actions,\d+,owner$/);
}

function item(schema, path, context, random, one) {
  if (!schema.properties) return value(schema, context, random, one);
  // Whose an action outside a turn is must be said.
  const made = path.join() === "actions" ? { owner: one(context.people).id } : {};
  for (const name of schema.required) made[name] = value(unwrapped(context, schema.properties[name]).schema, context, random, one);
  return made;
}

function value(schema, context, random, one) {
  if (schema.enum) return one(schema.enum);
  if (schema.format === "date") return one(["2026-11-18", "2026-12-24", "2027-02-03"]);
  if (schema.type === "integer") return 1 + Math.floor(random() * 90);
  if (schema.type === "boolean") return random() < 0.5;
  if (schema.pattern?.includes("/")) return one(Object.keys(context.actions));
  if (schema.pattern?.startsWith("^[a-z]")) return one(context.people).id;
  const text = Array.from({ length: 1 + Math.floor(random() * 12) }, () => one(PIECES)).join(one([" ", ""]));
  const line = schema.pattern?.includes("\\n");
  const made = line ? text.replace(/[\n\r\u2028]/g, " ") : text;
  // Nothing is written by taking the field out, as above.
  return clean(made).trim() && random() < 0.5 ? made : `${made}.`;
}
