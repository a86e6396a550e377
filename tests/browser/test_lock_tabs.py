"""The open handbook over several tabs: one unlocking, one locking, keys that outlive a stopped worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import another_document, stop_worker
from .handbook import Handbook, probe
from .host import Host

Unlock = Callable[[Page, str], None]


@pytest.fixture
def opened(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> Page:
    """A tab with the handbook open."""
    page.goto(site)
    unlock(page, handbook.passphrase)
    return page


def lock_screen(page: Page) -> None:
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()


def test_a_second_tab_opens_without_asking_and_locking_closes_both(opened: Page, site: str) -> None:
    second = opened.context.new_page()
    second.goto(f"{site}sessions/")
    expect(second.get_by_role("heading", name="Sessions")).to_be_visible()
    second.get_by_role("button", name="Lock", exact=True).click()
    lock_screen(second)
    lock_screen(opened)
    expect(second).to_have_url(f"{site}#/sessions/")
    opened.reload()
    lock_screen(opened)


def test_locking_reaches_a_picture_in_a_tab_of_its_own(opened: Page, site: str) -> None:
    picture = opened.context.new_page()
    picture.goto(f"{site}img/plan.png")
    picture.wait_for_function("document.images[0]?.naturalWidth === 9")
    opened.get_by_role("button", name="Lock", exact=True).click()
    lock_screen(picture)
    lock_screen(opened)
    expect(picture).to_have_url(f"{site}#/img/plan.png")


def test_unlocking_one_tab_brings_the_other_back_where_it_was(opened: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    second = opened.context.new_page()
    second.goto(f"{site}sessions/")
    second.get_by_role("button", name="Lock", exact=True).click()
    lock_screen(opened)
    expect(second.get_by_label("Passphrase", exact=True)).to_be_focused()  # from then on it follows
    unlock(opened, handbook.passphrase)
    second.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(second.get_by_role("heading", name="Sessions")).to_be_visible()
    expect(second).to_have_url(f"{site}sessions/")


def test_a_stopped_worker_gets_its_keys_from_an_open_page(opened: Page, site: str, host: Host) -> None:
    stop_worker(opened)
    opened.get_by_role("link", name="Sessions").click()
    expect(opened.get_by_role("heading", name="Sessions")).to_be_visible()
    stop_worker(opened)
    second = opened.context.new_page()
    second.goto(f"{site}sessions/2026-01-14/")
    expect(second.get_by_role("heading", name="14 January 2026")).to_be_visible()


def test_a_stopped_worker_gets_no_keys_once_the_handbook_was_locked(opened: Page, site: str) -> None:
    second = opened.context.new_page()
    second.goto(site)
    stop_worker(opened)
    opened.get_by_role("button", name="Lock", exact=True).click()
    lock_screen(opened)
    lock_screen(second)
    stop_worker(opened)
    opened.goto(f"{site}sessions/")
    lock_screen(opened)


def test_closing_every_tab_locks_once_the_worker_stops(opened: Page, site: str) -> None:
    other = opened.context.new_page()
    other.goto("about:blank")
    opened.close()
    stop_worker(other)
    other.goto(site)
    lock_screen(other)


def test_half_an_hour_without_use_locks(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.clock.install()
    page.goto(site)
    unlock(page, handbook.passphrase)
    page.clock.fast_forward("25:00")
    page.mouse.move(30, 40)
    page.clock.fast_forward("25:00")
    page.clock.run_for(2000)
    expect(page.get_by_role("button", name="Lock", exact=True)).to_be_visible()
    page.clock.fast_forward("31:00")
    page.clock.run_for(2000)
    lock_screen(page)


def test_the_host_says_after_how_long(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    handbook.idle_minutes = 5
    handbook.publish(101)
    page.clock.install()
    page.goto(site)
    unlock(page, handbook.passphrase)
    page.clock.fast_forward("04:00")
    page.clock.run_for(2000)
    expect(page.get_by_role("button", name="Lock", exact=True)).to_be_visible()
    answer = page.request.get(f"{site}sw.js")
    assert b"self.alsIdle=5;" in answer.body()
    page.clock.fast_forward("02:00")
    page.clock.run_for(2000)
    lock_screen(page)


def test_a_tab_in_use_keeps_the_others_open(opened: Page, site: str) -> None:
    opened.context.clock.install()
    second = opened.context.new_page()
    second.goto(f"{site}sessions/")
    opened.reload()
    for tab in (opened, second):
        expect(tab.get_by_role("button", name="Lock", exact=True)).to_be_visible()
    opened.context.clock.fast_forward("20:00")
    opened.bring_to_front()
    opened.mouse.move(50, 60)
    opened.context.clock.fast_forward("20:00")
    opened.context.clock.run_for(2000)
    for tab in (opened, second):
        expect(tab.get_by_role("button", name="Lock", exact=True)).to_be_visible()
    opened.context.clock.fast_forward("20:00")
    opened.context.clock.run_for(2000)
    for tab in (opened, second):
        lock_screen(tab)


def test_a_reload_that_passes_the_worker_by_comes_back_to_the_page(opened: Page, site: str) -> None:
    opened.goto(f"{site}sessions/")
    session = opened.context.new_cdp_session(opened)
    with another_document(opened):
        session.send("Page.reload", {"ignoreCache": True})
    expect(opened.get_by_role("heading", name="Sessions")).to_be_visible()
    expect(opened).to_have_url(f"{site}sessions/")


def test_a_reload_that_never_reaches_the_worker_ends_at_the_lock_screen_where_somebody_else_can_unlock(
    opened: Page, site: str, handbook: Handbook, unlock: Unlock
) -> None:
    second = opened.context.new_page()
    second.clock.set_fixed_time(dt.datetime.now(dt.UTC))  # two within ten seconds, however slow the browser is
    second.goto(site)
    expect(second.get_by_role("button", name="Lock", exact=True)).to_be_visible()
    session = second.context.new_cdp_session(second)
    with another_document(second):
        session.send("Page.reload", {"ignoreCache": True})
    expect(second.get_by_role("button", name="Lock", exact=True)).to_be_visible()
    with another_document(second):
        session.send("Page.reload", {"ignoreCache": True})
    lock_screen(second)
    opened.evaluate("globalThis.of = 'asha'")
    unlock(second, handbook.keys.passphrases["ben"])
    opened.wait_for_function("globalThis.of === undefined")


def test_the_bridge_tells_who_reads_and_keeps_notes(opened: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    opened.goto(f"{site}probe/")
    opened.wait_for_function("globalThis.bridge")
    assert opened.evaluate("bridge.person()") == "asha"
    assert opened.evaluate("bridge.audience()") == "members"
    assert opened.evaluate("bridge.unlocked()") is True
    second = opened.context.new_page()
    second.goto(f"{site}probe/")
    second.wait_for_function("globalThis.bridge")
    second.evaluate("bridge.notes.onChanged(() => document.title = 'changed')")
    opened.evaluate("Promise.all([bridge.notes.set('ticks', {room: true}), bridge.notes.set('sheet', 'my issue')])")
    second.evaluate("bridge.notes.set('other', 1)")
    assert second.evaluate("bridge.notes.get('ticks')") == {"room": True}
    assert opened.evaluate("Promise.all(['ticks', 'sheet', 'other', 'none'].map(bridge.notes.get))") == [{"room": True}, "my issue", 1, None]
    expect(second).to_have_title("changed")

    second.goto(site)
    opened.evaluate("setTimeout(bridge.lock)")
    lock_screen(second)
    unlock(second, handbook.keys.passphrases["ben"])
    second.goto(f"{site}probe/")
    second.wait_for_function("globalThis.bridge")
    assert second.evaluate("bridge.person()") == "ben"
    assert second.evaluate("bridge.notes.get('sheet')") is None

    second.evaluate("setTimeout(bridge.lock)")
    lock_screen(second)
    second.goto(site)
    unlock(second, handbook.passphrase)
    second.goto(f"{site}probe/")
    second.wait_for_function("globalThis.bridge")
    assert second.evaluate("bridge.notes.get('sheet')") == "my issue"


def test_in_a_preview_the_bridge_knows_nobody(page: Page, handbook: Handbook, serve: Callable[[Path], Host]) -> None:
    (handbook.root / "preview").mkdir()
    (handbook.root / "preview" / "probe.js").write_bytes(probe())
    (handbook.root / "preview" / "index.html").write_text("<!doctype html><title>Preview</title><script type=module src=probe.js></script>")
    page.goto(serve(handbook.root).url + "preview/")
    page.wait_for_function("globalThis.bridge")
    assert page.evaluate("Promise.all([bridge.person(), bridge.audience(), bridge.published(), bridge.unlocked()])") == [None, None, None, False]
    page.evaluate("bridge.notes.set('ticks', [1, 2])")
    page.evaluate("bridge.lock()")
    page.reload()
    page.wait_for_function("globalThis.bridge")
    assert page.evaluate("bridge.notes.get('ticks')") == [1, 2]
    assert page.evaluate("JSON.parse(localStorage.getItem('als-preview'))") == {"ticks": [1, 2]}


def test_a_new_worker_script_takes_over_and_gets_the_keys(opened: Page, handbook: Handbook) -> None:
    script = handbook.folder / "sw.js"
    script.write_bytes(script.read_bytes() + b"\n// the next release\n")
    opened.evaluate(
        """async () => {
          const changed = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
          await (await navigator.serviceWorker.getRegistration()).update();
          await changed;
        }"""
    )
    opened.get_by_role("link", name="Sessions").click()
    expect(opened.get_by_role("heading", name="Sessions")).to_be_visible()
    expect(opened.get_by_role("button", name="Lock", exact=True)).to_be_visible()


@pytest.mark.parametrize(("minutes", "locked"), [(29, False), (31, True)])
def test_a_picture_alone_in_a_tab_locks_too(opened: Page, site: str, minutes: int, locked: bool) -> None:
    answer = opened.goto(f"{site}img/plan.png")
    assert answer and answer.headers["refresh"] == "1801", "then the browser asks again"
    (worker,) = opened.context.service_workers
    worker.evaluate("(minutes) => { const now = Date.now; Date.now = () => now() + minutes * 60_000; }", minutes)
    opened.reload()
    if locked:
        lock_screen(opened)
    else:
        opened.wait_for_function("document.contentType === 'image/png'")
