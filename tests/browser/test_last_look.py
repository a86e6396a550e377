"""A device that cannot look for a newer edition says so after a week: the host is away, or shows what is not believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import eventually, later, until
from .handbook import Handbook
from .host import Host

LAST = "caches.match('/.als/looked', { cacheName: 'als /riverside/' }).then((kept) => kept?.text())"
PLANT = "(day) => caches.open('als /riverside/').then((cache) => cache.put('/.als/looked', new Response(day)))"


@pytest.fixture
def opened(page: Page, site: str, handbook: Handbook, unlock: Callable[[Page, str], None]) -> Page:
    """A tab with the handbook open, and the first look for a newer edition done."""
    page.goto(site)
    unlock(page, handbook.passphrase)
    eventually(page, f"{LAST}.then(Boolean)")
    return page


def days_ago(opened: Page, days: int) -> dt.date:
    """Have the device remember that the last look was so many days ago, and wait until it looks again."""
    day = dt.date.fromisoformat(opened.evaluate(LAST)) - dt.timedelta(days=days)
    opened.evaluate(PLANT, day.isoformat())
    later(opened)
    return day


@pytest.mark.parametrize("why", ["away", "older", "spoilt"])
def test_after_more_than_a_week_it_is_said(opened: Page, site: str, host: Host, handbook: Handbook, why: str) -> None:
    day = days_ago(opened, 9)
    if why == "away":
        host.stop()
    elif why == "older":
        handbook.publish(99, edition="older")
    else:
        (handbook.folder / "keyring").write_bytes(b"ALSK")
    opened.goto(f"{site}sessions/")
    notice = opened.get_by_role("status").filter(has_text="look for a newer edition")
    expect(notice).to_contain_text(f"on {day.day} {day:%B %Y}.")
    notice.get_by_role("button", name="Dismiss").click()
    expect(notice).to_have_count(0)
    opened.reload()
    expect(notice).to_be_visible()
    assert opened.evaluate(LAST) == day.isoformat()


@pytest.mark.parametrize(("days", "away"), [(6, True), (9, False)])
def test_before_that_or_where_looking_works_nothing_is_said(opened: Page, site: str, host: Host, handbook: Handbook, days: int, away: bool) -> None:
    today, day = opened.evaluate(LAST), days_ago(opened, days)
    if away:
        (handbook.folder / "keyring").unlink()
    host.requests.clear()
    opened.goto(f"{site}sessions/")
    until(opened, lambda: "/riverside/keyring" in host.requests)
    if away:
        opened.wait_for_timeout(1_000)  # it would be said by now
        assert opened.evaluate(LAST) == day.isoformat()
    else:
        until(opened, lambda: opened.evaluate(LAST) >= today, "the look is not remembered")
    expect(opened.get_by_text("look for a newer edition")).to_have_count(0)
