// Opens spoilt sites with the client's own format code. Takes the client's folder as its argument and one JSON object a
// line: first the site as it is, then changes to it. Answers each with {refused: kind} or {shown: hash of all that it shows}.

import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const from = (name) => import(pathToFileURL(`${process.argv[2]}/format/${name}.js`).href);
const { Fault, kindOf } = await from("fault");
const { readKeyring } = await from("keyring");
const { derived } = await from("passphrase");
const { Site } = await from("site");
const { openSlot } = await from("slot");
const { checkFile } = await from("view");

const bytes = (base64) => new Uint8Array(Buffer.from(base64, "base64"));
const kinds = new Set(["slot", "missing", "damaged", "rollback"]);
let site;
let origin;
let keys;

process.on("unhandledRejection", (error) => {
  console.error(error);
  process.exit(1);
});

// As the lock screen and the worker do, with files in place of a host.
async function open(files, lowest) {
  const sealed = async (keyring, path) => {
    if (!Object.hasOwn(files, path)) throw new Fault("missing");
    await checkFile(files[path], keyring.files.get(path));
    return new Blob([files[path]]);
  };
  const identity = await openSlot(readKeyring(files.keyring), keys);
  const opened = await Site.open(files.keyring, origin, identity, lowest, { sealed });
  const hash = createHash("sha256");
  for (const [path, entry] of Object.entries(opened.index.entries).sort(([one], [other]) => (one < other ? -1 : 1))) {
    hash.update(JSON.stringify([path, entry.type])).update(await opened.content(entry));
  }
  return hash.digest("hex");
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  const files = Object.fromEntries(Object.entries(told.files).map(([path, data]) => [path, bytes(data)]));
  if (!site) {
    site = { files, lowest: told.lowest };
    const { set, publisher, succession } = readKeyring(files.keyring);
    origin = { set, pinned: succession[0]?.from ?? publisher };
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
