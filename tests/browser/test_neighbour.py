"""A neighbour on the same origin that runs hostile script: it gets neither keys nor a word of a handbook that is open."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from als_plugin.vault import Content

from .conftest import kept_ahead, stop_worker, until
from .handbook import MARKER, Handbook, Keys
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
      const asked = () => Promise.all(["hello", "state", "used"].map((als) => ask(null, {{ als }}, active)));
      const before = await asked();
      history.pushState(null, "", "/riverside/sessions/");
      return [...before, ...(await asked()), (await fetch("/riverside/search/search_index.json")).status];
    }}""")
    assert answers == ["nothing"] * 6 + [404]


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


FRAME = """async ([how, path]) => {
  const frame = document.createElement("iframe"), loaded = new Promise((resolve) => { frame.onload = resolve; setTimeout(resolve, 20_000); });
  frame.name = "held";
  if (how === "unregister") for (const found of await navigator.serviceWorker.getRegistrations()) await found.unregister();
  if (how === "post") {
    document.body.append(frame, Object.assign(document.createElement("form"), { method: "POST", action: path, target: "held" }));
    document.querySelector("form").submit();
  } else {
    frame.src = path;
    document.body.append(frame);
  }
  await loaded;
  // The lock screen in the frame may take a worker into its service again.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const got = { readable: false };
  try {
    const { navigator, location } = frame.contentWindow;
    got.readable = location.pathname.startsWith("/riverside/");
    const worker = (await navigator.serviceWorker.getRegistration("/riverside/"))?.active;
    for (const als of ["hello", "state", "open"]) got[als] = worker && await (ASK)(null, { als, keyring: new Uint8Array(), identity: {}, keep: false }, worker);
    got.page = await (await frame.contentWindow.fetch("/riverside/search/search_index.json")).text();
  } catch (error) {
    got.error = error.name;
  }
  return got;
}""".replace("ASK", ASK)


@pytest.mark.parametrize(
    ("how", "path"),
    [("open", path) for path in ("argon2.js", "als.js", "sw.js", "no-such-page/", "sitemap.xml", "img/plan.png", "assets/app.css")]
    + [("post", "")],
)
def test_no_answer_of_the_worker_can_be_put_into_a_frame(evil: Page, how: str, path: str) -> None:
    got = evil.evaluate(FRAME, [how, f"/riverside/{path}"])
    assert got in ({"readable": False, "error": "SecurityError"}, {"readable": False, "error": "TypeError"})


@pytest.mark.parametrize("path", ["", "argon2.js", "nothing-there"])
def test_a_frame_on_what_the_host_itself_answers_gets_nothing(evil: Page, path: str) -> None:
    got = evil.evaluate(FRAME, ["unregister", f"/riverside/{path}"])
    assert got["readable"], "the host sets no headers, so this frame is the neighbour's"
    assert {got.get("hello"), got.get("state"), got.get("open")} <= {None, "nothing"}
    assert "sessions" not in got.get("page", "")


def test_a_window_on_what_the_host_itself_answers_gets_no_keys(evil: Page, context: BrowserContext, handbook: Handbook) -> None:
    evil.evaluate("async () => { for (const found of await navigator.serviceWorker.getRegistrations()) await found.unregister(); }")
    with context.expect_page() as opening:
        evil.evaluate("() => { window.opened = open('/riverside/'); }")
    expect(opening.value.get_by_label("Passphrase", exact=True).or_(opening.value.get_by_role("heading", name="Riverside"))).to_be_visible()
    answer = evil.evaluate(f"""async () => {{
      try {{
        // The window may turn to another page while it is asked, and what it promised is then never kept: asked again and again.
        let worker = null;
        for (const until = Date.now() + 20000; !worker; await new Promise((resolve) => setTimeout(resolve, 50))) {{
          if (Date.now() > until) return "no worker";
          worker = (await opened.navigator.serviceWorker.getRegistration())?.active;
        }}
        return await ({ASK})(null, {{ als: "hello" }}, worker);
      }} catch (error) {{
        return error.name;
      }}
    }}""")
    assert answer in ("null", "SecurityError")


SWAP = """async () => {
  const swapped = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (!request.url.includes("/packs/")) continue;
      const length = (await (await cache.match(request)).arrayBuffer()).byteLength;
      await cache.put(request, new Response(new Uint8Array(length)));
      swapped.push(new URL(request.url).pathname);
    }
  }
  return swapped;
}"""


def test_packs_of_the_same_length_put_into_the_store_are_not_believed(
    evil: Page, page: Page, site: str, host: Host, handbook: Handbook, unlock: Any
) -> None:
    kept_ahead(page, handbook)
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    swapped = evil.evaluate(SWAP)
    assert len(swapped) > 1
    host.requests.clear()
    unlock(page, handbook.passphrase)
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()
    assert set(swapped) & set(host.requests), "fetched anew"
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    host.stop()
    evil.evaluate(SWAP)
    page.get_by_label("Passphrase", exact=True).fill(handbook.passphrase)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(page.get_by_role("heading", name="Riverside")).to_have_count(0)


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


# A window on what the host itself answers, in the neighbour's hands: it answers the worker as the neighbour likes.
PUPPET = """async () => {
  window.puppet = open("/riverside/argon2.js");
  while (puppet.location.pathname !== "/riverside/argon2.js" || puppet.document.readyState !== "complete") await new Promise((resolve) => setTimeout(resolve, 50));
  window.asked = [];
  window.answers = { used: 8.64e15 };
  puppet.navigator.serviceWorker.addEventListener("message", ({ data, ports: [port] }) => {
    asked.push(data.als);
    port?.postMessage(answers[data.als]);
  });
  puppet.navigator.serviceWorker.startMessages();
}"""
# Lets the puppet hand over the identity of the neighbour's own set.
FOREIGN = """async () => {
  const opening = indexedDB.open("als keys", 1);
  await new Promise((resolve) => { opening.onsuccess = resolve; });
  const got = opening.result.transaction("keys").objectStore("keys").get("/quay/");
  await new Promise((resolve) => { got.onsuccess = resolve; });
  opening.result.close();
  answers.keys = { identity: got.result, build: 900, look: null };
}"""
# Puts what the device keeps of the neighbour's own set in the place of what it keeps of the handbook.
PLANT = """async (identity) => {
  for (const name of (await caches.keys()).filter((name) => name.startsWith("als /quay/"))) {
    const [from, to] = [await caches.open(name), await caches.open(name.replace("/quay/", "/riverside/"))];
    for (const request of await from.keys()) await to.put(request.url.replace("/quay/", "/riverside/"), await from.match(request));
  }
  const opening = indexedDB.open("als keys", 1);
  await new Promise((resolve) => { opening.onsuccess = resolve; });
  const store = opening.result.transaction("keys", "readwrite").objectStore("keys");
  const kept = await new Promise((resolve) => { store.getAllKeys().onsuccess = ({ target }) => resolve(target.result); });
  if (identity) await new Promise((resolve) => { store.get("/quay/").onsuccess = ({ target }) => { store.put(target.result, "/riverside/").onsuccess = resolve; }; });
  opening.result.close();
  return kept;
}"""


@pytest.fixture
def quay(context: BrowserContext, host: Host, handbook: Handbook, unlock: Any) -> Handbook:
    """The neighbour's own set, which this device keeps open."""
    made = Handbook(handbook.root, Keys(), base="/quay/")
    made.publish(900, edition="planted")
    tab = context.new_page()
    tab.goto(f"{host.url}quay/")
    tab.get_by_label("Keep open on this device").check()
    unlock(tab, made.passphrase)
    expect(tab.locator("#edition")).to_have_text("planted")
    tab.close()
    return made


def test_an_identity_that_is_planted_as_kept_open_is_not_believed(
    evil: Page, quay: Handbook, page: Page, site: str, handbook: Handbook, unlock: Any
) -> None:
    page.goto("about:blank")
    assert evil.evaluate(PLANT, True) == ["/quay/"]
    stop_worker(evil)
    page.goto(site)
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    assert evil.evaluate(PLANT, False) == ["/quay/"], "it is forgotten"
    unlock(page, handbook.passphrase)
    expect(page.locator("#edition")).to_have_text("first")


@pytest.fixture
def puppeteer(context: BrowserContext, page: Page, host: Host, handbook: Handbook, site: str) -> Page:
    """A tab of the hostile neighbour, which opened a window on a file of the set's folder before the first visit there."""
    folder: Path = handbook.root / "evil"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>Evil</title>")
    neighbour = context.new_page()
    neighbour.goto(f"{host.url}evil/")
    neighbour.evaluate(PUPPET)
    page.goto(site)
    return neighbour


def test_a_tab_that_hands_over_another_identity_is_not_believed(
    puppeteer: Page, quay: Handbook, page: Page, context: BrowserContext, site: str, handbook: Handbook, unlock: Any
) -> None:
    unlock(page, handbook.passphrase)
    puppeteer.evaluate(FOREIGN)
    puppeteer.evaluate(PLANT, False)
    stop_worker(puppeteer)
    second = context.new_page()
    second.goto(site)
    expect(second.locator("#edition")).to_have_text("first")
    until(puppeteer, lambda: "keys" in puppeteer.evaluate("asked"), "it was not asked")
    page.close()
    second.goto("about:blank")
    puppeteer.evaluate(PLANT, False)
    stop_worker(puppeteer)
    second.goto(site)
    expect(second.get_by_label("Passphrase", exact=True)).to_be_visible()


def test_a_window_that_the_worker_has_not_served_is_given_nothing(puppeteer: Page, page: Page, handbook: Handbook, unlock: Any) -> None:
    unlock(page, handbook.passphrase)
    fetched = "puppet.navigator.serviceWorker.controller && puppet.fetch('/riverside/search/search_index.json').then(({ status }) => status)"
    assert puppeteer.evaluate(fetched) == 401


# A script of the handbook's own that tells what it can read, held by a neighbour.
READS = b"""onconnect = ({ ports: [port] }) => {
  port.onmessage = async () => {
    const got = await fetch("/riverside/search/search_index.json").then((response) => response.text(), String);
    port.postMessage(got.includes("sessions/") ? "read" : "nothing");
  };
};"""
HOLD = "path => { window.held = new SharedWorker(path); }"
READ = "() => new Promise((resolve) => { held.port.onmessage = ({ data }) => resolve(data); held.port.postMessage(null); })"


def test_a_worker_that_outlives_locking_reads_no_more(evil: Page, page: Page, handbook: Handbook, site: str, unlock: Any) -> None:
    path = "client/shared.worker.js"
    handbook.extra[path] = Content(READS, "text/javascript")
    handbook.publish(101)
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    unlock(page, handbook.passphrase)
    page.evaluate(HOLD, f"/riverside/{path}")
    assert page.evaluate(READ) == "read"
    evil.evaluate(HOLD, f"/riverside/{path}")
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    assert evil.evaluate(READ) == "nothing"
    unlock(page, handbook.passphrase)
    assert evil.evaluate(READ) == "nothing"
    stop_worker(page)
    assert evil.evaluate(READ) == "nothing"


def test_what_was_let_in_goes_on_locking_whatever_it_answers(handbook: Handbook, page: Page, context: BrowserContext, host: Host, site: str, unlock: Any) -> None:
    stays = b"""<!doctype html><title>Stays</title><script src="client/stays.js"></script>"""
    script = b"""navigator.serviceWorker.addEventListener("message", ({ ports: [port] }) => port?.postMessage(true));
    navigator.serviceWorker.startMessages();
    history.replaceState(null, "", "#there");"""
    handbook.extra |= {"stays.html": Content(stays, "text/html"), "client/stays.js": Content(script, "text/javascript")}
    handbook.publish(101)
    page.goto(site)
    unlock(page, handbook.passphrase)
    second = context.new_page()
    second.goto(f"{site}stays.html#here")
    expect(second).to_have_title("Stays")
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(second.get_by_label("Passphrase", exact=True)).to_be_visible()


def test_a_host_that_it_makes_the_browser_ask_is_not_told_the_page(evil: Page, page: Page, host: Host, site: str) -> None:
    evil.evaluate("async () => (await navigator.serviceWorker.getRegistration('/riverside/')).navigationPreload.enable()")
    stop_worker(page)
    page.goto(site)
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()
    host.requests.clear()
    page.goto(f"{site}sessions/?h=word")
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    assert not [path for path in host.requests if "sessions" in path]


BELOW = "/riverside/sessions/"


def test_the_workers_script_serves_no_other_folder(evil: Page) -> None:
    found = evil.evaluate("""async (scope) => {
      const registered = await navigator.serviceWorker.register("/riverside/sw.js", { scope }).then(() => "registered", ({ name }) => name);
      return [registered, ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname)];
    }""", BELOW)
    assert found == ["TypeError", "/riverside/"]


@pytest.mark.parametrize("gone", [False, True])
def test_an_open_page_gives_its_keys_to_no_worker_of_another_folder(evil: Page, page: Page, handbook: Handbook, site: str, gone: bool) -> None:
    # A worker of the same address that asks for keys, as an older release of ours would.
    script = handbook.folder / "sw.js"
    own = script.read_bytes()
    script.write_text(WORKER)
    page.goto(f"{site}sessions/")
    answers = evil.evaluate(f"""async ([scope, gone]) => {{
      const registration = await navigator.serviceWorker.register("/riverside/sw.js", {{ scope }});
      const worker = registration.installing ?? registration.active;
      while (worker.state !== "activated") await new Promise((resolve) => setTimeout(resolve, 50));
      if (gone) await registration.unregister();
      return ({ASK})(null, {{}}, worker);
    }}""".replace("2500", "9000"), [BELOW, gone])
    script.write_bytes(own)
    assert f'["{BELOW}",null]' in answers


def test_it_cannot_hold_a_handbook_open(puppeteer: Page, page: Page, site: str, handbook: Handbook, unlock: Any) -> None:
    page.clock.install()
    unlock(page, handbook.passphrase)
    puppeteer.evaluate("""() => {
      const channel = new BroadcastChannel("als-used /riverside/");
      setInterval(() => channel.postMessage(8.64e15), 20);
    }""")
    page.clock.fast_forward("31:00")
    page.clock.run_for(10_000)
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    # A worker that begins anew asks every window for keys, this one too.
    stop_worker(puppeteer)
    page.goto(site)
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    until(puppeteer, lambda: "keys" in puppeteer.evaluate("asked"), "it was not asked")
    assert "used" not in puppeteer.evaluate("asked")


POISON = """async ([pin, text, type]) => {
  const cache = await caches.open("als /riverside/");
  const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname.split("/").pop());
  await cache.put(`/.als/shell/${pin}`, new Response(text, { headers: { "content-type": type } }));
  return kept;
}"""


@pytest.mark.parametrize(("path", "text", "kind"), [("index.html", "<h1>Evil</h1>", "text/html"), ("als.js", "document.title = 'Evil'", "text/javascript")])
def test_what_is_put_into_the_store_in_place_of_the_lock_screen_is_not_shown(
    evil: Page, page: Page, site: str, host: Host, handbook: Handbook, path: str, text: str, kind: str
) -> None:
    shell = handbook.shell()
    pins = {each: hashlib.sha256(shell[each]).hexdigest() for each in ("als.css", "als.js", "argon2.js", "index.html")}
    assert set(evil.evaluate(POISON, [pins[path], text, kind])) >= set(pins.values())
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    evil.evaluate(POISON, [pins[path], text, kind])
    host.stop()
    page.goto(site)
    expect(page.get_by_text("The handbook cannot be reached just now.")).to_be_visible()
    expect(page).to_have_title("Locked handbook")
    expect(page.get_by_text("Evil")).to_have_count(0)
