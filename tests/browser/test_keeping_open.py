"""Keeping the handbook open on a device: a choice with a warning, visible while it lasts, ended by locking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from ..conftest import ARGUMENTS
from .conftest import later, stop_worker, until
from .handbook import Handbook

Unlock = Callable[[Page, str], None]
KEYS = """() => new Promise((resolve) => {
  const opening = indexedDB.open('als keys', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
  opening.onsuccess = () => (opening.result.transaction('keys').objectStore('keys').getAll().onsuccess = ({ target }) => {
    opening.result.close();
    resolve(target.result.map((each) => [each.privateKey.extractable, each.deviceKey.extractable]));
  });
})"""


SLOW = """() => {
  const put = Cache.prototype.put;
  Cache.prototype.put = async function (request, response) {
    if (String(request.url ?? request).endsWith('/keyring')) {
      globalThis.taking = true;
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    return put.call(this, request, response);
  };
}"""
"""Makes the worker take long to accept a build."""


def keep(page: Page) -> None:
    """Ticks the box, which then warns."""
    expect(page.get_by_text("whoever uses this device can read")).to_be_hidden()
    page.get_by_label("Keep open on this device").check()
    expect(page.get_by_text("whoever uses this device can read")).to_be_visible()


def locked(page: Page) -> None:
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()


def test_it_stays_open_when_the_browser_was_closed(
    playwright: Playwright, chromium_path: str, tmp_path: Path, site: str, handbook: Handbook, unlock: Unlock
) -> None:
    @contextmanager
    def device() -> Iterator[BrowserContext]:
        context = playwright.chromium.launch_persistent_context(tmp_path / "profile", executable_path=chromium_path, args=ARGUMENTS)
        context.set_default_timeout(30_000)
        yield context
        context.close()

    with device() as context:
        page = context.new_page()
        page.goto(site)
        keep(page)
        unlock(page, handbook.passphrase)
        expect(page.get_by_text("Kept open", exact=True)).to_be_visible()
        assert page.evaluate(KEYS) == [[False, False]]
    handbook.publish(101, edition="second")
    with device() as context:
        page = context.new_page()
        page.goto(f"{site}sessions/")
        expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
        button = page.get_by_role("button", name="Lock", exact=True)
        expect(button).to_have_attribute("title", "Kept open on this device. Locking forgets the key.")
        expect(button).to_have_accessible_description("Kept open")
        button.click()
        locked(page)
        assert page.evaluate(KEYS) == []
    with device() as context:
        page = context.new_page()
        page.goto(site)
        locked(page)


def test_without_the_choice_no_key_is_kept(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    unlock(page, handbook.passphrase)
    assert page.evaluate(KEYS) == []
    expect(page.get_by_text("Kept open", exact=True)).to_be_hidden()


def test_it_outlives_its_tabs_and_half_an_hour_without_use(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.clock.install()
    page.goto(site)
    keep(page)
    unlock(page, handbook.passphrase)
    page.clock.fast_forward("45:00")
    page.clock.run_for(2000)
    page.reload()
    expect(page.get_by_text("Kept open", exact=True)).to_be_visible()
    other = page.context.new_page()
    other.goto("about:blank")
    page.close()
    stop_worker(other)
    other.goto(site)
    expect(other.get_by_text("Kept open", exact=True)).to_be_visible()


def test_who_is_removed_is_not_kept(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    keep(page)
    unlock(page, handbook.passphrase)
    handbook.publish(101, grants={"ben": 0})
    other = page.context.new_page()
    other.goto("about:blank")
    page.close()
    stop_worker(other)
    other.goto(site)
    locked(other)
    assert other.evaluate(KEYS) == []


def test_somebody_else_who_unlocks_ends_it(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    keep(page)
    unlock(page, handbook.passphrase)
    page.get_by_role("button", name="Lock", exact=True).click()
    locked(page)
    unlock(page, handbook.keys.passphrases["ben"])
    assert page.evaluate(KEYS) == []


def test_where_the_browser_cannot_clone_the_private_key_it_travels_wrapped(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    """As in every WebKit so far."""
    page.add_init_script("""
      const whole = structuredClone;
      globalThis.structuredClone = (value) => {
        if (value instanceof CryptoKey && value.algorithm.name === "X25519") throw new TypeError("Unable to deserialize data.");
        return whole(value);
      };
    """)
    page.goto(site)
    keep(page)
    unlock(page, handbook.passphrase)
    wrapped = KEYS.replace("each.privateKey.extractable, each.deviceKey", "each.privateKey.wrapped.length, each.privateKey.by")
    assert page.evaluate(wrapped) == [[64, False]]
    stop_worker(page)
    page.goto(f"{site}sessions/")
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    handbook.publish(101, edition="second")
    later(page)
    page.goto(site)
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("#edition")).to_have_text("second")


def test_locking_while_a_newer_edition_is_taken_locks(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    keep(page)
    unlock(page, handbook.passphrase)
    expect(page.get_by_text("Kept open", exact=True)).to_be_visible()
    (worker,) = page.context.service_workers
    worker.evaluate(SLOW)
    handbook.publish(101, edition="second")
    later(page)  # it does not look at every page
    page.goto(f"{site}sessions/")
    until(page, lambda: worker.evaluate("globalThis.taking"))
    page.get_by_role("button", name="Lock", exact=True).click()
    locked(page)
    page.wait_for_timeout(4_000)  # by now it has been taken, or left
    page.reload()
    locked(page)
    assert page.evaluate(KEYS) == []
