import assert from "node:assert/strict";
import { test } from "node:test";

import { NONE, matches, same } from "../../../als_plugin/client/page/filters.js";

const action = { person: "amara", with: "ben", state: "open", session: "2026-01-14" };

test("whatever is chosen counts", () => {
  assert.ok(same({ ...NONE }, NONE));
  for (const name of Object.keys(NONE)) assert.ok(!same({ ...NONE, [name]: "x" }, NONE));
});

test("an action passes by owner or sharer, state, session", () => {
  assert.ok(matches(action, NONE));
  assert.ok(matches(action, { ...NONE, person: "ben" }));
  assert.ok(!matches(action, { ...NONE, person: "be" }));
  assert.ok(!matches(action, { ...NONE, state: "done" }));
  assert.ok(!matches(action, { ...NONE, session: "2026-01-14-b" }));
  assert.ok(matches(action, { person: "amara", state: "open", session: "2026-01-14" }));
});
