"""A neighbour on the same origin that runs hostile script: it gets neither keys nor a word of a handbook that is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

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


POISON = """async ([index, script]) => {
  const name = (await caches.keys()).find((name) => name === "als /riverside/");
  const cache = await caches.open(name);
  const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname.split("/").pop());
  const put = (path, text, type) => cache.put(`/riverside/${path}`, new Response(text, { headers: { "content-type": type } }));
  if (index) await put("index.html", "<!doctype html><h1>Evil</h1>", "text/html");
  if (script) await put("als.js", "document.title = 'Evil'", "text/javascript");
  return kept.sort();
}"""
KEPT = ["als.css", "als.js", "argon2.js", "index.html", "keyring"]


def test_a_lock_screen_put_into_the_store_is_not_shown(evil: Page, page: Page, site: str, host: Host) -> None:
    assert evil.evaluate(POISON, [True, False]) == KEPT
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    assert evil.evaluate(POISON, [True, False]) == KEPT
    host.stop()
    with pytest.raises(Error, match="ERR_FAILED"):
        page.goto(site)
    expect(page.get_by_text("Evil")).to_have_count(0)


def test_a_script_put_into_the_store_does_not_run(evil: Page, page: Page, site: str, host: Host) -> None:
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    assert evil.evaluate(POISON, [False, True]) == KEPT
    host.stop()
    page.goto(site)
    expect(page.get_by_text("If nothing else appears here")).to_be_visible(timeout=20_000)
    expect(page).to_have_title("Locked handbook")


def test_a_lock_screen_of_another_release_is_shown_and_not_kept(evil: Page, page: Page, site: str, host: Host, handbook: Handbook) -> None:
    index = handbook.folder / "index.html"
    index.write_text(index.read_text().replace("<h1>", "<h1>New: "))
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_role("heading", name="New: Locked handbook")).to_be_visible()
    host.stop()
    page.goto(site)
    expect(page.get_by_role("heading", name="Locked handbook", exact=True)).to_be_visible()
