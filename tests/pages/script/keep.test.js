import assert from "node:assert/strict";
import { test } from "node:test";

import { Keeper } from "../../../als_plugin/client/record/keep.js";

test("a session is not said to be kept while a later change of it is not", async () => {
  const written = [];
  const done = [];
  const said = [];
  const set = (_name, kept) => {
    written.push(kept.session);
    return new Promise((resolve) => done.push(resolve));
  };
  const keeper = new Keeper({ set }, (failed) => said.push([failed, written.length]));
  keeper.keep({ session: "one", run: {} });
  keeper.keep({ session: "two", run: {} });
  const all = keeper.keep({ session: "three", run: {} });
  done[0]();
  while (done.length < 2) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(said, []);
  done[1]();
  await all;
  assert.deepEqual(written, ["one", "three"]);
  assert.deepEqual(said, [[false, 2]]);
});
