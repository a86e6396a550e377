// Reading where Firefox lets no service worker be: node reading.mjs FIREFOX ADDRESS, with the passphrase as the first line on
// standard input. Says each step once it is done.
import assert from "node:assert/strict";
import { createInterface } from "node:readline";

import { started } from "./driver.mjs";

const [executablePath, address] = process.argv.slice(2);
const passphrase = (await createInterface({ input: process.stdin })[Symbol.asyncIterator]().next()).value;
const { page, until, press, unlock, go } = await started(executablePath, { "dom.serviceWorkers.enabled": false });

const heading = (text) =>
  until(`the heading ${text}`, (text) => document.querySelector("#reading iframe")?.contentDocument?.querySelector("h1")?.textContent === text, text);
/** Presses where a link stands in the frame: the driver may run no script there. */
async function follow(text) {
  const [x, y] = await page.evaluate((text) => {
    const frame = document.querySelector("#reading iframe");
    const link = Array.from(frame.contentDocument.links).find((each) => each.textContent === text);
    const [around, within] = [frame.getBoundingClientRect(), link.getBoundingClientRect()];
    return [around.x + within.x + 5, around.y + within.y + 5];
  }, text);
  await page.mouse.click(x, y);
}

async function opened() {
  await page.goto(address);
  await unlock(passphrase);
  await heading("Riverside");
  assert.equal(await page.evaluate(() => "serviceWorker" in navigator), false);
}

const pictured = () => until("the picture", () => document.querySelector("#reading iframe").contentDocument.querySelector("#picture").naturalWidth === 9);

async function followed() {
  await follow("Sessions");
  await heading("Sessions");
  await follow("14 January");
  await heading("14 January 2026");
  assert.equal(page.url(), `${address}#/sessions/2026-01-14/`);
}

async function back() {
  await page.evaluate(() => history.back());
  await heading("Sessions");
}

async function lockedAgain() {
  await press("#reading-lock");
  await until("the lock screen without the page", () => document.documentElement.matches("[data-ready]:not([data-reading])") && !document.querySelector("iframe"));
}

await go(opened, pictured, followed, back, lockedAgain);
