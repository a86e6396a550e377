// A headless Firefox over WebDriver BiDi, and what the paths through a handbook need of it.
import assert from "node:assert/strict";

import puppeteer from "puppeteer-core";

const WAIT = 20_000;

/** A browser with one tab; `preferences` are Firefox's own. */
export async function started(executablePath, preferences) {
  const extraPrefsFirefox = { "intl.accept_languages": "en-GB", ...preferences };
  // The window's own size: older Firefoxes lack commands by which a viewport is given another.
  const size = { defaultViewport: null, args: ["--width=1280", "--height=900"] };
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, extraPrefsFirefox, ...size });
  const page = await browser.newPage();
  const told = [];
  page.on("pageerror", (error) => told.push(`${page.url()}: ${error.message}`));

  /** Waits until `check` holds in the page, over reloads too. */
  async function until(what, check, ...values) {
    const last = Date.now() + WAIT;
    for (let why = "it did not come"; ; await new Promise((done) => setTimeout(done, 100))) {
      try {
        if (await page.evaluate(check, ...values)) return;
      } catch (error) {
        why = error.message; // the page was just being left
      }
      if (Date.now() > last) throw new Error(`${what}: ${why}; at ${page.url()}: ${await page.evaluate(() => document.body.innerText.slice(0, 500))}`);
    }
  }

  const press = (selector) => page.locator(selector).setTimeout(WAIT).click();
  const locked = () => until("the lock screen", () => document.querySelector("#lock:not([hidden])") !== null);

  async function unlock(words) {
    await locked();
    await page.locator("#passphrase").setTimeout(WAIT).fill(words);
    await press("#lock [type=submit]");
  }

  /** Takes each step and says so once it is done; at the end the browser is closed. Fails where a page had an error. */
  async function go(...steps) {
    try {
      for (const step of steps) {
        await step();
        console.log(step.name);
      }
      assert.deepEqual(told, [], "errors in the pages");
    } finally {
      await browser.close();
      process.stdin.destroy();
    }
  }

  return { page, until, press, locked, unlock, go };
}
