"""A desk on which no organisation lies yet: from an empty folder to a set that builds, without a terminal."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, expect

from ..browser.accessible import findings
from .test_attacks import Caller


def test_from_nothing_to_a_set(browser: Browser, start, organisation, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(30_000)
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(start(cwd=empty))
    expect(page.get_by_role("heading", level=1, name="Where are your records?")).to_be_visible()
    seen = [("light", 1280), ("dark", 320)]
    assert findings(page, ["begin"], lambda _number: seen) == []
    place = page.get_by_role("region", name="Make a new one").get_by_label("Folder")
    expect(place).to_have_value(str(tmp_path / "HOME/Documents/handbook"))
    place.fill("handbook")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("alert")).to_contain_text("Folder: is no whole path")
    made = tmp_path / "HOME/Documents/handbook"
    place.fill(str(made))
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", level=1, name="Made")).to_be_visible()
    (key,) = (tmp_path / "XDG_CONFIG_HOME").rglob("*.key")
    expect(page.get_by_text(str(key))).to_be_visible()
    assert findings(page, ["made"], lambda _number: seen) == []
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1, name="No set yet")).to_be_visible()
    assert findings(page, ["no set yet"], lambda _number: seen) == []

    page.get_by_role("link", name="Make a set").click()
    page.get_by_label("What the set is called").fill("Harbour Wall")
    expect(page.get_by_label("What its address ends in")).to_have_value("harbour-wall")
    page.get_by_label("What its address ends in").fill("assets")
    page.get_by_label("The facilitator’s name").fill("Fay Marsh")
    page.get_by_label("The members’ names").fill("Amara Obi\nBen Wray\nCleo Lund")
    page.get_by_label("The first meeting").fill("2027-01-13")
    page.get_by_label("How many meetings").fill("3")
    expect(page.get_by_text("13 January 2027 · ")).to_contain_text("10 March 2027")
    page.get_by_role("button", name="Make the set").click()
    expect(page.get_by_role("alert")).to_contain_text("assets: is a name that the public site uses itself")
    page.get_by_label("What its address ends in").fill("wall")
    page.get_by_role("button", name="Make the set").click()
    expect(page.get_by_role("heading", level=1, name="Harbour Wall")).to_be_visible()
    expect(page.get_by_role("navigation", name="Desk").get_by_role("link", name="Harbour Wall")).to_be_visible()
    text = (made / "sets/wall/set.yml").read_text(encoding="utf-8")
    assert "name: Fay Marsh" in text and all(f"date: 2027-{day}" in text for day in ("01-13", "02-10", "03-10"))
    page.goto(page.url.split("#")[0] + "#/today")
    expect(page.get_by_role("link", name="Make another set")).to_be_visible()
    plan = page.get_by_role("listitem").filter(has_text="Plan 13 January 2027")
    expect(plan.get_by_text(re.compile(r"In \d+ days\."))).to_have_text(re.compile(r"^In \d+ days\.$"))  # nothing is owed, and nobody waits
    assert findings(page, ["the first set"], lambda _number: seen) == []
    assert not failed
    context.close()
    done = subprocess.run([Path(sys.executable).with_name("als"), "check"], cwd=made, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_one_that_is_there_is_found_and_opened_once(start, organisation, tmp_path):
    def caller(address: str) -> Caller:
        port, token = address.removeprefix("http://localhost:").split("/#t=")
        made = Caller(int(port))
        assert made.enter(token) == 200
        return made

    one, other = (caller(start(cwd=tmp_path)) for _number in range(2))
    assert f'"folder":"{organisation}"' in one("GET", "/api/begin").text
    refused = one("POST", "/api/begin/open", {"folder": str(tmp_path)})
    assert refused.status == 409 and "has no file mkdocs.yml in it" in refused.text
    assert one("POST", "/api/begin/open", {"folder": str(organisation)}).text == '{"address":null}'
    assert '"id":"riverside"' in one("GET", "/api/sets").text
    assert one("GET", "/api/begin").status == 404
    there = other("POST", "/api/begin/open", {"folder": str(organisation)})
    assert f"http://localhost:{one.port}/#t=" in there.text
    assert one("GET", "/api/sets", X_Als_Desk="guess").status == 401
