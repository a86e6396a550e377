"""What goes on around a handbook: uploads that stop half-way, removals, other sets, other hosts, a browser that was cleared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import later, until
from .handbook import MARKER, Handbook, Keys
from .host import Host

Unlock = Callable[[Page, str], None]
INCOMPLETE = "Part of the handbook is missing at this address. Perhaps it is being published just now"


@pytest.fixture
def opened(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> Page:
    """A tab with the handbook open."""
    page.goto(site)
    unlock(page, handbook.passphrase)
    return page


def lock_screen(page: Page) -> None:
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()


def refused(page: Page, passphrase: str) -> str:
    """What the lock screen says to a passphrase that does not open the handbook."""
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("alert")).not_to_be_empty()
    return page.get_by_role("alert").inner_text()


def half_uploaded(handbook: Handbook) -> dict[Path, bytes]:
    """A new build whose keyring is there and whose packs are not; these come back with `finish`."""
    handbook.publish(101, edition="second")
    missing = {path: path.read_bytes() for path in (handbook.folder / "packs").iterdir()}
    for path in missing:
        path.unlink()
    return missing


def finish(missing: dict[Path, bytes]) -> None:
    for path, data in missing.items():
        path.write_bytes(data)


def test_an_upload_that_stopped_half_way_is_said_and_opens_once_it_is_finished(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    missing = half_uploaded(handbook)
    page.goto(site)
    assert refused(page, handbook.passphrase).startswith(INCOMPLETE)
    finish(missing)
    unlock(page, handbook.passphrase)
    expect(page.locator("#edition")).to_have_text("second")


def test_an_open_tab_reads_on_while_somebody_uploads(opened: Page, site: str, host: Host, handbook: Handbook) -> None:
    missing = half_uploaded(handbook)
    later(opened)
    opened.goto(f"{site}sessions/")
    until(opened, lambda: {f"/riverside/packs/{path.name}" for path in missing} & set(host.requests), "the newer build is not looked at")
    opened.goto(site)
    expect(opened.locator("#edition")).to_have_text("first")
    expect(opened.get_by_text("A newer edition of this handbook was published.")).to_be_hidden()
    finish(missing)
    later(opened)
    opened.goto(f"{site}sessions/")
    expect(opened.get_by_text("A newer edition of this handbook was published.")).to_be_visible()


def test_a_file_that_the_host_has_lost_is_said_in_place_of_its_page(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    # The largest pack holds the PDF and the pictures; the first page needs none of it.
    pack = max((handbook.folder / "packs").iterdir(), key=lambda path: path.stat().st_size)
    good = pack.read_bytes()
    pack.unlink()
    page.goto(site)
    unlock(page, handbook.passphrase)
    page.goto(f"{site}img/plan.png")
    expect(page.get_by_role("alert")).to_contain_text(INCOMPLETE)
    pack.write_bytes(good)
    page.get_by_role("button", name="Try again").click()
    page.wait_for_function("document.images.length === 1 && document.images[0].naturalWidth === 9")


def test_an_open_tab_takes_no_older_edition(opened: Page, site: str, host: Host, handbook: Handbook) -> None:
    handbook.publish(99, edition="older")
    host.requests.clear()
    later(opened)
    opened.goto(f"{site}sessions/")
    until(opened, lambda: "/riverside/keyring" in host.requests, "the older build is not looked at")
    opened.goto(site)
    expect(opened.locator("#edition")).to_have_text("first")
    expect(opened.get_by_text("A newer edition of this handbook was published.")).to_be_hidden()


def test_who_was_removed_cannot_tell_that_from_a_wrong_passphrase(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    handbook.publish(101, grants={"ben": 0})
    page.goto(site)
    removed = refused(page, handbook.passphrase)
    assert removed == refused(page, "trash reps silicon scary herbs fried")
    assert "it may have been withdrawn: your facilitator can help" in removed
    unlock(page, handbook.keys.passphrases["ben"])


def test_two_sets_on_one_address_open_and_lock_each_for_itself(opened: Page, host: Host, handbook: Handbook, site: str, unlock: Unlock) -> None:
    other = Handbook(handbook.root, Keys(), base="/quay/")
    other.publish(300, edition="the quay's")
    quay = opened.context.new_page()
    quay.goto(f"{host.url}quay/")
    assert refused(quay, handbook.passphrase).startswith("This passphrase does not open the handbook.")
    unlock(quay, other.passphrase)
    expect(quay.locator("#edition")).to_have_text("the quay's")
    # Both stand open, each with its own keys; neither reads the other's files.
    opened.reload()
    expect(opened.locator("#edition")).to_have_text("first")
    assert MARKER not in opened.evaluate("fetch('/quay/sessions/').then((response) => response.text(), () => 'blocked')")
    quay.get_by_role("button", name="Lock", exact=True).click()
    lock_screen(quay)
    opened.get_by_role("link", name="Sessions").click()
    expect(opened.get_by_role("heading", name="Sessions")).to_be_visible()


@pytest.fixture
def deep(tmp_path: Path, keys: Keys) -> Handbook:
    """A handbook some folders down."""
    made = Handbook(tmp_path / "deep", keys, base="/guides/sets/riverside/")
    made.publish()
    return made


def test_a_folder_some_way_down(page: Page, deep: Handbook, serve: Callable[[Path], Host], unlock: Unlock) -> None:
    host = serve(deep.root)
    site = f"{host.url}guides/sets/riverside/"
    page.goto(f"{site}sessions/2026-01-14/")
    expect(page).to_have_url(f"{site}#/sessions/2026-01-14/")
    unlock(page, deep.passphrase)
    expect(page).to_have_url(f"{site}sessions/2026-01-14/")
    page.get_by_role("link", name="Home").click()
    expect(page.locator("#picture")).to_have_js_property("naturalWidth", 9)
    expect(page.locator("body")).to_have_css("font-family", "sans-serif")
    page.get_by_role("button", name="Lock", exact=True).click()
    lock_screen(page)
    assert page.evaluate("navigator.serviceWorker.getRegistration().then(({ scope }) => scope)") == site


def test_a_host_without_a_404_page_of_ours(page: Page, host: Host, site: str, handbook: Handbook, unlock: Unlock) -> None:
    host.own_404 = False
    # A first visit to a page's own address ends at the host: it has no such page, and nothing of ours is there to say more.
    assert (response := page.goto(f"{site}sessions/2026-01-14/")) and response.status == 404
    expect(page.get_by_role("heading", name="Not here")).to_be_visible()
    # The form for sharing works everywhere, and once the handbook has been open here, so does the page's own.
    page.goto(f"{site}#/sessions/2026-01-14/")
    unlock(page, handbook.passphrase)
    expect(page.get_by_role("heading", name="14 January 2026")).to_be_visible()
    page.get_by_role("button", name="Lock", exact=True).click()
    lock_screen(page)
    second = page.context.new_page()
    second.goto(f"{site}sessions/")
    lock_screen(second)
    unlock(second, handbook.passphrase)
    expect(second.get_by_role("heading", name="Sessions")).to_be_visible()


def test_storage_that_was_cleared_locks_and_the_passphrase_opens_again(opened: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    session = opened.context.new_cdp_session(opened)
    session.send("Storage.clearDataForOrigin", {"origin": site.removesuffix("riverside/"), "storageTypes": "all"})
    opened.goto(f"{site}sessions/")
    lock_screen(opened)
    expect(opened).to_have_url(f"{site}#/sessions/")
    unlock(opened, handbook.passphrase)
    expect(opened.get_by_role("heading", name="Sessions")).to_be_visible()


def test_storage_that_was_cleared_takes_nothing_from_an_open_page_and_keeping_open_ends(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    page.get_by_label("Keep open on this device").check()
    unlock(page, handbook.passphrase)
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": site.removesuffix("riverside/"), "storageTypes": "all"})
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()
    page.reload()
    lock_screen(page)


def test_what_a_host_sends_elsewhere_for_is_not_fetched_there(
    page: Page, site: str, host: Host, handbook: Handbook, serve: Callable[[Path], Host], unlock: Unlock
) -> None:
    other = serve(handbook.root)
    packs = [f"/riverside/packs/{path.name}" for path in (handbook.folder / "packs").iterdir()]
    host.moved = {path: other.url + path[1:] for path in packs}
    page.goto(site)
    refused(page, handbook.passphrase)
    assert set(packs) & set(host.requests) and not other.requests
    host.moved = {}
    unlock(page, handbook.passphrase)


def test_cookies_that_a_neighbour_sets_do_not_keep_newer_builds_away(opened: Page, site: str, host: Host, handbook: Handbook) -> None:
    opened.evaluate("() => { document.cookie = `c=${'x'.repeat(3000)}; path=/riverside`; }")
    host.with_cookies.clear()
    handbook.publish(101, edition="second")
    later(opened)
    opened.goto(f"{site}sessions/")
    expect(opened.get_by_text("A newer edition of this handbook was published.")).to_be_visible()
    assert set(host.with_cookies) <= {"/riverside/sw.js"}


def test_a_log_in_in_front_of_the_site_lets_the_handbook_through(page: Page, site: str, host: Host, handbook: Handbook, unlock: Unlock) -> None:
    host.log_in = "member=of-staff"
    page.context.add_cookies([{"name": "member", "value": "of-staff", "url": host.url}])
    page.goto(site)
    unlock(page, handbook.passphrase)
    page.goto(f"{site}sessions/")
    expect(page.get_by_role("heading", name="Sessions", exact=True)).to_be_visible()


def test_a_host_that_sends_whoever_asks_for_an_index_to_its_folder(opened: Page, site: str, host: Host) -> None:
    host.moved = {"/riverside/index.html": "/riverside/"}
    opened.get_by_role("button", name="Lock").click()
    expect(opened.get_by_label("Passphrase", exact=True)).to_be_visible()
    opened.goto(f"{site}sessions/")
    expect(opened.get_by_label("Passphrase", exact=True)).to_be_visible()
    assert "/riverside/index.html" not in host.requests
