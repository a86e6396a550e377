"""Riverside for those who listen to it or read it on paper: the focus after a page turn, the private sheet on one page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .host import Host
from .test_samples import PHRASES


@pytest.fixture
def farah(page: Page, riverside: Host, unlock: Callable[[Page, str], None]) -> Page:
    """A tab with Riverside open, for Farah."""
    page.goto(f"{riverside.url}riverside/")
    unlock(page, PHRASES["riverside", "Farah Siddiqui"])
    return page


def test_after_a_page_turn_the_focus_is_on_the_heading(farah: Page) -> None:
    farah.evaluate("window.same = true")
    farah.get_by_role("link", name="Sessions", exact=True).first.click()
    expect(farah).to_have_url(re.compile(r"/sessions/$"))
    expect(farah.get_by_role("heading", name="Sessions", level=1)).to_be_focused()
    assert farah.evaluate("window.same") is True


def test_the_private_sheet_is_one_printed_page(farah: Page, riverside: Host) -> None:
    farah.goto(f"{riverside.url}riverside/prepare/")
    farah.evaluate("window.print = () => {}")
    farah.locator("[data-als-print='sheet']").first.click()
    assert len(re.findall(rb"/Type\s*/Page\b", farah.pdf(format="A4"))) == 1
