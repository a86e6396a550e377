"""A facilitator's way: from Today to a saved session, to Publish."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect


def test_from_today_to_a_saved_session_to_publish(browser: Browser, desk, organisation):
    port, token = desk
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(30_000)
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    page.goto(f"http://localhost:{port}/#t={token}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("thing"))
    assert token not in page.url
    places = page.get_by_role("navigation", name="Desk")
    for name in ("Today", "Riverside", "Northgate", "Publish"):
        expect(places.get_by_role("link", name=name)).to_be_visible()
    places.get_by_role("link", name="Riverside").click()
    page.get_by_role("link", name="18 November 2026").click()
    notes = page.get_by_label("Notes", exact=False).first
    notes.fill("The room was cold.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("Saved at").first).to_be_visible()
    assert "The room was cold." in (organisation / "sets/riverside/sessions/2026-11-18.yml").read_text(encoding="utf-8")
    page.reload()
    expect(page.get_by_label("Notes", exact=False).first).to_have_value("The room was cold.")
    places.get_by_role("link", name="Publish").click()
    expect(page.get_by_role("heading", level=1, name="Publish")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Riverside")).to_contain_text("the members' pages")
    assert not failed
    context.close()
