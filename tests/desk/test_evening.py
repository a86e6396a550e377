"""An evening with three turns, from Today to "seen on the host", with the desk alone, its clicks counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from als_plugin.records import load_set
from als_plugin.vault import open_site

from .replies import passphrase

TODAY = dt.date.today()
TURNS = (("amara", "The rota that nobody owns"), ("farah", "A letter to the board"), ("niamh", "Saying no to the head"))
MOST = 60


class Hand:
    """Counts what a hand does: each press is a click; a field to write into is one, a choice from a list two."""

    def __init__(self) -> None:
        self.clicks = self.keys = 0

    def press(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def write(self, field: Locator, text: str) -> None:
        self.clicks += 1
        self.keys += len(text)
        field.fill(text)

    def choose(self, field: Locator, words: str) -> None:
        self.clicks += 2
        field.select_option(words)


def publish(hand: Hand, page: Page) -> None:
    """From a session's page to the host."""
    hand.press(page.get_by_role("button", name="Publish", exact=True))
    expect(page.get_by_role("heading", level=1, name="Publish")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/api/publish") and answer.request.method == "POST"):  # what was said before is gone
        hand.press(page.get_by_role("button", name="Publish", exact=True))


def test_an_evening_is_written_up_and_seen_on_the_host(browser: Browser, start: Callable[..., str], organisation: Path, tmp_path: Path) -> None:
    (organisation / "sets/riverside/sessions/2026-11-18.yml").unlink()  # a draft that would have to be published first
    settings = organisation / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    publisher = next(line for line in text.splitlines() if line.strip().startswith("publisher:"))
    indent = publisher[: len(publisher) - len(publisher.lstrip())]
    settings.write_text(text.replace(publisher, f"{publisher}\n{indent}publish: {{live: {{folder: ../host}}}}"), encoding="utf-8")
    hand, page = Hand(), browser.new_page(locale="en-GB")
    page.set_default_timeout(30_000)
    page.goto(start())
    hand.press(page.get_by_role("navigation", name="Desk").get_by_role("link", name="Riverside"))
    hand.write(page.get_by_label("Date", exact=True), TODAY.isoformat())
    hand.press(page.get_by_role("button", name="Begin a session"))
    for number, (presenter, topic) in enumerate(TURNS):
        hand.press(page.get_by_role("button", name="Add a turn"))
        turn = page.locator(".rec-turn").nth(number)
        hand.choose(turn.get_by_label("Presenter"), presenter.capitalize())
        hand.write(turn.get_by_label("Topic"), topic)
        hand.write(turn.get_by_label("Situation"), "What happened at work, in a few sentences.\n\nAnd what it is like.")
        hand.write(turn.get_by_label("Question", exact=True), "What would you do first?")
        hand.press(turn.get_by_role("button", name="Add a suggestion"))
        hand.write(turn.get_by_role("textbox", name=re.compile("^Suggestion")).last, "Ask them, and wait for the answer.")
        hand.write(turn.get_by_label("Response"), "I had not thought of waiting.")
        hand.press(turn.get_by_role("button", name="Add an action"))
        hand.write(turn.get_by_label("What will you do?"), "Ask on Monday.")
        hand.write(turn.get_by_label("By when"), (TODAY + dt.timedelta(days=14)).isoformat())
    hand.press(page.get_by_role("button", name="Save", exact=True).first)
    expect(page.get_by_text("Saved at").first).to_be_visible()
    stem = TODAY.isoformat()
    assert [turn.topic for turn in load_set(organisation / "sets/riverside").sessions[stem].turns] == [topic for _name, topic in TURNS]
    publish(hand, page)
    expect(page.get_by_role("status")).to_contain_text("seen on the host", timeout=180_000)
    first = hand.clicks
    # Next day each presenter has agreed.
    page.goto(re.sub("#.*", "", page.url) + f"#/session/riverside/{stem}")
    for left in (2, 1, 0):
        hand.press(page.get_by_role("button", name=re.compile("^Agreed: ")).first)
        expect(page.get_by_role("button", name=re.compile("^Agreed: "))).to_have_count(left)
    publish(hand, page)
    expect(page.get_by_role("status")).to_contain_text("seen on the host", timeout=180_000)
    print(f"clicks: {first} until it is seen on the host, {hand.clicks} with three agreements; keystrokes of text: {hand.keys}")
    assert hand.clicks <= MOST
    agreed = [turn.agreed_on for turn in load_set(organisation / "sets/riverside").sessions[stem].turns]
    assert all(day and TODAY <= day <= dt.date.today() for day in agreed)
    site = open_site(lambda path: (tmp_path / "host/riverside" / path).read_bytes(), passphrase("Farah"))
    assert "The rota that nobody owns" in site.read(f"sessions/{stem}/index.html")[0].decode()
    page.close()
