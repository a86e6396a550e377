import assert from "node:assert/strict";
import { test } from "node:test";

import { countLines } from "../../../als_plugin/client/page/lines.js";

test("lines are lines of paper", () => {
  assert.equal(countLines(""), 0);
  assert.equal(countLines("\n\n  \n"), 0);
  assert.equal(countLines("one"), 1);
  assert.equal(countLines("one\n\ntwo\r\nthree\n"), 3);
  assert.equal(countLines("x".repeat(80)), 1);
  assert.equal(countLines("x".repeat(81)), 2);
  assert.equal(countLines("\u{1F600}".repeat(80)), 1);
});
