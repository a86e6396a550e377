// Opens spoilt sites with the client's own format code. Takes the client's folder as its argument and one JSON object a
// line: first the site as it is, then changes to it. Answers each with {refused: kind} or {shown: hash of all that it shows}.

import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const from = (name) => import(pathToFileURL(`${process.argv[2]}/format/${name}.js`).href);
const { equal, text } = await from("bytes");
const { Fault, kindOf } = await from("fault");
const { checkSignature, readKeyring } = await from("keyring");
const { derived } = await from("passphrase");
const { openGrant, openSlot } = await from("slot");
const { assemble, checkFile, openBlob, openIndex, packKey } = await from("view");

const bytes = (base64) => new Uint8Array(Buffer.from(base64, "base64"));
const kinds = new Set(["slot", "missing", "damaged", "rollback"]);
let site;
let keys;

process.on("unhandledRejection", (error) => {
  console.error(error);
  process.exit(1);
});

// The order of the lock screen and of the worker (worker/site.js), with files in place of a host.
async function open(files, lowest) {
  const keyring = readKeyring(files.keyring);
  const identity = await openSlot(keyring, keys);
  await checkSignature(keyring, identity.set, identity.pinned);
  if (keyring.build < lowest) throw new Fault("rollback");
  const grant = await openGrant(keyring, identity);
  const fetched = async (path) => {
    if (!Object.hasOwn(files, path)) throw new Fault("missing");
    await checkFile(files[path], keyring.files.get(path));
    return files[path];
  };
  const index = await openIndex(keyring, grant, await fetched(keyring.views.find(({ id }) => equal(id, grant.view))?.index ?? ""));
  const blob = async (number) => {
    const place = index.blobs[number];
    if (!place) throw new Fault("damaged");
    const [pack, , offset, length] = place;
    const sealed = (await fetched(index.packs[pack] ?? "")).slice(offset, offset + length);
    return openBlob(keyring, grant, await packKey(keyring, grant, pack), place, sealed);
  };
  const hash = createHash("sha256");
  for (const path of Object.keys(index.entries).sort()) {
    const { file, page, type } = index.entries[path];
    let content;
    if (file !== undefined) content = await blob(file);
    else if (!page) throw new Fault("damaged");
    else {
      const [list, fills] = (await Promise.all(page.map(blob))).map((data) => JSON.parse(text(data)));
      content = await assemble(list, fills, async (number) => text(await blob(number)));
    }
    hash.update(JSON.stringify([path, type])).update(content);
  }
  return hash.digest("hex");
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  const files = Object.fromEntries(Object.entries(told.files).map(([path, data]) => [path, bytes(data)]));
  if (!site) {
    site = { files, lowest: told.lowest };
    keys = await derived(bytes(told.root));
  }
  let answer;
  try {
    answer = { shown: await open({ ...site.files, ...files }, site.lowest) };
  } catch (error) {
    const kind = kindOf(error);
    if (!(error instanceof Error) || !kinds.has(kind)) throw error;
    answer = { refused: kind };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
