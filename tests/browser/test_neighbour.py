"""A neighbour on the same origin that runs hostile script: it gets neither keys nor a word of a handbook that is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from .handbook import MARKER, Handbook
from .host import Host

ASK = """async (address, question, worker) => {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data === null ? "null" : JSON.stringify(data));
    setTimeout(() => resolve("nothing"), 2500);
  });
  worker.postMessage(question, [port2]);
  return answer;
}"""
WORKER = """
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", async ({ ports }) => {
  const answers = [];
  for (const client of await clients.matchAll({ includeUncontrolled: true, type: "window" })) {
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); setTimeout(() => resolve(null), 1500); });
    client.postMessage({ als: "keys" }, [port2]);
    answers.push([new URL(client.url).pathname, await answer]);
  }
  ports[0].postMessage(answers);
});
// With this header too it is no more akin to the handbook.
addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  const headers = { "content-type": "text/html", "cross-origin-opener-policy": "noopener-allow-popups" };
  event.respondWith(new Response("<!doctype html><title>Evil</title>", { headers }));
});
"""


@pytest.fixture
def evil(context: BrowserContext, page: Page, host: Host, handbook: Handbook, site: str, unlock: Any) -> Page:
    """A tab of the hostile neighbour, while another shows the open handbook."""
    folder: Path = handbook.root / "evil"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>Evil</title>")
    (folder / "sw.js").write_text(WORKER)
    page.goto(site)
    unlock(page, handbook.passphrase)
    neighbour = context.new_page()
    neighbour.goto(f"{host.url}evil/")
    return neighbour


def test_the_worker_hears_no_neighbour_whatever_address_it_shows(evil: Page) -> None:
    answers = evil.evaluate(f"""async () => {{
      const ask = {ASK}, {{ active }} = await navigator.serviceWorker.getRegistration("/riverside/");
      const asked = () => Promise.all(["hello", "state"].map((als) => ask(null, {{ als }}, active)));
      const before = await asked();
      history.pushState(null, "", "/riverside/sessions/");
      return [...before, ...(await asked()), (await fetch("/riverside/search/search_index.json")).status];
    }}""")
    assert answers == ["nothing"] * 4 + [404]


def test_an_open_page_gives_its_keys_to_no_other_worker(evil: Page) -> None:
    answers = evil.evaluate(f"""async () => {{
      await navigator.serviceWorker.register("/evil/sw.js");
      return ({ASK})(null, {{}}, (await navigator.serviceWorker.ready).active);
    }}""".replace("2500", "9000"))
    assert '["/riverside/",null]' in answers


def test_no_frame_shows_the_handbook(evil: Page) -> None:
    assert evil.evaluate("""async () => {
      const frame = document.createElement("iframe");
      frame.src = "/riverside/";
      const loaded = new Promise((resolve) => { frame.onload = resolve; });
      document.body.append(frame);
      await loaded;
      return frame.contentDocument;
    }""") is None


@pytest.mark.parametrize("akin", [False, True])
@pytest.mark.parametrize("first", ["/riverside/sessions/", "/evil/another"])
def test_a_window_that_it_opens_is_out_of_its_hands(evil: Page, context: BrowserContext, akin: bool, first: str) -> None:
    if akin:
        evil.evaluate("async () => { await navigator.serviceWorker.register('/evil/sw.js'); await navigator.serviceWorker.ready; }")
        evil.reload()
    with context.expect_page() as opening:
        evil.evaluate("first => { window.opened = open(first); }", first)
    opened = opening.value
    opened.wait_for_load_state()
    evil.evaluate("() => { try { window.opened.location = '/riverside/sessions/'; } catch {} }")
    evil.wait_for_timeout(1500)
    seen = evil.evaluate("() => { try { return window.opened.document.body.innerText; } catch (error) { return error.name; } }")
    assert MARKER not in seen
