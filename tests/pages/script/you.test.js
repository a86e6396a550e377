import assert from "node:assert/strict";
import { test } from "node:test";

import { nameFromHome } from "../../../als_plugin/client/page/you.js";

test("whoever leaves a page that does not know them, or has no host, meets no error", async (here) => {
  const asked = [];
  here.mock.method(globalThis, "fetch", (address) => {
    asked.push(address);
    return Promise.reject(new DOMException("The operation was aborted.", "AbortError"));
  });
  const home = { href: "https://sets.example/quay/" };
  globalThis.document = { querySelector: (selector) => (selector.includes("logo") ? home : null) };
  globalThis.DOMParser = class {
    parseFromString(text) {
      assert.equal(text, "");
      return { querySelector: () => null };
    }
  };
  here.after(() => {
    delete globalThis.document;
    delete globalThis.DOMParser;
  });
  await nameFromHome("farah");
  assert.deepEqual(asked, [home.href]);
});
