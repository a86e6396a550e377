"""The page script in a browser, on pages made of a hand-made ledger, straight from its sources: as in a preview."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import als_plugin
from als_plugin.pages import Handbook, make_pages
from als_plugin.records.view import View

from ..pages.hand_made import TODAY, made_ledger

CLIENT = Path(als_plugin.__file__).parent / "client"
STYLES = [Path(als_plugin.__file__).parent / "pages" / "assets" / name for name in ("tokens.css", "als.css")]
SHELL = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    '<link rel="icon" href="data:,"><link rel="stylesheet" href="/als.css"></head><body>{strip}<article class="md-typeset">{html}</article>'
    '<script>globalThis.ALS_REPLY = "reply.js";</script><script type="module" src="/client/page/main.js"></script></body></html>'
)

Read = Callable[..., Page]


class Desk(SimpleHTTPRequestHandler):
    """Serves the handbook's pages, the script's sources and the style sheet."""

    handbook: Handbook

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path.startswith("/client/"):
            return self._send((CLIENT / path.removeprefix("/client/")).read_bytes(), "text/javascript")
        if path == "/als.css":
            return self._send(b"".join(style.read_bytes() for style in STYLES), "text/css")
        try:
            page = self.handbook.page(path.lstrip("/"))
        except KeyError:
            return self.send_error(404)
        return self._send(SHELL.format(title=page.title, html=page.html, strip=self._strip()).encode(), "text/html; charset=utf-8")

    def _strip(self) -> str:
        """The mark of whose eyes a preview is read with, as a cookie has it."""
        _name, _is, you = self.headers.get("Cookie", "").partition("you=")
        return f'<aside data-als-person="{you}"></aside>' if you else ""

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the pages are."""
    desk = type("HandbookDesk", (Desk,), {"handbook": make_pages(made_ledger(), View("members"))})
    server = ThreadingHTTPServer(("127.0.0.1", 0), desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def read(browser: Browser, address: str) -> Iterator[Read]:
    """Opens a page on a day, with somebody's eyes; fails on any script error."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", viewport={"width": 390, "height": 800})
    context.set_default_timeout(30_000)
    errors: list[str] = []

    def go(path: str, you: str | None = None, day: dt.date = TODAY) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.clock.set_fixed_time(dt.datetime.combine(day, dt.time(12), dt.UTC))
        context.clear_cookies()
        if you:
            context.add_cookies([{"name": "you", "value": you, "url": address}])
        page.goto(address + path)
        page.wait_for_selector("[data-als-ready=told]")
        return page

    yield go
    context.close()
    assert not errors


def test_your_own_first_everybodys_one_tap_away(read: Read) -> None:
    page = read("", "ben")
    mine, other = page.locator("[data-person=ben]"), page.locator("[data-person=chloe]")
    expect(mine).to_be_visible()
    expect(mine.locator(".als-who")).to_be_hidden()
    expect(other).to_be_hidden()
    page.get_by_role("button", name="Everybody’s").click()
    expect(other).to_be_visible()
    expect(page.locator("[data-person=amara]")).to_be_hidden()
    page.get_by_role("button", name="Only mine").click()
    expect(other).to_be_hidden()


def test_only_your_own_report_backs_have_room_to_write(read: Read) -> None:
    page = read("prepare/", "ben")
    page.get_by_role("button", name="Everybody’s").click()
    expect(page.locator("[data-person=chloe]").get_by_text("one rota")).to_be_visible()
    expect(page.get_by_text("Write your report-back").locator("visible=true")).to_have_count(1)
    page.get_by_text("Write your report-back").locator("visible=true").click()
    expect(page.get_by_label("What did you do?").locator("visible=true")).to_have_count(1)


def test_nothing_owed_is_said(read: Read) -> None:
    page = read("", "amara")
    expect(page.get_by_text("You have no open action.").first).to_be_visible()


def test_without_you_all_is_there_to_read(read: Read) -> None:
    page = read("")
    expect(page.locator("[data-person=ben]")).to_be_visible()
    expect(page.locator("[data-person=chloe]")).to_be_visible()


@pytest.mark.parametrize(
    ("you", "words"), [("chloe", "overdue"), ("ines", "overdue"), ("ben", "still open"), (None, "still open")]
)
def test_overdue_is_said_to_its_owner_and_the_facilitator_alone(read: Read, you: str | None, words: str) -> None:
    card = read("actions/", you).locator("[data-person='chloe']")
    expect(card.locator(".als-in")).to_have_text(words)


def test_days_in_words(read: Read) -> None:
    expect(read("").locator(".als-meeting__day .als-in").first).to_have_text("in 26 days")
    expect(read("", day=dt.date(2026, 4, 15)).locator(".als-meeting__day .als-in").first).to_have_text("today")


def test_the_next_session_is_chosen_on_the_device(read: Read) -> None:
    page = read("", day=dt.date(2026, 4, 16))
    expect(page.locator("[data-als-meeting='2026-04-15']")).to_be_hidden()
    expect(page.locator("[data-als-meeting='2026-05-13']")).to_be_visible()
    expect(page.get_by_role("link", name="Add to my calendar")).to_have_attribute("href", "calendar/dates.ics")
    page = read("", day=dt.date(2026, 5, 15))
    expect(page.get_by_text("That date has passed")).to_be_visible()
    expect(page.get_by_role("link", name="Add to my calendar")).to_be_hidden()


def test_what_is_past_its_last_day_goes(read: Read) -> None:
    on_the_day = read("sessions/", day=dt.date(2027, 1, 14))
    expect(on_the_day.get_by_text("Wednesday 14 January 2026")).to_have_count(1)
    after = read("sessions/", day=dt.date(2027, 1, 15))
    expect(after.get_by_text("Wednesday 14 January 2026")).to_have_count(0)
    expect(after.get_by_text("Wednesday 11 February 2026")).to_have_count(1)
    expect(read("airtime/", day=dt.date(2027, 1, 15)).locator(".als-grid thead th")).to_have_count(2)


def test_filters_leave_nothing_in_the_address(read: Read) -> None:
    page = read("actions/", "ben")
    shown = page.locator(".als-action:visible")
    chip = {name: page.get_by_role("button", name=re.compile(rf"^{name} \d+$")) for name in ("Mine", "Open", "All")}
    expect(chip["All"]).to_have_attribute("aria-pressed", "true")
    expect(shown).to_have_count(2)
    chip["Mine"].click()
    expect(shown).to_have_count(1)
    expect(page.get_by_text("Shown: 1 of 4")).to_be_visible()
    expect(page.get_by_role("heading", name="The others’, open")).to_be_hidden()
    chip["All"].click()
    expect(page.get_by_text("Shown:")).to_be_hidden()
    page.get_by_role("button", name="More").click()
    page.get_by_label("Person", exact=True).select_option("dev")
    expect(chip["All"]).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("heading", name="Yours, open")).to_be_hidden()
    # What is left is no longer open: it is not left folded away.
    expect(shown).to_have_count(1)
    assert page.url.endswith("/actions/")
    page.reload()
    expect(shown).to_have_count(2)
    expect(page.get_by_label("Person", exact=True)).to_have_value("")


def test_what_is_yours_comes_first_and_is_said_first(read: Read) -> None:
    page = read("actions/", "chloe")
    expect(page.locator("[data-als-owed]")).to_have_text("One of yours is open. It was due on 1 March 2026.")
    assert page.locator("h2:visible").all_inner_texts()[:3] == ["Yours, open", "The others’, open", "No longer open"]
    expect(page.locator("[data-als-own] .als-action")).to_have_attribute("data-person", "chloe")
    page = read("actions/")
    assert page.locator("h2:visible").all_inner_texts()[:2] == ["Open", "No longer open"]
    expect(page.locator("[data-als-owed]")).to_have_text(re.compile(r"^2 actions are open"))


def test_a_shorter_list_leaves_the_chips_where_they_are(read: Read) -> None:
    page = read("actions/", "ben")
    chip = page.get_by_role("button", name=re.compile("^Mine"))
    chip.scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.querySelector('.als-chips').getBoundingClientRect().top + scrollY - 100)")
    before = chip.bounding_box()
    chip.click()
    expect(page.locator(".als-action:visible")).to_have_count(1)
    assert chip.bounding_box() == before


def test_a_link_says_that_it_is_copied(read: Read) -> None:
    page = read("actions/", "ben")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").first.click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_have_count(1)
    address = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/actions/#action-[0-9a-f]{10}", address)


def test_a_permanent_link_leads_to_its_action(read: Read) -> None:
    anchor = read("actions/").locator(".als-action", has_text="They came the same week.").get_attribute("id")
    page = read(f"actions/#{anchor}")
    card = page.locator(".als-action--linked")
    expect(card).to_be_in_viewport()
    expect(card.get_by_text("They came the same week.")).to_be_visible()


def test_ticks_and_the_private_sheet_stay_on_this_device(read: Read) -> None:
    page = read("prepare/", "ben")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.get_by_label("I have one question to put to the set.").check()
    issue = page.get_by_label("What I might bring, in at most ten lines")
    issue.fill("one\ntwo\n\nthree")
    expect(page.get_by_text("3 of 10 lines")).to_be_visible()
    issue.fill("\n".join("abcdefghijk"))
    expect(page.get_by_text("11 lines: try to say it in 10.")).to_be_visible()
    page.get_by_text("Write your report-back").locator("visible=true").first.click()
    page.get_by_label("What did you do?").locator("visible=true").first.fill("I rang.")
    page.get_by_label("My question to the set").fill("How?")
    page.wait_for_function("localStorage.getItem('als-preview')?.includes('How?')")
    expect(page.get_by_text("Kept on this device at")).to_be_visible()
    assert requests == []
    page.reload()
    expect(page.get_by_label("I have one question to put to the set.")).to_be_checked()
    expect(issue).to_have_value("\n".join("abcdefghijk"))
    assert "I rang." in page.get_by_label("What did you do?").evaluate_all("fields => fields.map((field) => field.value)")
    expect(read("", "ben").get_by_text("Still to tick: 4 of 5.")).to_be_visible()
    later = read("prepare/", "ben", day=dt.date(2026, 4, 16))
    expect(later.get_by_label("My question to the set")).to_have_value("How?")
    expect(later.get_by_label("I have one question to put to the set.")).not_to_be_checked()


def test_a_tick_that_comes_before_the_script_is_one_more(read: Read) -> None:
    page = read("prepare/", "ben")
    boxes = page.locator("[data-als-tick]")
    boxes.nth(0).check()
    page.wait_for_function("localStorage.getItem('als-preview')?.includes('ticks/')")
    page.add_init_script("""new MutationObserver((_changes, observer) => {
      const box = document.querySelectorAll("[data-als-tick]")[1];
      if (box) [observer.disconnect(), box.click()];
    }).observe(document, { childList: true, subtree: true })""")
    page.reload()
    page.wait_for_selector("[data-als-ready=told]")
    expect(boxes.nth(0)).to_be_checked()
    expect(boxes.nth(1)).to_be_checked()
    kept = read("prepare/", "ben").locator("[data-als-tick]")
    expect(kept.nth(0)).to_be_checked()
    expect(kept.nth(1)).to_be_checked()
    expect(kept.nth(2)).not_to_be_checked()


def test_another_tab_sees_what_was_written(read: Read) -> None:
    first, second = read("prepare/", "ben"), read("prepare/", "ben")
    first.get_by_label("My question to the set").fill("What am I avoiding?")
    expect(second.get_by_label("My question to the set")).to_have_value("What am I avoiding?")


def test_the_sheet_can_be_emptied(read: Read) -> None:
    page = read("prepare/", "ben")
    page.get_by_label("My question to the set").fill("How?")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Empty the sheet").click()
    expect(page.get_by_label("My question to the set")).to_have_value("How?")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Empty the sheet").click()
    expect(page.get_by_label("My question to the set")).to_have_value("")
    page.wait_for_function("!localStorage.getItem('als-preview')?.includes('How?')")


def test_printing_the_sheet_prints_the_sheet_alone(read: Read) -> None:
    page = read("prepare/", "ben")
    page.evaluate("window.print = () => undefined")
    page.get_by_role("button", name="Print the sheet").click()
    page.emulate_media(media="print")
    expect(page.get_by_label("What I might bring, in at most ten lines")).to_be_visible()
    expect(page.get_by_role("heading", name="Your report-backs")).to_be_hidden()
    expect(page.get_by_role("heading", name="Prepare")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_role("heading", name="Your report-backs")).to_be_visible()


def test_a_persons_own_list_prints(read: Read) -> None:
    page = read("actions/", "amara")
    page.get_by_role("button", name=re.compile("^Mine")).click()
    page.evaluate("window.print = () => undefined")
    page.get_by_role("button", name="Print this list").click()
    page.emulate_media(media="print")
    expect(page.locator(".als-action:visible")).to_have_count(1)
    expect(page.get_by_text("They came the same week.")).to_be_hidden()
    expect(page.locator("form")).to_be_hidden()


def test_newcomers_start_at_the_top(read: Read) -> None:
    page = read("", "noor")
    expect(page.get_by_role("link", name="What a set is")).to_be_visible()
    assert page.locator("h1 + details").count() == 1
    expect(read("", "ben").get_by_role("link", name="What a set is")).to_be_hidden()


def test_no_page_is_wider_than_a_phone(read: Read, address: str) -> None:
    page = read("")
    for path in ("", "prepare/", "sessions/", "sessions/2026-01-14/", "actions/", "airtime/", "learning/", "set/"):
        page.goto(address + path)
        page.wait_for_selector("[data-als-ready=told]")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
        for name in page.get_by_role("heading").all_inner_texts():
            assert re.search(r"\S", name)
