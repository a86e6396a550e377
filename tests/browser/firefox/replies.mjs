// Replies in Firefox: node replies.mjs FIREFOX ADDRESS DOWNLOADS, with the passphrases of cleo and ben as lines on standard input.
// Says each step once it is done, and after "copied" the text that was copied, as JSON. What is saved goes to the folder DOWNLOADS.
import assert from "node:assert/strict";
import { createInterface } from "node:readline";

import { started } from "./driver.mjs";

const [executablePath, address, downloads] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const line = async () => (await lines.next()).value;
const [cleo, ben] = [await line(), await line()];

const { page, until, press, locked, unlock, go } = await started(executablePath, {
  "browser.download.folderList": 2,
  "browser.download.dir": downloads,
  "browser.download.always_ask_before_handling_new_types": false,
  // Lets this script read what was copied.
  "dom.events.testing.asyncClipboard": true,
});

const button = (text, within = "") => `${within} ::-p-xpath(.//button[normalize-space() = ${JSON.stringify(text)}])`;
const SHEET = "dialog.als-reply[open]";
const said = (words, within = SHEET) =>
  until(`the words ${words}`, (words, within) => document.querySelector(`${within} .als-reply__said`)?.textContent.startsWith(words), words, within);
const closed = () => until("no sheet", () => document.querySelector("dialog") === null);
const fill = (name, text) => page.locator(`${SHEET} [name=${name}]`).fill(text);

async function opened() {
  await page.goto(address);
  await unlock(cleo);
  await until("the open handbook", () => document.querySelector("main article h1") !== null);
}

async function reported() {
  await press(button("Report back"));
  await press(`${SHEET} [name=status][value=done]`);
  await fill("did", "I rang <b>them</b>.");
  await press(button("Save as a file", SHEET));
  await said("Saved as reply.txt.");
  await press(button("Done", SHEET));
  await closed();
}

async function copied() {
  await press(button("Bring a topic"));
  await fill("headline", "A partner who is leaving");
  await press(button("Copy", SHEET));
  await said("Copied.");
  console.log(`copied ${JSON.stringify(await page.evaluate(() => navigator.clipboard.readText()))}`);
  await press(button("Done", SHEET));
  await closed();
}

async function kept() {
  await page.reload();
  await until("what was sent", () => document.querySelectorAll("[data-als-sent] li").length === 2);
}

async function agreed() {
  await press("button[aria-label=Lock]");
  await locked();
  await unlock(ben);
  await press("[data-als-to-agree] a");
  await until("the turn", () => document.querySelector(".als-agree")?.textContent.includes("An unagreed quarrel over parking"));
  assert.equal(page.url(), `${address}agree/`);
  await press(button("Save as a file", ".als-agree"));
  await said("Saved as reply.txt.", ".als-agree");
}

await go(opened, reported, copied, kept, agreed);
