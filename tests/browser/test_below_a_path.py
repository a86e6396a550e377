"""A site below a path of its host, whether mkdocs.yml knows of that path or not: with a 404 page for each folder, and with one for all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..site.organisation import MKDOCS, Organisation
from .host import Host

PATH = "org/handbooks/"


@pytest.fixture(scope="module", params=["without site_url", "with site_url"])
def organisation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """A built organisation."""
    address = f"\n    site_url: https://example.org/{PATH}" if request.param == "with site_url" else ""
    files: dict[str, str | bytes] = {"docs/accessibility-statement.md": "# Accessibility statement\n\nNot tested yet.\n"}
    mkdocs = MKDOCS.replace("site_name: A handbook", f"site_name: A handbook{address}")
    made = Organisation.drawn(tmp_path_factory.mktemp("below"), files, mkdocs=mkdocs)
    made.grant("amara")
    done = made.run("als", "build")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def hosted(organisation: Organisation, tmp_path: Path, serve: Callable[[Path], Host]) -> Callable[[bool], str]:
    """Puts the site below the path; the address of its front door."""

    def put(one: bool) -> str:
        place = tmp_path / "host" / PATH
        place.parent.mkdir(parents=True)
        shutil.copytree(organisation.site, place)
        if one:  # as on many hosts, for the whole address: the front door's
            (place / "quay/404.html").unlink()
            (place / "404.html").rename(tmp_path / "host/404.html")
        return f"{serve(tmp_path / 'host').url}{PATH}"

    return put


@pytest.mark.parametrize("one", [False, True], ids=["many", "one"])
def test_deep_links_lead_to_their_page(page: Page, organisation: Organisation, hosted: Callable[[bool], str], unlock: Callable[[Page, str], None], one: bool) -> None:
    door = hosted(one)
    page.goto(f"{door}quay/sessions/2026-01-14/?from=mail#turn-1")
    expect(page).to_have_url(re.compile(re.escape(f"{door}quay/") + r"(#/)?sessions/2026-01-14/\?from=mail#turn-1"))
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()  # a page that leads there is gone
    statement = page.get_by_role("link", name="Accessibility statement")
    assert statement.evaluate("link => fetch(link.href).then(({ status }) => status)") == 200
    unlock(page, organisation.passphrases["amara"])
    expect(page.get_by_role("heading", level=1)).to_contain_text("14 January 2026")
    expect(page).to_have_url(f"{door}quay/sessions/2026-01-14/?from=mail#turn-1")

    # What is not there is said in a page that has its looks and leads on.
    page.goto(f"{door}quay/nowhere/at/all/")
    expect(page.get_by_role("heading", name="There is no page at this address")).to_be_visible()
    assert page.evaluate("[...document.styleSheets].length > 1 && [...document.styleSheets].every((sheet) => sheet.cssRules.length)")
    page.get_by_role("navigation", name="Places", exact=True).get_by_role("link", name="Actions").click()
    expect(page).to_have_url(f"{door}quay/actions/")
    expect(page.get_by_role("heading", name="Actions", exact=True)).to_be_visible()
