/** Holds the client's own modules against the shared vectors; prints how many cases were looked at. */

import assert from "node:assert/strict";
import { argon2Sync } from "node:crypto";
import { readFileSync } from "node:fs";

import * as bytes from "../../als_plugin/client/format/bytes.js";
import { fingerprint, grouped, joinCode, sealedKey } from "../../als_plugin/client/format/joincode.js";
import { ARGON2, derived, normalForm } from "../../als_plugin/client/format/passphrase.js";
import { assemble } from "../../als_plugin/client/format/view.js";

const cases = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")).cases;
const hex = (value) => Buffer.from(value).toString("hex");
const unhex = (value) => new Uint8Array(Buffer.from(value, "hex"));
const argon2id = async (message, nonce) =>
  new Uint8Array(
    argon2Sync("argon2id", {
      message,
      nonce,
      parallelism: ARGON2.parallelism,
      tagLength: ARGON2.hashLength,
      memory: ARGON2.memorySize,
      passes: ARGON2.iterations,
    }),
  );
let count = 0;

for (const { parts, hex: expected } of cases("ctx")) {
  const given = parts.map((part) => part.text ?? unhex(part.hex));
  // Ours puts "als1" first by itself.
  assert.equal(given[0], "als1");
  assert.equal(hex(bytes.ctx(...given.slice(1))), expected);
  count += 1;
}
for (const { size, padded } of cases("padme")) {
  assert.equal(bytes.padme(size), padded, String(size));
  count += 1;
}
for (const { passphrase, hex: expected } of cases("normal_form")) {
  assert.equal(hex(normalForm(passphrase)), expected, JSON.stringify(passphrase));
  count += 1;
}
for (const { passphrase, salt, tag, wrappingKey, deviceKey } of cases("derive")) {
  const root = await argon2id(normalForm(passphrase), unhex(salt));
  assert.equal(hex(await bytes.hkdf(root, bytes.ctx("wrapping-key"))), wrappingKey);
  assert.equal(hex(await bytes.hkdf(root, bytes.ctx("device-key"))), deviceKey);
  const keys = await derived(root);
  assert.equal(hex(keys.tag), tag);
  assert.deepEqual([keys.wrapping.extractable, keys.device.extractable], [false, false]);
  count += 1;
}
for (const { skeleton, fill, page, refused } of cases("assembler")) {
  const made = assemble(skeleton, fill, async () => assert.fail("no blobs in these cases"));
  if (refused) await assert.rejects(made, { name: "Fault", kind: "damaged" });
  else assert.equal(await made, page);
  count += 1;
}
for (const { code, refused, passphrase, ...given } of cases("join_code")) {
  count += 1;
  // The client makes codes and reads none.
  if (refused) continue;
  const { salt, set, publisher, nonce, tag, public: publicKey, private: privateKey, sealed } = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, unhex(value)]),
  );
  const root = await argon2id(normalForm(passphrase), salt);
  const wrapping = await bytes.aesKey(await bytes.hkdf(root, bytes.ctx("wrapping-key")), ["encrypt"]);
  assert.equal(hex(await sealedKey(wrapping, nonce, { set, tag, public: publicKey, privateKey, publisher })), given.sealed);
  const joining = { set, tag, public: publicKey, sealed };
  assert.equal(grouped(await joinCode(joining)), code);
  assert.equal(await fingerprint(joining, publisher, argon2id), given.fingerprint);
}
console.log(count);
