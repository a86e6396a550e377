"""A headless Chromium, a static host and a sealed hand-made site."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from .handbook import Handbook, Keys
from .host import Host

# Continuous integration shares its cores: a slow page is no failure.
expect.set_options(timeout=15_000)

@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A device of its own: nothing stored, no keys."""
    made = browser.new_context(locale="en-GB", accept_downloads=True)
    made.set_default_timeout(15_000)
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
        expect(page.get_by_role("button", name="Lock", exact=True)).to_be_visible(timeout=20_000)

    return type_in


def eventually(page: Page, promise: str) -> None:
    """Wait until the promise that a script makes holds. (Playwright's `wait_for_function` takes the promise itself for a yes.)"""
    until(page, lambda: page.evaluate(promise), promise)


def until(page: Page, holds: Callable[[], object], what: str = "") -> None:
    """Wait until something holds, and let the browser go on meanwhile."""
    last = time.monotonic() + 15
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
