"""Replies pasted and dropped at the desk: shown before they are taken, and taken as the command takes them."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from als_plugin.inbox import Item, Keeper, keep_waiting, read_replies, take
from als_plugin.records import load_set
from als_plugin.records.taken import read_inbox
from als_plugin.records.turn_text import digest_of, turn_text
from als_plugin.vault.format import b64

from .replies import passphrase, reply

TODAY = dt.date.today()


def agreement(folder: Path, **more: object) -> dict[str, object]:
    """What Dilwyn says to the record of his turn in October."""
    digest = b64(digest_of(turn_text(load_set(folder), "2026-10-14", 1)))
    return {"kind": "agree", "session": "2026-10-14", "turn": 1, "digest": digest, **more}


@pytest.fixture
def page(browser: Browser, desk: tuple[int, str]):
    """The desk in a browser, on Today."""
    context = browser.new_context(locale="en-GB")
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    failed: list[str] = []
    opened.on("pageerror", lambda error: failed.append(str(error)))
    opened.goto(f"http://localhost:{desk[0]}/#t={desk[1]}")
    expect(opened.get_by_role("heading", level=1)).to_contain_text("thing")
    yield opened
    assert not failed
    context.close()


def enter(page: Page) -> None:
    page.goto(re.sub("#.*", "", page.url) + "#/set/riverside/inbox")
    page.get_by_label("Your passphrase").fill(passphrase("Ruth"))
    page.get_by_role("button", name="Open the inbox").click()
    expect(page.get_by_label("Message")).to_be_visible()


def test_replies_are_shown_then_taken(page: Page, organisation: Path) -> None:
    folder = organisation / "sets/riverside"
    before = {path.name: path.read_bytes() for path in (folder / "sessions").iterdir()}
    report = {"kind": "report", "action": "2026-10-14/farah", "status": "done", "on": TODAY.isoformat(), "did": "I rang. <b>Twice</b>."}
    texts = [
        reply("riverside", "Farah", report),
        reply("riverside", "Dilwyn", agreement(folder)),
        reply("riverside", "Amara", {"kind": "bid", "headline": "Who may say no?", "minutes": 30}),
        reply("riverside", "Joel", {**report, "action": "2026-10-14/dilwyn"}),
    ]
    spoilt = texts[0].splitlines()
    spoilt[3] = spoilt[3][:-1]
    enter(page)
    page.get_by_label("Message").fill("Hello Ruth,\n" + "\n".join(f"> {line}" for text in texts[:3] for line in text.splitlines()))
    page.get_by_role("button", name="Open what came").click()
    expect(page.get_by_text("Replies in it: 3.")).to_be_visible()
    page.get_by_label("Files with replies").set_input_files([
        {"name": "joel.txt", "mimeType": "text/plain", "buffer": texts[3].encode()},
        {"name": "spoilt.txt", "mimeType": "text/plain", "buffer": "\n".join(spoilt).encode()},
    ])
    expect(page.get_by_text("line 3 of it was changed on the way")).to_be_visible()
    waiting = page.get_by_role("region", name="Waiting")
    for words in ("Farah Siddiqui: Reports back", "I rang. <b>Twice</b>.", "Dilwyn Prosser: About their own turn", "Who may say no?"):
        expect(waiting).to_contain_text(words)
    expect(waiting).to_contain_text("Not to be taken: the action 2026-10-14/dilwyn is not theirs.")
    # Nothing is taken before it was shown; what waits lies sealed.
    assert {path.name: path.read_bytes() for path in (folder / "sessions").iterdir()} == before
    assert "Twice" not in (folder / "inbox.json").read_text()
    page.get_by_role("link", name="Today").click()
    page.get_by_role("link", name="Take in: Riverside, 4 replies to take in").click()
    page.get_by_role("button", name="Take all 3 in").click()
    expect(page.get_by_text("3 replies were taken in.")).to_be_visible()
    expect(page.get_by_text("They see that it was taken in once you have published.")).to_be_visible()
    after = load_set(folder)
    agreed = after.sessions["2026-10-14"].turns[1].agreed_on
    assert agreed and TODAY <= agreed <= dt.date.today()
    assert [each.did for session in after.sessions.values() for each in session.reports if each.on == TODAY] == ["I rang. <b>Twice</b>."]
    assert any(bid.headline == "Who may say no?" for session in after.sessions.values() for bid in session.topics)
    assert {one.person for one in read_inbox(folder, "x").taken} >= {"farah", "dilwyn", "amara"}
    # The same again is told, not taken.
    page.get_by_label("Message").fill(texts[0])
    page.get_by_role("button", name="Open what came").click()
    expect(page.get_by_role("region", name="Not to be taken")).to_contain_text("Farah Siddiqui: Reports back: it was taken in before")
    # What fits nowhere is put away, at the second press.
    page.get_by_role("button", name=re.compile("^Put away: Joel")).click()
    page.get_by_role("button", name="Put it away, not taken in").click()
    expect(page.get_by_text("No reply waits.")).to_be_visible()
    assert read_inbox(folder, "x").waiting == ()
    page.get_by_role("button", name="Lock the inbox").click()
    expect(page.get_by_label("Your passphrase")).to_be_visible()


def test_who_does_not_keep_the_record_is_told_so_and_strikes_are_shown(page: Page, organisation: Path) -> None:
    page.goto(re.sub("#.*", "", page.url) + "#/set/riverside/inbox")
    for words, why in ((passphrase("Joel"), "joel does not take replies in; it is done by: ruth"), ("no such words at all", "opens nothing here")):
        page.get_by_label("Your passphrase").fill(words)
        page.get_by_role("button", name="Open the inbox").click()
        expect(page.get_by_role("alert")).to_contain_text(why)
    enter(page)
    struck = [{"path": ["headline"], "offset": 0, "length": 5}]
    headline = (load_set(organisation / "sets/riverside").sessions["2026-10-14"].turns[1].topic or "")[:5]
    page.get_by_label("Message").fill(reply("riverside", "Dilwyn", agreement(organisation / "sets/riverside", struck=struck, wish="Say less.")))
    page.get_by_role("button", name="Open what came").click()
    waiting = page.get_by_role("region", name="Waiting")
    expect(waiting).to_contain_text("Say less.")
    expect(waiting).to_contain_text(headline)
    page.get_by_role("button", name="Take in: Dilwyn Prosser, About their own turn").click()
    expect(page.get_by_text("the record stays as it is until you change it")).to_be_visible()


def test_two_who_take_the_same_reply_in_at_once_take_it_once(organisation: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = organisation / "sets/riverside"
    keepers = [Keeper.of(folder, "sets/riverside", passphrase("Ruth")) for _each in range(2)]
    text = reply("riverside", "Farah", {"kind": "report", "action": "2026-10-14/farah", "status": "open", "on": TODAY.isoformat()})
    items = [one for one in read_replies(keepers[0], text) if isinstance(one, Item)]
    keep_waiting(keepers[0], items)
    with ThreadPoolExecutor(2) as both:
        outcomes = [one for each in both.map(lambda keeper: take(keeper, items), keepers) for one in each]
    assert sorted(one.taken for one in outcomes) == [False, True]
    assert [one.words for one in outcomes if not one.taken] == ["it was taken in before"]
    assert len(read_inbox(folder, "x").taken) == 1
