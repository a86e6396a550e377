"""The lock screen: opening, refusing, keeping the way."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .handbook import Handbook
from .host import Host

Unlock = Callable[[Page, str], None]


def test_a_passphrase_opens_the_handbook(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    expect(page).to_have_title("Locked handbook")
    unlock(page, handbook.passphrase)
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()
    assert page.url == site


def test_capitals_spaces_and_hyphens_do_not_matter(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    unlock(page, "  " + handbook.passphrase.upper().replace(" ", "-") + " ")
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()
