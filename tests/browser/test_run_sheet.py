"""A session run in the room: seven people, three hours, offline, the browser killed twice, a file at the end that als takes as it is."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from .host import Host

ROOT = Path(__file__).parents[2]
RUTH = "trustless anybody regulator grievous emote visibly"
BEGIN = dt.datetime(2026, 12, 9, 13, 30, tzinfo=dt.UTC)
PICTURES = os.environ.get("ALS_PICTURES")


class Evening:
    """The facilitator's browser through a session: it can die, and comes back at the same time of day."""

    def __init__(self, context: BrowserContext, address: str, unlock: Callable[[Page, str], None]) -> None:
        self.context = context
        self.address = address
        self.unlock = unlock
        self.now = BEGIN
        self.page = self.opened()

    def opened(self) -> Page:
        """A tab with the run-sheet, at the time that it is."""
        page = self.context.new_page()
        page.clock.install(time=self.now)
        page.goto(f"{self.address}run/")
        start = page.get_by_role("button", name=re.compile("^(Start|Next stage|Unlock|Save the record)"))
        expect(start.first).to_be_visible()
        if page.get_by_role("button", name="Unlock").is_visible():
            self.unlock(page, RUTH)
        expect(page.locator(".rec-run")).to_be_visible()
        return page

    def killed(self) -> None:
        """The browser's processes for pages die; nothing of the page gets to say a last word."""
        browser = self.context.browser
        assert browser
        session = browser.new_browser_cdp_session()
        with self.page.expect_event("crash"):
            for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
                if process["type"] == "renderer":
                    with suppress(ProcessLookupError):  # one may just have ended of itself
                        os.kill(process["id"], signal.SIGKILL)
        session.detach()
        self.page.close()
        self.page = self.opened()

    def minutes(self, number: int) -> None:
        """Time goes by, though not while something is being kept: that may not take minutes."""
        expect(self.page.get_by_text("Kept on this device, sealed.")).to_be_visible()
        self.now += dt.timedelta(minutes=number)
        self.page.clock.fast_forward(number * 60_000)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def next(self) -> None:
        self.page.get_by_role("button", name=re.compile("^Next stage")).click()

    def picture(self, name: str) -> None:
        """What it looks like, where somebody asked to see it."""
        if not PICTURES:
            return
        for width, scheme in ((390, "light"), (768, "light"), (1280, "light"), (1280, "dark")):
            self.page.set_viewport_size({"width": width, "height": 844})
            self.page.emulate_media(color_scheme=scheme)
            self.page.screenshot(path=f"{PICTURES}/{name}-{width}-{scheme}.png", full_page=True)
        self.page.set_viewport_size({"width": 1280, "height": 800})
        self.page.emulate_media(color_scheme="light")


def test_a_session_from_arrivals_to_the_file(
    context: BrowserContext, riverside: Host, unlock: Callable[[Page, str], None], tmp_path: Path
) -> None:
    evening = Evening(context, f"{riverside.url}riverside/", unlock)
    evening.page.goto(f"{riverside.url}riverside/guide/facilitators/when-it-is-hard/")
    evening.page.goto(f"{riverside.url}riverside/")
    evening.page.get_by_role("link", name="Run the session").click()
    expect(evening.page.locator(".rec-run")).to_be_visible()
    riverside.stop()
    evening.page.reload()
    page = evening.page

    evening.press("Start")
    for name in ("Amara Okonjo-Bell", "Dilwyn Prosser", "Farah Siddiqui", "Joel Brandreth", "Niamh Garrity-Stone"):
        page.get_by_role("group", name=name).get_by_role("button", name="There").click()
    page.get_by_role("group", name="Mei-Lin Hartnoll").get_by_role("button", name="Part").click()
    evening.picture("arrivals")
    evening.minutes(12)
    expect(page.get_by_role("timer")).to_have_text(re.compile("2 minutes over"))

    evening.next()
    owed = page.get_by_role("region", name="Farah").get_by_role("group").first
    owed.get_by_role("button", name="done").click()
    page.get_by_label("What happened?").first.fill("It went better than I feared.")
    evening.picture("reports")
    evening.minutes(20)

    evening.next()
    page.get_by_role("button", name="Write Amara’s topic").click()
    page.keyboard.type("Two assistants, one post")
    page.get_by_role("button", name="Write Dilwyn’s topic").click()
    page.keyboard.type("The van that nobody books")
    # Joel had his turn in the session before, of which there is a draft; there too Niamh's topic was held over.
    expect(page.get_by_role("button", name="Still: Whether to take on an apprentice of our own")).to_have_count(0)
    page.get_by_role("button", name="Still: Saying what I think in the managers' meeting").click()
    evening.picture("topics")
    evening.minutes(10)

    # The battery dies in the middle of choosing.
    evening.next()
    page.get_by_role("button", name="Choose Amara").click()
    page.get_by_role("button", name="Choose Niamh").click()
    expect(page.get_by_text("Kept on this device, sealed.")).to_be_visible()
    evening.killed()
    page = evening.page
    page.get_by_role("button", name="Choose Dilwyn").click()
    page.get_by_role("button", name="Dilwyn: Earlier").click()
    evening.picture("choosing")
    # On a phone names are not squeezed beside what can be done with them, and the stages are at hand as everywhere.
    page.set_viewport_size({"width": 390, "height": 844})
    assert min(page.locator(".rec-choose li > :first-child").evaluate_all("all => all.map(each => each.clientWidth)")) > 190
    expect(page.get_by_label("The session’s stages").get_by_role("button", name="Arriving")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    # Over the run-sheet itself, the room's screen is all that a keyboard reaches, and Escape leads back to where one was.
    showing = page.get_by_role("button", name="Show it in this window")
    showing.press("Enter")
    expect(page.get_by_role("button", name="Leave this screen")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".rec-over")).to_have_count(0)
    expect(showing).to_be_focused()
    evening.minutes(8)

    evening.next()
    page.get_by_label("Situation").fill("The van stands in the yard.\n\nNobody books it, and all complain that there is none.")
    page.get_by_label("Question").fill("What do I keep doing that makes it so?")
    evening.minutes(5)
    evening.next()
    expect(page.get_by_text("Amara listens and says nothing.")).to_be_visible()
    page.get_by_role("button", name="Add a suggestion").click()
    for text in ("Ask the last three who did not.", "Put the key where the coats are: by the door."):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    # Three lines out of a chat become three suggestions.
    page.locator(".rec-offered textarea").last.evaluate(
        """(field, text) => {
          const data = new DataTransfer(); data.setData("text/plain", text);
          field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        "14:02 Joel: Sell it\n14:03 Mei-Lin: Let it go for a month\n- Count the days it stands",
    )
    evening.minutes(9)
    room_opened = evening.context.expect_page
    with room_opened() as opened:
        evening.press("Show to the room")
    room = opened.value
    expect(room.get_by_text("Amara listens and says nothing.")).to_be_visible()
    expect(room.get_by_text("What do I keep doing that makes it so?")).to_be_visible()
    expect(room.get_by_text("Count the days it stands")).to_have_count(0)
    assert room.locator(".rec-room").evaluate(
        """(room) => [...room.querySelectorAll("h1, p, li, span")].filter(each => each.textContent.trim() && !each.classList.contains("rec-unseen"))
          .every(each => parseFloat(getComputedStyle(each).fontSize) >= Math.min(innerWidth, innerHeight) * 0.04)"""
    )
    if PICTURES:
        room.set_viewport_size({"width": 1280, "height": 720})
        room.screenshot(path=f"{PICTURES}/room.png")
    evening.picture("offering")
    room.close()

    # The lid is shut over the break of a stage; then the browser dies again.
    evening.minutes(6)
    expect(page.get_by_text("Kept on this device, sealed.")).to_be_visible()
    evening.killed()
    page = evening.page
    expect(page.get_by_role("timer")).not_to_have_text(re.compile("15 minutes"))
    expect(page.locator(".rec-offered textarea").nth(1)).to_have_value("Put the key where the coats are: by the door.")
    evening.next()
    page.get_by_label("Response").fill("I had not thought of the key.")
    evening.minutes(6)
    evening.next()
    page.get_by_role("button", name="Add an action").click()
    page.keyboard.type("Hang the key by the door")
    page.get_by_label("By when").first.fill("2026-12-20")
    evening.picture("actions")
    evening.minutes(5)
    for _stage in range(4 + 1 + 4):  # two more turns and a break
        evening.next()
        evening.minutes(5)
    evening.next()
    page.get_by_label("What worked?").fill("The silence after the question.")
    evening.next()
    evening.next()
    evening.picture("end")
    with page.expect_download() as saving:
        page.get_by_label("This stage").get_by_role("button", name="Save the record").click()
    assert saving.value.suggested_filename == "2026-12-09.yml"
    expect(page.get_by_text("2026-12-09.yml was given to your browser at")).to_be_visible()

    organisation = tmp_path / "organisation"
    shutil.copytree(ROOT, organisation, ignore=lambda folder, names: [n for n in names if Path(folder) == ROOT and n not in ("docs", "sets", "mkdocs.yml", "pictures")])
    file = organisation / "sets" / "riverside" / "sessions" / "2026-12-09.yml"
    saving.value.save_as(file)
    text = file.read_text("utf-8")
    assert "&" not in text and "minutes_used: 3" in text, text
    als = Path(sys.executable).with_name("als")
    for command in (["check", "riverside"], ["build", "riverside", "--site-dir", tmp_path / "site"]):
        done = subprocess.run([als, *command], cwd=organisation, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr + text

    # What was discarded comes back.
    page.on("dialog", lambda dialog: dialog.accept())
    evening.press("Discard")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    evening.press("Bring it back")
    expect(page.get_by_label("Situation").first).to_have_value(re.compile("The van stands in the yard"))
