import assert from "node:assert/strict";
import { test } from "node:test";

import { NONE, matches, order, some } from "../../../als_plugin/client/page/filters.js";

const action = { person: "amara", with: "ben", state: "open", session: "2026-01-14", made: "2026-01-14", name: "Amara" };

test("whatever is chosen counts, the order too", () => {
  assert.ok(!some(NONE));
  for (const name of Object.keys(NONE)) assert.ok(some({ ...NONE, [name]: "x" }));
});

test("an action passes by owner or sharer, state, session", () => {
  assert.ok(matches(action, NONE));
  assert.ok(matches(action, { ...NONE, person: "ben" }));
  assert.ok(!matches(action, { ...NONE, person: "be" }));
  assert.ok(!matches(action, { ...NONE, state: "done" }));
  assert.ok(!matches(action, { ...NONE, session: "2026-01-14-b" }));
  assert.ok(matches(action, { person: "amara", state: "open", session: "2026-01-14", sort: "" }));
});

test("orders keep ties as the page has them", () => {
  const made = (name, date) => ({ ...action, name, made: date });
  const [a, b, c] = [made("Zoe", "2026-01-14"), made("Éva", "2026-03-01"), made("Adam", "2026-01-14")];
  assert.deepEqual(order([a, b, c], ""), [a, b, c]);
  assert.deepEqual(order([a, b, c], "newest"), [b, a, c]);
  assert.deepEqual(order([b, a, c], "oldest"), [a, c, b]);
  assert.deepEqual(order([a, b, c], "person"), [c, b, a]);
});
