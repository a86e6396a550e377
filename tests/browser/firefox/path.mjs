// The main path through a locked handbook, in Firefox over WebDriver BiDi.
//
// node path.mjs FIREFOX ADDRESS DOWNLOADS, with the passphrase as the first line on standard input. Says each step once it is
// done, and after "join code" the code and its digits; after "ready to go offline" it waits for another line, by which the host
// is gone. What is saved goes to the folder DOWNLOADS.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { createInterface } from "node:readline";

import { started } from "./driver.mjs";

const WAIT = 20_000;
const [executablePath, address, downloads] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const line = async () => (await lines.next()).value;
const passphrase = await line();

const { page, until, press, locked, unlock, go } = await started(executablePath, {
  "browser.download.folderList": 2,
  "browser.download.dir": downloads,
  "browser.download.always_ask_before_handling_new_types": false,
});

const heading = (text) => until(`the heading ${text}`, (text) => document.querySelector("main h1")?.textContent?.includes(text), text);
const at = (path) => until(`the address ${path}`, (href) => location.href === href, address + path);
const open = () => until("the open handbook", () => document.querySelector("main article h1") !== null);

async function refused() {
  await page.goto(address);
  await unlock("six words that open nothing here");
  await until("the refusal", () => document.querySelector("[role=alert]")?.textContent?.startsWith("This passphrase does not open"));
}

async function invited() {
  await press("#invited");
  await until("the words", () => document.querySelector("#words")?.textContent?.split(" ").length === 6);
  const words = await page.evaluate(() => document.querySelector("#words").textContent);
  await page.locator("#typed").setTimeout(WAIT).fill(words);
  await press("#words-step [type=submit]");
  await until("the join code", () => document.querySelector("#code")?.value.length === 323);
  await until("its picture", () => document.querySelector("#picture > *") !== null);
  const [code, digits] = await page.evaluate(() => [document.querySelector("#code").value, document.querySelector("#digits").textContent]);
  console.log(`join code ${code} ${digits}`);
  await press("#back");
  await locked();
}

async function opened() {
  await unlock(passphrase);
  await open();
  await at("");
}

async function instant() {
  // The theme turns pages without loading once it has the list of them.
  await until("the list of pages", () => performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.endsWith("/sitemap.xml") && responseEnd));
  await page.evaluate(() => { window.same = true; });
  await press('.als-places a[href$="sessions/"]');
  await at("sessions/");
  await heading("Sessions");
  assert.equal(await page.evaluate(() => window.same), true, "the page was loaded anew");
}

async function searched() {
  await press(".md-search__input");
  await until("the search index", () => document.querySelector(".md-search-result__meta")?.textContent?.includes("Type to start searching"));
  await page.keyboard.type("tenants");
  await until("results", () => document.querySelector(".md-search-result__link mark") !== null);
  await page.keyboard.press("Escape");
}

async function pictured() {
  await page.goto(`${address}pages/our-room/`);
  await until("the picture", () => {
    const picture = document.querySelector("article img");
    if (picture) picture.loading = "eager";
    return picture?.complete && picture.naturalWidth > 100;
  });
}

async function downloaded() {
  await page.goto(`${address}set/`);
  await press("article a[download]");
  const last = Date.now() + WAIT;
  while (!readdirSync(downloads).some((name) => name.endsWith(".ics"))) {
    if (Date.now() > last) throw new Error(`nothing was saved: ${readdirSync(downloads)}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function offline() {
  console.log("ready to go offline");
  await line();
  await page.goto(`${address}actions/`);
  await heading("Actions");
  await page.goto(`${address}pages/our-room/`);
  await until("the picture", () => document.querySelector("article img")?.naturalWidth > 100);
}

async function lockedAgain() {
  await press("button[aria-label=Lock]");
  await locked();
  await page.goto(`${address}actions/`);
  await locked();
  assert.equal(await page.evaluate(() => document.querySelector("article")), null);
}

// The lock screen comes out of the worker now, its styles and the worker that derives the key too.
async function openedAgain() {
  await until("the lock screen's styles", () => document.styleSheets[0]?.cssRules.length > 0);
  await unlock(passphrase);
  await heading("Actions");
}

await go(refused, invited, opened, instant, searched, pictured, downloaded, offline, lockedAgain, openedAgain);
