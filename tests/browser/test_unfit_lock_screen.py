"""A host whose lock screen is not the one that came with the worker: in the middle of an upload, or since somebody changed it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import eventually
from .handbook import Handbook
from .host import Host

Unlock = Callable[[Page, str], None]
FORGET = "caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))"


@pytest.fixture
def visited(page: Page, site: str) -> Page:
    """A tab with the lock screen, and the worker in charge."""
    page.goto(site)
    eventually(page, "navigator.serviceWorker.getRegistration().then((each) => each?.active?.state === 'activated')")
    return page


def upload(handbook: Handbook, *paths: str, name: str) -> None:
    """Put these files of a release in place whose lock screen has another name."""
    files = handbook.shell(name=name, words=lambda message: f"{message}*")
    for path in paths:
        (handbook.folder / path).write_bytes(files[path])


def look_for_a_newer_worker(page: Page) -> None:
    """What the browser does of itself some time after each visit."""
    page.evaluate("navigator.serviceWorker.getRegistration().then((each) => each.update())")
    eventually(page, "navigator.serviceWorker.getRegistration().then((each) => !each.installing && !each.waiting)")


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


@pytest.mark.parametrize("first", ["index.html", "sw.js"])
def test_while_somebody_uploads_the_lock_screen_before_goes_on(visited: Page, site: str, handbook: Handbook, unlock: Unlock, first: str) -> None:
    upload(handbook, first, name="Next")
    look_for_a_newer_worker(visited)
    visited.goto(site)
    heading(visited, "Locked handbook")
    upload(handbook, "index.html", "sw.js", name="Next")
    look_for_a_newer_worker(visited)
    visited.goto(site)
    heading(visited, "Next")
    visited.get_by_label("Passphrase*", exact=True).fill(handbook.passphrase)
    visited.get_by_role("button", name="Unlock*").click()
    expect(visited.locator("#edition")).to_have_text("first")
    kept = visited.evaluate("caches.open('als /riverside/').then((cache) => cache.keys()).then((keys) => keys.map(({ url }) => url))")
    assert len([url for url in kept if "/.als/shell/" in url]) == 4, "the lock screen before is forgotten"


def test_on_a_first_visit_while_somebody_uploads_that_is_said_and_nothing_opens(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    upload(handbook, "index.html", name="Next")
    page.goto(site)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Perhaps it is being published just now")
    page.get_by_label("Passphrase*", exact=True).fill(handbook.passphrase)
    page.get_by_role("button", name="Unlock*").click()
    expect(page.get_by_role("button", name="Unlock*")).to_have_attribute("aria-disabled", "false")
    expect(alert).to_contain_text("Perhaps it is being published just now")
    upload(handbook, "sw.js", name="Next")
    page.get_by_role("button", name="Unlock*").click()
    expect(page.locator("#edition")).to_have_text("first")


@pytest.mark.parametrize("path", ["index.html", "als.js", "als.css", "argon2.js"])
def test_what_was_changed_is_not_shown_where_nothing_that_fits_is_kept(visited: Page, site: str, handbook: Handbook, path: str) -> None:
    file = handbook.folder / path
    before = file.read_bytes()
    file.write_bytes(before.replace(b"</h1>", b" changed</h1>") + b"\n")
    visited.goto(site)
    heading(visited, "Locked handbook")
    expect(visited.get_by_label("Passphrase", exact=True)).to_be_visible()
    visited.evaluate(FORGET)
    answer = visited.goto(site)
    assert answer and answer.status == 503
    expect(visited.get_by_text("The lock screen at this address is not the one that belongs to this handbook")).to_be_visible()
    assert not visited.evaluate("document.scripts.length + document.forms.length + document.querySelectorAll('input').length")
    file.write_bytes(before)
    visited.reload()
    expect(visited.get_by_label("Passphrase", exact=True)).to_be_visible()


def test_the_script_that_makes_passphrases_is_held_against_its_hash_too(visited: Page, site: str, handbook: Handbook) -> None:
    script = handbook.folder / "join.js"
    script.write_bytes(script.read_bytes() + b"document.title = 'changed';")
    visited.goto(site)
    visited.get_by_role("button", name="I have been invited").click()
    expect(visited.get_by_role("alert")).not_to_be_empty()
    expect(visited).to_have_title("Locked handbook")


def test_the_page_of_words_is_the_sets_own(page: Page, site: str, host: Host, handbook: Handbook) -> None:
    upload(handbook, "index.html", "sw.js", name="Riverside & <Co>")
    page.goto(site)
    eventually(page, "navigator.serviceWorker.getRegistration().then((each) => each?.active?.state === 'activated')")
    page.evaluate(FORGET)
    host.stop()
    page.goto(site)
    heading(page, "Riverside & <Co>")
    expect(page.get_by_text("Please check your connection and try again.*")).to_be_visible()
