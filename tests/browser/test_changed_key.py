"""A publisher's key that was changed: as planned, by somebody else, and after the old one was lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from als_plugin.vault import KEYRING, Publisher, Step, sign_step
from als_plugin.vault.format import b64
from als_plugin.vault.keyring import Keyring

from .conftest import eventually, later, stop_worker, until
from .handbook import Handbook, Keys
from .host import Host

Unlock = Callable[[Page, str], None]


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    """The hand-made site under a key of its own, published once."""
    made = Handbook(tmp_path / "site", Keys())
    made.publish()
    return made


def change(keys: Keys) -> None:
    """A planned change."""
    new = Publisher.generate()
    keys.access.hand_on(keys.publisher, new.public)
    keys.publisher = new


def look_again(page: Page) -> None:
    """Wait until the worker asks the host once more, and reload."""
    later(page)
    page.reload()


def enter(page: Page, passphrase: str) -> None:
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Unlock").click()


def test_nobody_notices_a_planned_change(page: Page, browser: Browser, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    unlock(page, handbook.passphrase)
    change(handbook.keys)
    change(handbook.keys)
    handbook.publish(101, edition="second")
    look_again(page)
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("#edition")).to_have_text("second")
    page.get_by_role("button", name="Lock", exact=True).click()
    unlock(page, handbook.passphrase)
    expect(page.locator("#edition")).to_have_text("second")
    elsewhere = browser.new_context(locale="en-GB")
    first_visit = elsewhere.new_page()
    first_visit.goto(site)
    unlock(first_visit, handbook.passphrase)
    expect(first_visit.locator("#edition")).to_have_text("second")
    elsewhere.close()


def test_a_device_that_keeps_it_open_goes_along_with_a_planned_change(
    page: Page, site: str, handbook: Handbook, unlock: Unlock
) -> None:
    page.goto(site)
    page.get_by_label("Keep open on this device").check()
    unlock(page, handbook.passphrase)
    script = (handbook.folder / "sw.js").read_bytes()
    change(handbook.keys)
    handbook.publish(101, edition="second", grants={"asha": 0})
    assert (handbook.folder / "sw.js").read_bytes() == script, "a worker from before the change and one from after it are the same"
    for edition in ("first", "second"):
        page.goto("about:blank")
        stop_worker(page)
        page.goto(site)
        expect(page.locator("#edition")).to_have_text(edition)
        expect(page.get_by_text("Kept open", exact=True)).to_be_visible()
        expect(page.get_by_text("A newer edition of this handbook was published.")).to_have_count(1 if edition == "first" else 0)


def test_who_is_let_in_after_a_planned_change_reads(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    keys = handbook.keys
    change(keys)
    keys.access.follow(keys.publisher.public)
    keys.passphrases["asha"] = keys.access.reset("asha", dt.date(2026, 11, 23))
    handbook.publish(101, edition="second")
    page.goto(site)
    unlock(page, handbook.passphrase)
    expect(page.locator("#edition")).to_have_text("second")


@pytest.mark.parametrize("word", ["none", "its own", "for another set"])
def test_another_publisher_is_refused(page: Page, browser: Browser, site: str, handbook: Handbook, unlock: Unlock, word: str) -> None:
    page.goto(site)
    unlock(page, handbook.passphrase)
    old, stranger = handbook.keys.publisher, Publisher.generate()
    own = sign_step(stranger, stranger.public, handbook.keys.access.set_id)
    steps = {
        "none": (),
        "its own": (Step(old.public, stranger.public, own.signature),),
        "for another set": (sign_step(old, stranger.public, bytes(16)),),
    }
    handbook.publish(101, edition="second")
    file = handbook.folder / KEYRING
    keyring = Keyring.decode(file.read_bytes())
    build = dataclasses.replace(keyring.build, publisher=stranger.public)
    file.write_bytes(dataclasses.replace(keyring, build=build, succession=steps[word]).encode(stranger))
    look_again(page)
    expect(page.locator("#edition")).to_have_text("first")
    expect(page.get_by_text("A newer edition of this handbook was published.")).to_have_count(0)
    elsewhere = browser.new_context(locale="en-GB")
    first_visit = elsewhere.new_page()
    first_visit.goto(site)
    enter(first_visit, handbook.passphrase)
    expect(first_visit.get_by_role("alert")).to_contain_text("is not what was published")
    elsewhere.close()


def test_after_a_lost_key_a_new_passphrase_opens_on_the_same_device(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    keys = handbook.keys
    page.goto(site)
    unlock(page, handbook.passphrase)
    before, keys.publisher = handbook.passphrase, Publisher.generate()
    keys.access.begin_anew(keys.publisher.public, dt.date(2026, 11, 23))
    keys.passphrases["asha"] = keys.access.grant("asha", dt.date(2026, 11, 23))
    handbook.publish(101, edition="second", grants={"asha": 0})
    # The worker that comes with the new key knows nothing of the old one, nor does its lock screen, which takes the old one's place.
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-publisher", b64(keys.publisher.public))
    enter(page, before)
    expect(page.get_by_role("alert")).to_contain_text("does not open the handbook")
    unlock(page, handbook.passphrase)
    expect(page.locator("#edition")).to_have_text("second")


def test_after_a_lost_key_a_lock_screen_from_before_gives_way_when_somebody_unlocks(
    page: Page, site: str, host: Host, handbook: Handbook, unlock: Unlock
) -> None:
    keys = handbook.keys
    page.goto(site)
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    eventually(page, "navigator.serviceWorker.getRegistration().then((each) => each?.active?.state === 'activated')")
    script = handbook.folder / "sw.js"
    before, keys.publisher = script.read_bytes(), Publisher.generate()
    keys.access.begin_anew(keys.publisher.public, dt.date(2026, 11, 23))
    keys.passphrases["asha"] = keys.access.grant("asha", dt.date(2026, 11, 23))
    handbook.publish(101, edition="second", grants={"asha": 0})
    after = script.read_bytes()
    script.write_bytes(before)
    host.requests.clear()
    page.reload()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    # It looks for a worker that has followed, of itself, once: had it found one, it would have given way before anybody typed.
    until(page, lambda: "/riverside/sw.js" in host.requests)
    page.evaluate("navigator.serviceWorker.getRegistration().then((each) => each.update())")
    script.write_bytes(after)
    enter(page, handbook.passphrase)
    expect(page.get_by_role("alert")).to_contain_text("published anew a moment ago")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("html")).to_have_attribute("data-publisher", b64(keys.publisher.public))
    unlock(page, handbook.passphrase)
    expect(page.locator("#edition")).to_have_text("second")
