"""Publish at the desk: what will change at each target, the way there, and what is seen on the host at the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

from als_plugin.vault import open_site

from .replies import passphrase


def test_what_changes_then_published_then_seen_there(browser: Browser, start: Callable[..., str], organisation: Path, tmp_path: Path) -> None:
    settings = organisation / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    publisher = next(line for line in text.splitlines() if line.strip().startswith("publisher:"))
    indent = publisher[: len(publisher) - len(publisher.lstrip())]
    targets = f"{indent}publish:\n{indent}  away: {{git: ../away.git}}\n{indent}  full: {{folder: ../full/host}}"
    settings.write_text(text.replace(publisher, f"{publisher}\n{targets}"), encoding="utf-8")
    (tmp_path / "full").write_text("a file where a folder should be")
    page = browser.new_page(locale="en-GB")
    page.set_default_timeout(120_000)
    page.goto(start())
    expect(page.get_by_role("heading", level=1)).to_contain_text("thing")
    page.get_by_role("link", name="Publish", exact=True).first.click()
    page.get_by_role("button", name="Name another place").click()
    address = page.get_by_role("textbox", name="The folder")
    address.fill("site")
    page.get_by_role("textbox", name="What you call it").fill("live")
    expect(address).to_have_accessible_description(re.compile("must not lie in the organisation's own folder"))
    address.fill("../host")
    page.get_by_role("button", name="Save the place").click()
    expect(page.get_by_role("checkbox", name="live ../host, not yet published from here")).to_be_checked()
    assert "live:\n" in settings.read_text(encoding="utf-8")
    page.get_by_role("button", name="Only look what would be sent").click()
    live, away, full = (page.get_by_role("region", name=each) for each in ("live", "away", "full"))
    expect(live).to_contain_text("Riverside: new there; can be opened by", timeout=120_000)
    expect(live).to_contain_text(re.compile(r"To send: \d+ files"))
    assert not (tmp_path / "host").exists()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(live).to_contain_text("All of it was read back from there", timeout=120_000)
    # The one that does not answer is named, with what stands there; the other is whole.
    expect(page.get_by_role("status")).to_contain_text("Not all could be published at", timeout=120_000)
    expect(away).to_contain_text("Nothing was sent. What stood there stands there still.")
    expect(full).to_contain_text("It broke off on the way. Every set there is whole")
    host = tmp_path / "host"
    assert open_site(lambda path: (host / "riverside" / path).read_bytes(), passphrase("Ruth")).person == "ruth"
    page.get_by_role("checkbox", name=re.compile("away")).uncheck()
    page.get_by_role("checkbox", name=re.compile("full")).uncheck()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("seen on the host", timeout=120_000)
    expect(live).to_contain_text("Riverside: as it stands there")
    expect(live).to_contain_text("Sent: 0 files")
    page.close()
