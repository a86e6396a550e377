"""Today stands at once, whatever the number of sets, and each set's things as soon as they are known."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Route, expect


def test_it_is_shown_while_sets_are_still_read(browser: Browser, start, organisation: Path) -> None:
    for number in range(3):
        shutil.copytree(organisation / "sets/northgate", organisation / f"sets/north-{number}", ignore=shutil.ignore_patterns("access.json"))
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(30_000)
    held: list[Route] = []
    page.route("**/api/today/*", lambda route: route.continue_() if held else held.append(route))  # the first one waits, and so do all after it
    address = start()
    with page.expect_request("**/api/today/*"):
        page.goto(address)
    expect(page.get_by_role("heading", level=1, name="Looking what there is to do")).to_be_visible()
    mine = page.get_by_role("complementary", name="Your sets")
    expect(mine.get_by_role("listitem").filter(has_text="Northgate")).to_have_count(4)
    expect(mine.get_by_text("nothing to do")).to_have_count(0)  # nobody knows that yet
    expect(page.get_by_text("Still looking: 5 sets.")).to_be_visible()
    held[0].continue_()
    expect(page.locator("main:not([aria-busy=true])")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name=re.compile("^\\d+ things to do$"))).to_be_visible()
    expect(mine.get_by_text(re.compile(r"thing"))).to_have_count(5)
    context.close()
