"""A session at the desk: in the room, drafts kept, agreed, a meeting cancelled, read as another reads it."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from als_plugin.records import load_set

from ..browser.conftest import until


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context(locale="en-GB")
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    failed: list[str] = []
    opened.on("pageerror", lambda error: failed.append(str(error)))
    yield opened
    assert not failed
    context.close()


def at(page: Page, address: str, place: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("thing")
    page.goto(re.sub("#.*", "", page.url) + place)


def test_in_the_room_then_saved(page: Page, start: Callable[..., str], organisation: Path) -> None:
    at(page, start(), "#/session/riverside/2026-11-18")
    page.get_by_role("link", name="In the room").click()
    stage = page.locator(".rec-stage-name")
    expect(stage).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Show to the room").click()
    room = opened.value
    expect(room.get_by_role("heading", level=1)).to_have_text(stage.inner_text())
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name=re.compile("^Next stage")).click()
    expect(room.get_by_role("heading", level=1)).to_have_text(stage.inner_text())
    room.close()
    here = stage.inner_text()
    expect(page.get_by_text("Kept on this computer.")).to_be_visible()
    page.reload()  # as after a crash: the stage is kept
    expect(stage).to_have_text(here)
    page.get_by_role("navigation", name="The session’s stages").get_by_role("button").last.click()
    page.get_by_label("Notes", exact=False).first.fill("What the room said.")
    page.get_by_role("region", name="This stage").get_by_role("button", name="Save the record").click()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_visible()
    assert "What the room said." in (organisation / "sets/riverside/sessions/2026-11-18.yml").read_text(encoding="utf-8")


def test_what_was_typed_survives_the_desks_end(page: Page, start: Callable[..., str], organisation: Path, tmp_path: Path) -> None:
    file = organisation / "sets/riverside/sessions/2026-11-18.yml"
    before = file.read_bytes()
    at(page, start(), "#/session/riverside/2026-11-18")
    notes = page.get_by_label("Notes", exact=False).first
    notes.fill("Not saved yet.")
    kept = tmp_path / "XDG_STATE_HOME/als/desk"
    expect(notes).to_have_value("Not saved yet.")
    until(page, lambda: list(kept.rglob("*.form.json")), "nothing is kept")
    (draft,) = kept.rglob("*.form.json")
    assert draft.stat().st_mode & 0o777 == 0o600 and draft.parent.stat().st_mode & 0o777 == 0o700
    start.running[-1].send_signal(signal.SIGKILL)
    start.running[-1].wait()
    at(page, start(), "#/session/riverside/2026-11-18")
    expect(page.get_by_text("What was typed here and not saved is back.")).to_be_visible()
    expect(notes).to_have_value("Not saved yet.")
    assert file.read_bytes() == before
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("Saved at").first).to_be_visible()
    assert "Not saved yet." in file.read_text(encoding="utf-8")
    assert not list(kept.rglob("*.form.json"))


def test_what_is_typed_before_it_is_known_what_was_kept_stays(page: Page, start: Callable[..., str], tmp_path: Path) -> None:
    held: list[Route] = []

    def answer(route: Route) -> None:
        if route.request.method == "GET" and not held:
            held.append(route)  # a slow disk
        else:
            route.continue_()

    page.route("**/api/draft/**/form", answer)
    at(page, start(), "#/session/riverside/2026-11-18")
    notes = page.get_by_label("Notes", exact=False).first
    notes.fill("Typed at once.")
    until(page, lambda: held, "nothing is asked for")
    notes.press("End")
    notes.press_sequentially(" And then more.")
    held[0].continue_()
    until(page, lambda: any("And then more." in draft.read_text() for draft in (tmp_path / "XDG_STATE_HOME/als/desk").rglob("*.form.json")), "nothing is kept")
    expect(notes).to_have_value("Typed at once. And then more.")
    expect(page.get_by_text("What was typed here and not saved is back.")).to_have_count(0)


def test_agreed_and_a_meeting_cancelled(page: Page, start: Callable[..., str], organisation: Path) -> None:
    at(page, start(), "#/session/riverside/2026-10-14")
    page.get_by_role("button", name=re.compile("^Agreed: Dilwyn Prosser")).click()
    expect(page.get_by_role("region", name="Not agreed yet")).to_have_count(0)
    turn = load_set(organisation / "sets/riverside").sessions["2026-10-14"].turns[1]
    assert turn.presenter == "dilwyn" and turn.agreed_on is not None
    page.goto(re.sub("#.*", "", page.url) + "#/set/riverside/meetings")
    page.get_by_role("button", name="Cancel the meeting: 19 May 2027").click()
    page.get_by_label("Why, in words that members read").fill("The hall is shut.")
    page.get_by_role("button", name="Cancel it").click()
    expect(page.get_by_text("Cancelled: The hall is shut.")).to_be_visible()
    assert "cancelled: The hall is shut." in (organisation / "sets/riverside/set.yml").read_text(encoding="utf-8")


def test_what_is_refused_is_seen_from_the_end_of_a_long_form(page: Page, start: Callable[..., str], organisation: Path) -> None:
    at(page, start(), "#/session/riverside/2026-11-18")
    publish = page.get_by_role("button", name="Publish", exact=True)
    publish.scroll_into_view_if_needed()
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()
    file = organisation / "sets/riverside/sessions/2026-11-18.yml"
    file.write_text(file.read_text(encoding="utf-8") + "# by another hand\n", encoding="utf-8")
    publish.click()
    expect(page.get_by_role("alert")).to_be_in_viewport()


def test_read_as_a_member_reads_it(page: Page, start: Callable[..., str]) -> None:
    at(page, start(), "#/session/riverside/2026-11-18")
    # Tomasz has left, and reads nothing new.
    expect(page.get_by_label("As saved, read by").get_by_role("option", name="Tomasz")).to_have_count(0)
    page.get_by_label("As saved, read by").select_option("Joel Brandreth")
    with page.expect_popup(timeout=120_000) as before:
        page.get_by_role("button", name="Preview", exact=True).click()
    # A draft, as he will read it.
    expect(before.value.get_by_text("You are reading as Joel Brandreth will")).to_be_visible(timeout=60_000)
    expect(before.value.get_by_role("heading", level=1, name="18 November 2026")).to_be_visible()
    before.value.close()
    page.goto(re.sub("#.*", "", page.url) + "#/session/riverside/2026-10-14")
    page.get_by_label("As saved, read by").select_option("Joel Brandreth")
    with page.expect_popup(timeout=120_000) as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    shown = opened.value
    expect(shown.get_by_role("heading", level=1).first).to_be_visible(timeout=60_000)
    assert shown.url.endswith("/sessions/2026-10-14/") and page.url.split("/")[2] != shown.url.split("/")[2]
    assert not shown.evaluate(f"fetch('http://{page.url.split('/')[2]}/api/today', {{headers: {{}}}}).then((answer) => answer.ok, () => false)")
