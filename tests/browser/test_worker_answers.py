"""What the service worker answers: pages, files, headers, what it writes itself, and what it never lets out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Playwright, expect

from ..conftest import ARGUMENTS
from .conftest import eventually, kept_ahead, later
from .handbook import MARKER, PDF, STYLE, Handbook
from .host import Host

Unlock = Callable[[Page, str], None]
CLEAR_KEPT = "caches.open('als clear').then((cache) => cache.keys()).then((keys) => keys.length > 0)"
STORED = """async () => {
  const bytes = [];
  const text = (value) => typeof value === "string" ? value : value instanceof Uint8Array
    ? Array.from(value, (byte) => String.fromCharCode(byte)).join("") : JSON.stringify(value);
  for (const store of [localStorage, sessionStorage]) bytes.push(JSON.stringify(store));
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      bytes.push(name, request.url, text(new Uint8Array(await (await cache.match(request)).arrayBuffer())));
    }
  }
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => { indexedDB.open(name).onsuccess = (event) => resolve(event.target.result); });
    for (const store of database.objectStoreNames) {
      for (const method of ["getAll", "getAllKeys"]) {
        const request = database.transaction(store).objectStore(store)[method]();
        const values = await new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
        values.forEach((value) => bytes.push(text(value)));
      }
    }
    database.close();
  }
  return bytes.join("\\n");
}"""


@pytest.fixture
def opened(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> Page:
    """A tab with the handbook open."""
    page.goto(site)
    unlock(page, handbook.passphrase)
    return page


def fetched(page: Page, path: str, **options: object) -> dict[str, object]:
    """Status, headers, address and text of what a page of the handbook is given for a path."""
    return page.evaluate(
        """async ([path, options]) => {
          const response = await fetch(path, options);
          return { status: response.status, url: response.url, headers: Object.fromEntries(response.headers), text: await response.text() };
        }""",
        [path, options],
    )


def test_pictures_styles_and_links_work_and_hostile_script_does_not(opened: Page, site: str) -> None:
    assert opened.evaluate("document.getElementById('picture').decode().then(() => picture.naturalWidth)") == 9
    assert opened.evaluate("getComputedStyle(document.body).fontFamily") == "sans-serif"
    opened.get_by_role("link", name="Sessions").click()
    opened.get_by_role("link", name="14 January").click()
    expect(opened.get_by_role("heading", name="14 January 2026")).to_be_visible()
    expect(opened).to_have_title("14 January 2026")
    opened.go_back()
    expect(opened.get_by_role("heading", name="Sessions")).to_be_visible()


def test_headers_keep_to_the_folder(opened: Page, site: str) -> None:
    answer = fetched(opened, site)
    headers = answer["headers"]
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-type"] == "text/html; charset=utf-8"
    policy = headers["content-security-policy"]
    assert "'self'" not in policy and "script-src 'unsafe" not in policy
    assert f"default-src {site};" in policy
    assert f"worker-src {site}sw.js;" in policy
    assert f"{site}assets/als/page.js" in policy
    assert f"script-src {site}sw.js " in policy, "Firefox holds the answers of a worker against its script's address"
    for path in ("sessions/", "img/plan.png", "files/agenda.pdf", "search/search_index.json", "sitemap.xml", "no-such-page/"):
        assert fetched(opened, f"{site}{path}")["headers"]["cache-control"] == "no-store", path
    assert fetched(opened, f"{site}assets/app.css")["headers"]["cache-control"] == "max-age=600", "public, and asked for by each page"
    assert opened.evaluate("fetch('/assets/app.css').then(() => 'let through', () => 'blocked')") == "blocked"


def test_a_folder_without_its_slash_is_redirected_and_unknown_paths_get_the_sites_own_404(opened: Page, site: str) -> None:
    assert fetched(opened, f"{site}sessions")["url"] == f"{site}sessions/"
    missing = fetched(opened, f"{site}sessions/2031-01-01/")
    assert missing["status"] == 404 and "There is nothing here." in missing["text"]
    assert fetched(opened, f"{site}%E0%A4%A")["status"] == 404
    assert fetched(opened, f"{site}packs/")["status"] == 404


def test_what_has_had_its_last_day_is_gone_everywhere(opened: Page, site: str) -> None:
    assert fetched(opened, f"{site}sessions/2025-01-15/")["status"] == 404
    search = opened.evaluate("fetch('search/search_index.json').then((response) => response.json())")
    assert [doc["location"] for doc in search["docs"]] == ["", "sessions/"]
    sitemap = fetched(opened, f"{site}sitemap.xml")
    assert sitemap["headers"]["content-type"] == "application/xml"
    assert f"<loc>{site}sessions/2026-01-14/</loc>" in sitemap["text"] and f"<loc>{site}</loc>" in sitemap["text"]
    assert "2025-01-15" not in sitemap["text"]


def test_ranges(opened: Page, site: str) -> None:
    script = """(range) => fetch('files/agenda.pdf', {headers: {Range: range}}).then(async (response) =>
      [response.status, response.headers.get('content-range'), [...new Uint8Array(await response.arrayBuffer())]])"""
    assert opened.evaluate(script, "bytes=5-9") == [206, f"bytes 5-9/{len(PDF)}", list(PDF[5:10])]
    assert opened.evaluate(script, "bytes=-3") == [206, f"bytes {len(PDF) - 3}-{len(PDF) - 1}/{len(PDF)}", list(PDF[-3:])]
    assert opened.evaluate(script, f"bytes={len(PDF)}-")[:2] == [416, f"bytes */{len(PDF)}"]


def test_a_download_saves_the_right_bytes(opened: Page, host: Host) -> None:
    with opened.expect_download() as waiting:
        opened.get_by_role("link", name="Agenda").click()
    assert waiting.value.suggested_filename == "agenda.pdf"
    assert Path(waiting.value.path()).read_bytes() == PDF
    assert not [path for path in host.requests if "agenda" in path]


def test_reading_goes_on_without_the_host(opened: Page, site: str, host: Host, handbook: Handbook, unlock: Unlock) -> None:
    eventually(opened, CLEAR_KEPT)
    kept_ahead(opened, handbook)
    host.stop()
    opened.get_by_role("link", name="Sessions").click()
    expect(opened.get_by_role("heading", name="Sessions")).to_be_visible()
    assert fetched(opened, f"{site}img/plan.png")["status"] == 200
    assert fetched(opened, f"{site}assets/app.css")["text"] == STYLE.decode()
    opened.get_by_role("button", name="Lock", exact=True).click()
    unlock(opened, handbook.passphrase)
    expect(opened.get_by_role("heading", name="Sessions")).to_be_visible()


def test_a_newer_build_is_offered_and_a_tab_keeps_its_own_until_then(opened: Page, site: str, handbook: Handbook) -> None:
    handbook.publish(101, edition="second")
    later(opened)
    second = opened.context.new_page()
    second.goto(site)
    expect(second.locator("#edition")).to_have_text("first")
    for tab in (opened, second):
        expect(tab.get_by_text("A newer edition of this handbook was published.")).to_be_visible()
    assert "first" in str(fetched(opened, site)["text"])
    opened.get_by_role("button", name="Show it").click()
    expect(opened.locator("#edition")).to_have_text("second")
    assert "first" in str(fetched(second, site)["text"])


def test_who_was_taken_out_is_locked_out_of_open_tabs(opened: Page, site: str, handbook: Handbook) -> None:
    handbook.publish(101, grants={"ben": 0})
    later(opened)
    opened.reload()
    expect(opened.get_by_role("alert")).to_contain_text("the passphrase used here no longer opens it")


def test_a_public_file_that_was_changed_is_refused(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    (handbook.root / "assets" / "app.css").write_bytes(STYLE + b"body { display: none }")
    page.goto(site)
    unlock(page, handbook.passphrase)
    assert fetched(page, f"{site}assets/app.css")["status"] == 502


def test_a_public_file_swapped_in_the_store_is_fetched_again(opened: Page, site: str, host: Host) -> None:
    digest = hashlib.sha256(STYLE).digest()
    swap = "async () => { const cache = await caches.open('als clear'); const keys = await cache.keys(); await cache.put(keys[0], new Response('* { display: none }')); return keys.length }"
    eventually(opened, CLEAR_KEPT)
    assert opened.evaluate(swap) == 1
    assert hashlib.sha256(str(fetched(opened, f"{site}assets/app.css")["text"]).encode()).digest() == digest


def test_nothing_but_the_own_origin_is_asked_and_the_host_learns_no_path(page: Page, site: str, handbook: Handbook, host: Host, unlock: Unlock) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(site)
    unlock(page, handbook.passphrase)
    page.get_by_role("link", name="Sessions").click()
    page.get_by_role("link", name="14 January").click()
    expect(page.get_by_role("heading", name="14 January 2026")).to_be_visible()
    origins = {urlsplit(url).netloc for url in asked if urlsplit(url).scheme in ("http", "https")}
    assert origins == {urlsplit(site).netloc}
    known = {path.relative_to(handbook.root).as_posix() for path in handbook.root.rglob("*") if path.is_file()}
    unknown = {path for path in host.requests if path.lstrip("/") not in known and path != handbook.base}
    assert not unknown


def test_storage_holds_nothing_readable(opened: Page, site: str) -> None:
    opened.goto(f"{site}probe/")
    opened.wait_for_function("globalThis.bridge")
    opened.evaluate(f"bridge.notes.set('privately', '{MARKER}')")
    opened.goto(site)
    stored = opened.evaluate(STORED)
    assert len(stored) > 10_000 and "ALSK" in stored, "the search must see what is kept"
    for word in (MARKER, "asha", "14 January", "sessions/", "agenda", "privately"):
        # Not in the middle of keys and sums, where letters by the thousand spell a short word by chance.
        assert not re.search(rf"(?<![\w-]){re.escape(word)}", stored), word


def test_the_profile_on_disk_holds_nothing_of_a_page(playwright: Playwright, chromium_path: str, site: str, handbook: Handbook, unlock: Unlock, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    context = playwright.chromium.launch_persistent_context(profile, executable_path=chromium_path, args=ARGUMENTS)
    page = context.new_page()
    page.goto(site)
    unlock(page, handbook.passphrase)
    page.get_by_role("link", name="Sessions").click()
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    context.close()
    files = [path for path in profile.rglob("*") if path.is_file()]
    assert any(b"ALSK" in path.read_bytes() for path in files), "the search must see what is kept"
    words = (MARKER, handbook.passphrase)
    assert not [path for path in files if any(word.encode() in path.read_bytes() for word in words)]


def test_an_attachment_does_not_come_back_after_locking(playwright: Playwright, chromium_path: str, site: str, handbook: Handbook, unlock: Unlock) -> None:
    # A browser that keeps pages in memory for Back, as people's do.
    browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"])
    page = browser.new_page()
    page.goto(site)
    unlock(page, handbook.passphrase)
    page.evaluate("location.href = 'img/plan.png'")
    page.wait_for_function("document.contentType === 'image/png'")
    page.go_back()
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    page.evaluate("history.forward()")
    page.wait_for_url("**/#/img/plan.png")
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    browser.close()


def test_damage_found_after_opening_is_said_in_place_of_the_page(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    # The largest pack holds the PDF; the first page needs none of it.
    pack = max((handbook.folder / "packs").iterdir(), key=lambda path: path.stat().st_size)
    good = pack.read_bytes()
    pack.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    page.goto(site)
    unlock(page, handbook.passphrase)
    assert fetched(page, f"{site}files/agenda.pdf")["status"] == 502
    page.goto(f"{site}img/plan.png")
    expect(page.get_by_role("alert")).to_contain_text("not what was published")
    expect(page.get_by_label("Passphrase", exact=True)).to_be_hidden()
    pack.write_bytes(good)
    page.get_by_role("button", name="Try again").click()
    page.wait_for_function("document.images.length === 1 && document.images[0].naturalWidth === 9")


def test_the_worker_steps_aside_where_there_is_no_locked_handbook_any_more(opened: Page, site: str, handbook: Handbook, host: Host) -> None:
    opened.get_by_role("button", name="Lock", exact=True).click()
    expect(opened.get_by_label("Passphrase", exact=True)).to_be_visible()
    for path in ("keyring", "sw.js"):
        (handbook.folder / path).unlink()
    (handbook.folder / "index.html").write_text("<!doctype html><h1>A preview</h1>")
    host.requests.clear()
    opened.goto(f"{site}sessions/?h=word")
    expect(opened.get_by_role("heading", name="A preview")).to_be_visible()
    expect(opened).to_have_url(f"{site}#/sessions/?h=word")
    assert not [path for path in host.requests if "sessions" in path or "word" in path]


def test_a_drawing_runs_nothing_in_a_tab_of_its_own(opened: Page, site: str) -> None:
    opened.goto(f"{site}img/hostile.svg")
    opened.wait_for_function("document.contentType === 'image/svg+xml'")
    assert opened.evaluate("document.documentElement.getAttribute('data-ran')") is None
