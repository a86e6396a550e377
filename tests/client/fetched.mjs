// What the client takes of answers that are too long, or that never end. Takes the client's folder as its argument, and says each
// case once it held.

import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";

const from = (name) => import(pathToFileURL(`${process.argv[2]}/${name}.js`).href);
const { MOST, fetched, fetchedClear, fetchedSealed } = await from("fetched");
const { sha256 } = await from("format/bytes");

const CHUNK = 65536;
const folder = new URL("https://sets.example.org/riverside/");
const file = new Uint8Array(3 * CHUNK - 7).fill(7);
const sum = { length: file.length, sha256: await sha256(file) };
const keyring = { files: new Map([["packs/a", sum]]) };
let sent = 0;
let cancelled = false;

/** A host that answers with these bytes, and then as `end` says. */
function host(data, end) {
  sent = 0;
  cancelled = false;
  globalThis.fetch = async () =>
    new Response(
      new ReadableStream({
        pull(answer) {
          const chunk = sent < data.length ? data.slice(sent, sent + CHUNK) : null;
          if (!chunk && end === "close") return answer.close();
          if (!chunk && end === "break") return answer.error(new TypeError("the connection is gone"));
          answer.enqueue(chunk ?? new Uint8Array(CHUNK));
          sent += (chunk ?? { length: CHUNK }).length;
        },
        cancel() {
          cancelled = true;
        },
      }),
    );
}

async function refused(promise, kind, most) {
  await assert.rejects(promise, { name: "Fault", kind });
  assert.ok(sent <= most + 3 * CHUNK, `${sent} bytes were taken of ${most}`);
}

const sealed = (path = "packs/a") => fetchedSealed(folder, keyring, path);

host(file, "close");
assert.deepEqual(await sealed(), file);
console.log("exact");

host(new Uint8Array([...file, 7]), "close");
await refused(sealed(), "damaged", file.length);
console.log("a byte more");

host(file, "endless");
await refused(sealed(), "damaged", file.length);
assert.ok(cancelled);
console.log("endless");

host(file, "endless");
const clear = { url: "../assets/a.css", sha256: Buffer.from(sum.sha256).toString("base64url"), type: "text/css" };
await refused(fetchedClear(folder, clear), "damaged", MOST);
console.log("endless, public");

host(file, "endless");
await refused(fetched(new URL("keyring", folder), {}), "damaged", MOST);
assert.ok(cancelled);
console.log("endless, nobody signed its length");

host(file.slice(9), "break");
await refused(sealed(), "unreachable", file.length);
console.log("breaks off");

host(file, "endless");
await refused(sealed("packs/other"), "damaged", 0);
console.log("unlisted");
