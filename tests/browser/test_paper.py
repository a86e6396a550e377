"""What comes out of a printer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .accessible import MEMBER, findings, member, shown
from .host import Host


@pytest.fixture
def farah(browser: Browser, riverside: Host, unlock: Callable[[Page, str], None]) -> Iterator[Page]:
    """A tab with Riverside open for Farah; its printer does nothing."""
    tab = member(browser, riverside.url, unlock, MEMBER)
    tab.add_init_script("window.print = () => { window.printed = true; }")
    yield tab
    tab.context.close()


def ready(tab: Page, address: str) -> None:
    """Show a page, and wait until its buttons do something."""
    shown(tab, address)
    expect(tab.locator("[data-als-ready=told]")).to_be_attached()


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_private_sheet_is_one_page(farah: Page, riverside: Host) -> None:
    ready(farah, f"{riverside.url}riverside/prepare/")
    farah.locator("[data-als-print='sheet']").first.click()
    assert pages(farah.pdf(format="A4")) == 1


def test_own_actions_are_one_page_and_a_session_three_at_most(farah: Page, riverside: Host) -> None:
    ready(farah, f"{riverside.url}riverside/actions/")
    farah.get_by_role("button", name=re.compile("^Mine")).click()
    farah.get_by_role("button", name="Print this list").click()
    assert pages(farah.pdf(format="A4")) == 1
    ready(farah, f"{riverside.url}riverside/sessions/2026-10-14/")
    assert pages(farah.pdf(format="A4")) <= 3


def test_all_sessions_are_one_document_with_contents_that_lead_into_it(farah: Page, riverside: Host) -> None:
    ready(farah, f"{riverside.url}riverside/sessions/")
    days = farah.locator(".als-list__title a").all_inner_texts()
    before = len(riverside.requests)
    farah.get_by_role("button", name="All sessions as one document").click()
    expect(farah.get_by_role("heading", name="Riverside: all sessions", level=1)).to_be_focused()
    contents = farah.get_by_role("navigation", name="Contents")
    assert contents.locator("ol > li > a").all_inner_texts() == days[::-1]
    assert farah.locator(".als-whole__day h1").all_inner_texts() == days[::-1]
    expect(contents.get_by_role("link", name="Farah Siddiqui: The job that is always nearly finished")).to_be_visible()
    lost = farah.evaluate("""() => {
      const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
      const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
      const astray = [...document.querySelectorAll(".als-whole a")].filter((each) => !document.getElementById(each.hash.slice(1))).map((each) => each.outerHTML);
      const missing = [...document.querySelectorAll(".als-whole img")].filter((each) => !each.src.startsWith(new URL("../", location.href).href)).map((each) => each.outerHTML);
      return [...twice, ...astray, ...missing];
    }""")
    assert lost == []
    assert [path for path in riverside.requests[before:] if "sessions" in path] == []
    assert findings(farah, ["all sessions"], lambda _place: [("light", 320), ("dark", 1280)]) == []
    farah.get_by_role("button", name="Print").click()
    farah.wait_for_function("window.printed")
    pdf = farah.pdf(format="A4")
    assert pages(pdf) > len(days)
    # Each link is one to a place in the document, and none to an address.
    assert len(re.findall(rb"/Subtype\s*/Link", pdf)) >= contents.get_by_role("link").count()
    assert b"/URI" not in pdf
    farah.get_by_role("button", name="Back to the list").click()
    assert farah.locator(".als-list__title a").all_inner_texts() == days
