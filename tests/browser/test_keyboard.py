"""The ways of those who use no pointer, who enlarge, or whom movement makes ill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .accessible import MEMBER, member, shown, still
from .host import Host

Unlock = Callable[[Page, str], None]

HEADER = ["Skip to content", "Riverside", "Home", "Prepare", "Sessions", "Actions", "The set", "Guide", "Search", "Lock", "You: Farah"]
FOOT = ["Who can read this site", "Accessibility"]

STOP = """() => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) return null;
  const box = stop.getClientRects()[0], style = getComputedStyle(stop);
  const x = Math.max(1, box.left + Math.min(box.width / 2, 12)), y = box.top + Math.min(box.height / 2, 12);
  const over = document.elementFromPoint(x, y);
  return {
    name: (stop.ariaLabel || [...(stop.labels ?? [])].map((label) => label.textContent).join() || stop.textContent).trim().replace(/\\s+/g, " "),
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || getComputedStyle(stop.form ?? stop).outlineStyle !== "none",
    seen: Boolean(over) && (stop.contains(over) || over.contains(stop) || stop.form?.contains(over) || [...(stop.labels ?? [])].some((label) => label.contains(over))),
  };
}"""


def walk(tab: Page) -> list[str]:
    """The stops of Tab on a page from its beginning, each marked, and covered by nothing."""
    names: list[str] = []
    for _stop in range(120):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(STOP)
        if stop is None:
            return names
        assert stop["marked"], f"{stop['name']}: nothing shows that the focus is here"
        assert stop["seen"], f"{stop['name']}: covered"
        names.append(stop["name"])
    raise AssertionError("the walk does not end")


def in_order(names: list[str], wanted: list[str]) -> None:
    """Whether these are among the stops, in this order."""
    rest = iter(names)
    for name in wanted:
        assert any(each.startswith(name) for each in rest), f"{name} does not follow in {names}"


@pytest.fixture(scope="module")
def riverside(riverside_site: Path) -> Iterator[Host]:
    """One host for all walks."""
    host = Host(riverside_site)
    yield host
    host.stop()


@pytest.fixture(scope="module")
def device(browser: Browser, riverside: Host, unlock: Unlock) -> Iterator[BrowserContext]:
    """A device on which Farah has Riverside open all the time: a walk changes nothing that the next would see."""
    tab = member(browser, riverside.url, unlock, MEMBER)
    yield tab.context
    tab.context.close()


@pytest.fixture
def farah(device: BrowserContext, riverside: Host) -> Iterator[Page]:
    """A tab of that device."""
    tab = device.new_page()
    tab.goto(f"{riverside.url}riverside/")
    yield tab
    tab.close()


def test_the_lock_screen_is_opened_with_keys_alone(browser: Browser, riverside: Host) -> None:
    tab = still(browser)
    shown(tab, f"{riverside.url}riverside/")
    expect(tab.get_by_label("Passphrase", exact=True)).to_be_focused()
    names = walk(tab)
    assert names[:5] == ["Show passphrase", "Keep open on this device", "Unlock", "I have been invited", "Change my passphrase"]
    in_order(names, ["No passphrase, or it does not work?", "Accessibility statement"])
    tab.context.close()


@pytest.mark.parametrize(("path", "wanted"), [
    ("", ["Report back", "Everybody’s", "Go to the preparation page", "New to the set?", "Who has had a turn"]),
    ("actions/", ["Mine", "Open", "All", "More", "Report back", "made on", "Copy link", "Print this list"]),
    ("prepare/", ["The date is in my calendar", "I have one question", "said on", "Write your report-back", "Report back", "Everybody’s", "What I might bring", "My question to the set", "Print the sheet", "Empty the sheet"]),
])
def test_a_walk_through_a_page(farah: Page, riverside: Host, path: str, wanted: list[str]) -> None:
    shown(farah, f"{riverside.url}riverside/{path}")
    expect(farah.get_by_role("button", name="Report back").first).to_be_visible()
    names = walk(farah)
    assert names[: len(HEADER)] == HEADER
    in_order(names, [*HEADER, *wanted, *FOOT])
    assert names[-2:] == FOOT


def test_the_bar_on_a_phone_covers_no_stop(farah: Page, riverside: Host) -> None:
    farah.set_viewport_size({"width": 390, "height": 700})
    shown(farah, f"{riverside.url}riverside/prepare/")
    expect(farah.get_by_role("button", name="Report back").first).to_be_visible()
    names = walk(farah)
    in_order(names, ["Riverside", "Lock", "You: Farah", "The date is in my calendar", "Print the sheet", *FOOT, "Home", "Prepare", "Sessions", "Actions", "More"])


def test_searching_with_keys_alone(farah: Page, riverside: Host) -> None:
    shown(farah, f"{riverside.url}riverside/")
    farah.get_by_placeholder("Search").focus()
    expect(farah.locator(".md-search-result__meta")).to_contain_text("Type to start searching")
    # At once: each letter makes the list anew, and an arrow that comes too soon is lost with the list.
    farah.keyboard.insert_text("tenants")
    farah.keyboard.press("End")
    expect(farah.locator(".md-search-result__link").first).to_be_visible()
    farah.keyboard.press("ArrowDown")
    expect(farah.locator(".md-search-result__link").first).to_be_focused()
    farah.keyboard.press("Escape")
    expect(farah.locator(".md-search-result__link").first).to_be_hidden()
    farah.get_by_placeholder("Search").focus()
    farah.keyboard.press("ArrowDown")
    farah.keyboard.press("Enter")
    expect(farah).not_to_have_url(f"{riverside.url}riverside/")


def test_a_menu_opens_and_closes_with_keys(farah: Page, riverside: Host) -> None:
    shown(farah, f"{riverside.url}riverside/")
    summary = farah.locator("[data-als-you] > summary")
    summary.focus()
    farah.keyboard.press("Enter")
    expect(farah.get_by_role("link", name="Your actions")).to_be_visible()
    farah.keyboard.press("Tab")
    farah.keyboard.press("Escape")
    expect(farah.get_by_role("link", name="Your actions")).to_be_hidden()
    expect(summary).to_be_focused()


def test_four_times_as_large_a_page_scrolls_one_way_and_nothing_sticks(farah: Page, riverside: Host) -> None:
    # 1280 by 1024 at 400 per cent.
    farah.set_viewport_size({"width": 320, "height": 256})
    for path in ("", "prepare/", "sessions/", "sessions/2026-10-14/", "actions/", "airtime/", "learning/", "set/", "guide/members/a-session-step-by-step/"):
        shown(farah, f"{riverside.url}riverside/{path}")
        wide, sticking = farah.evaluate("""() => [
          document.documentElement.scrollWidth,
          [...document.querySelectorAll("body *")].filter((each) => ["fixed", "sticky"].includes(getComputedStyle(each).position) && each.checkVisibility({ opacityProperty: true }) && each.getBoundingClientRect().height > 20).map((each) => each.className),
        ]""")
        assert wide <= 320, path
        assert sticking == [], path


@pytest.mark.parametrize("width", [320, 960, 1024, 1280])
def test_a_long_name_of_a_set_moves_nothing_out_of_the_window(farah: Page, riverside: Host, width: int) -> None:
    shown(farah, f"{riverside.url}riverside/")
    farah.locator(".als-us > span").evaluate("name => { name.textContent = 'The Riverside and Upper Valley Managers of Public Services'; }")
    farah.set_viewport_size({"width": width, "height": 700})
    expect(farah.locator("[data-als-you] > summary")).to_be_in_viewport(ratio=1)
    assert farah.evaluate("document.documentElement.scrollWidth") <= width


def test_who_wants_no_movement_sees_none(browser: Browser, riverside: Host, unlock: Unlock) -> None:
    farah = member(browser, riverside.url, unlock, MEMBER)
    # What only appears after a while (.late) does not move.
    moving = """() => [...document.querySelectorAll("*:not(.late)")].filter((each) => {
      const style = getComputedStyle(each);
      return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none" || style.scrollBehavior === "smooth";
    }).map((each) => each.outerHTML.slice(0, 80))"""
    shown(farah, f"{riverside.url}riverside/actions/")
    assert farah.evaluate(moving) == []
    farah.get_by_role("button", name="Lock", exact=True).click()
    expect(farah.get_by_label("Passphrase", exact=True)).to_be_visible()
    assert farah.evaluate(moving) == []
    farah.context.close()
