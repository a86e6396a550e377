"""A headless Chromium, a static host and a sealed hand-made site."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from als_plugin.vault import open_site

from .handbook import Handbook, Keys
from .host import Host

LOOKED = """async () => {
  const at = navigator.serviceWorker?.controller?.scriptURL;
  return !at || Boolean(await caches.match("/.als/looked", { cacheName: `als ${new URL(".", at).pathname}` }));
}"""
"""Whether the service worker of a page has looked for a newer build once."""

KEPT = """() => {
  const tell = BroadcastChannel.prototype.postMessage;
  window.kept = 0;
  BroadcastChannel.prototype.postMessage = function (...words) {
    window.kept += 1;
    return tell.apply(this, words);
  };
}"""
"""Counts how often other tabs are told that something has been kept."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A device of its own: nothing stored, no keys."""
    made = browser.new_context(locale="en-GB", accept_downloads=True)
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab."""
    return context.new_page()


@pytest.fixture
def serve() -> Iterator[Callable[[Path], Host]]:
    """Serves a folder as a plain static host would, until the test ends."""
    hosts: list[Host] = []

    def start(folder: Path) -> Host:
        hosts.append(Host(folder))
        return hosts[-1]

    yield start
    for host in hosts:
        host.stop()


@pytest.fixture(scope="session")
def riverside_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples' Riverside, as `make site` builds it."""
    site = tmp_path_factory.mktemp("riverside") / "site"
    program, root = Path(sys.executable).with_name("als"), Path(__file__).parents[2]
    subprocess.run([program, "build", "riverside", "--site-dir", site], cwd=root, check=True)
    return site


@pytest.fixture
def riverside(riverside_site: Path, serve: Callable[[Path], Host]) -> Host:
    """A host with the samples' Riverside."""
    return serve(riverside_site)


@pytest.fixture(scope="session")
def keys() -> Keys:
    """A publisher and three people's passphrases."""
    return Keys()


@pytest.fixture
def handbook(tmp_path: Path, keys: Keys) -> Handbook:
    """The hand-made site, published once."""
    made = Handbook(tmp_path / "site", keys)
    made.publish()
    return made


@pytest.fixture
def host(handbook: Handbook, serve: Callable[[Path], Host]) -> Host:
    """The host that serves the hand-made site."""
    return serve(handbook.root)


@pytest.fixture
def site(host: Host, handbook: Handbook) -> str:
    """The address of the set's folder."""
    return host.url + handbook.base.strip("/") + "/"


@pytest.fixture(scope="session")
def unlock() -> Callable[[Page, str], None]:
    """Types a passphrase into the lock screen and waits until it is gone."""

    def type_in(page: Page, passphrase: str) -> None:
        page.get_by_label("Passphrase", exact=True).fill(passphrase)
        page.get_by_role("button", name="Unlock").click()
        expect(page.get_by_role("button", name="Lock", exact=True)).to_be_visible()
        # Only now is a newer build one that the worker finds at its next look.
        until(page, lambda: page.evaluate(LOOKED), "the worker has not looked for a newer build")

    return type_in


def eventually(page: Page, promise: str) -> None:
    """Wait until the promise that a script makes holds. (Playwright's `wait_for_function` takes the promise itself for a yes.)"""
    until(page, lambda: page.evaluate(promise), promise)


def until(page: Page, holds: Callable[[], object], what: str = "") -> None:
    """Wait until something holds, and let the browser go on meanwhile."""
    last = time.monotonic() + 30
    while not _now(holds):
        assert time.monotonic() < last, what
        page.wait_for_timeout(50)


def _now(holds: Callable[[], object]) -> object:
    """Whether it holds; a document that goes away while it is asked holds nothing yet."""
    try:
        return holds()
    except Error as error:
        if "context was destroyed" not in str(error):
            raise
        return False


@contextmanager
def another_document(page: Page) -> Iterator[None]:
    """Wait until what is done within has brought another document into the tab: what the one before shows is no answer."""
    page.evaluate("window.before = true")
    yield
    until(page, lambda: page.evaluate("!window.before"), "the tab still shows what it showed")


def turning(page: Page) -> None:
    """Wait until links turn pages without loading: the theme does it once it has the list of pages."""
    known = "performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.endsWith('/sitemap.xml') && responseEnd)"
    until(page, lambda: page.evaluate(known), "the theme has asked for no list of pages")


def kept_ahead(page: Page, handbook: Handbook, build: int = 100, reader: str = "asha") -> None:
    """Wait until all packs of what somebody reads are kept for reading offline: the worker has nothing more to fetch then."""
    site = open_site(lambda path: (handbook.folder / path).read_bytes(), handbook.keys.passphrases[reader])
    kept = f"caches.open('als {handbook.base} build {build}').then((cache) => cache.keys()).then((keys) => keys.map(({{ url }}) => url))"
    wanted = {f"packs/{path.split('/')[-1]}" for path in site.index["packs"]}
    until(page, lambda: wanted <= {"/".join(url.split("/")[-2:]) for url in page.evaluate(kept)}, "not all was fetched ahead")


def searched(page: Page, word: str) -> None:
    """Search for a word, and wait for what is found: typed at once, as each letter makes the list anew."""
    field = page.get_by_placeholder("Search")
    field.click()
    expect(page.locator(".md-search-result__meta")).to_contain_text("Type to start searching")
    field.fill(word)
    field.press("End")  # the theme looks when a key is let go
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def later(page: Page, seconds: int = 6) -> None:
    """Set the service workers' clock on by so much: as long as they wait before they ask the host again for a newer build."""
    ahead = "seconds => { const now = Date.now; Date.now = () => now() + 1000 * seconds; }"
    workers = page.context.service_workers
    assert workers, "no worker whose clock could be set"
    for worker in workers:
        worker.evaluate(ahead, seconds)


def stop_worker(page: Page) -> None:
    """End the service worker as a browser does that wants its memory back."""
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()
