"""Every kind of page and state, and what axe finds on it: WCAG 2.0 to 2.2, A and AA, and best practices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from playwright.sync_api import Browser, Page, expect

from .conftest import searched
from .handbook import CLIENT
from .test_samples import PHRASES

__all__ = [
    "FACILITATOR", "MEMBER", "PRESENTER", "SCHEMES", "WIDTHS", "Case", "Cases", "desk_states", "facilitator_states", "findings",
    "locked_states", "member", "member_states", "presenter_states", "preview_states", "shown", "still",
]

WIDTHS = (320, 390, 1280)
SCHEMES = ("light", "dark")
MEMBER, FACILITATOR, PRESENTER = "Farah Siddiqui", "Ruth Adeyemi-Clarke", "Dilwyn Prosser"

Case = tuple[str, int]
"""A scheme and a width."""

Cases = Callable[[int], list[Case]]
"""In which schemes and widths the state of a place in the order is looked at."""

RUN = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"], preload: false });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id} ${target.join(" ")} ${any[0]?.message ?? ""}`));
}"""


@cache
def axe() -> str:
    """axe's own source."""
    return (CLIENT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def findings(tab: Page, states: Iterable[str], cases: Cases) -> list[str]:
    """What axe finds in each state that a tab is brought to, and where it is wider than the screen."""
    found: list[str] = []
    for place, state in enumerate(states):
        tab.evaluate(axe())
        for scheme, width in cases(place):
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            tab.set_viewport_size({"width": width, "height": 900})
            here = f"{state}, {scheme}, {width}: "
            found += [here + each for each in tab.evaluate(RUN)]
            wide = tab.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append(f"{here}{wide} wide")
        tab.set_viewport_size({"width": 1280, "height": 900})
    return found


def still(browser: Browser) -> Page:
    """A tab in which nothing moves."""
    return browser.new_context(locale="en-GB", reduced_motion="reduce").new_page()


def member(browser: Browser, origin: str, unlock: Callable[[Page, str], None], name: str) -> Page:
    """A tab with Riverside open for somebody."""
    tab = still(browser)
    tab.goto(f"{origin}riverside/")
    unlock(tab, PHRASES["riverside", name])
    return tab


def shown(tab: Page, address: str) -> None:
    """Show a page, and wait for its heading."""
    tab.goto(address)
    expect(tab.locator("h1").first).to_be_visible()


def locked_states(tab: Page, origin: str) -> Iterator[str]:
    """What needs no passphrase."""
    for name, path in {"front door": "", "statement": "accessibility-statement/", "public missing page": "nowhere/", "locked": "riverside/"}.items():
        shown(tab, origin + path)
        yield name
    tab.get_by_label("Passphrase", exact=True).fill("margin famine untagged size unmixable coat")
    tab.get_by_role("button", name="Unlock").click()
    expect(tab.get_by_role("alert")).not_to_be_empty()
    yield "wrong passphrase"
    tab.get_by_role("button", name="I have been invited").click()
    expect(tab.locator("#words")).not_to_be_empty()
    yield "invited"


def member_states(tab: Page, origin: str) -> Iterator[str]:
    """What a member reads, searches, chooses and writes."""
    pages = {
        "home": "", "sessions": "sessions/", "a session": "sessions/2026-10-14/", "airtime": "airtime/", "learning": "learning/", "the set": "set/",
        "guide page": "guide/members/a-session-step-by-step/", "missing page": "nowhere/",
    }
    for name, path in pages.items():
        shown(tab, f"{origin}riverside/{path}")
        yield name
    tab.get_by_placeholder("Search").click()
    expect(tab.locator(".md-search-result__meta")).to_contain_text("Type to start searching")
    yield "search open"
    searched(tab, "tenants")
    yield "search with results"
    shown(tab, f"{origin}riverside/actions/")
    yield "actions"
    tab.get_by_role("button", name=re.compile("^Mine")).click()
    tab.get_by_role("button", name="More").click()
    yield "actions, filtered"
    shown(tab, f"{origin}riverside/prepare/")
    yield "prepare"
    tab.get_by_label("What I might bring").fill("\n".join(f"Line {line} of what I might bring." for line in range(11)))
    expect(tab.locator(".als-lines--over")).to_be_visible()
    tab.get_by_text("Write your report-back").first.click()
    tab.get_by_role("button", name="Report back").first.click()
    yield "prepare, notes typed"


def facilitator_states(tab: Page, origin: str) -> Iterator[str]:
    """What the facilitator alone reads, and the run-sheet before and in a session."""
    for name, path in {"home": "", "prepare": "prepare/", "airtime": "airtime/", "a draft": "sessions/2026-11-18/", "run-sheet": "run/"}.items():
        shown(tab, f"{origin}riverside/{path}")
        yield f"facilitator's {name}"
    tab.get_by_role("button", name="Start").first.click()
    expect(tab.get_by_role("button", name="Next stage")).to_be_visible()
    yield "run-sheet, begun"


def presenter_states(tab: Page, origin: str) -> Iterator[str]:
    """A turn that its presenter has not agreed."""
    shown(tab, f"{origin}riverside/agree/")
    expect(tab.get_by_role("button", name="I agree")).to_be_visible()
    yield "agree"


def preview_states(tab: Page, origin: str) -> Iterator[str]:
    """A readable preview, as nobody and as a member."""
    for name, path in {"home": "", "actions": "actions/"}.items():
        shown(tab, f"{origin}riverside/{path}")
        expect(tab.get_by_label("Read as")).to_be_visible()
        yield f"preview: {name}"


def desk_states(tab: Page, entry: str) -> Iterator[str]:
    """The desk's pages."""
    tab.goto(entry)
    expect(tab.get_by_role("heading", level=1)).to_contain_text("thing")
    yield "desk: today"
    places = {
        "set": ("set/riverside", "Riverside"), "access": ("set/riverside/access", "Access"), "session": ("session/riverside/2026-11-18", "18 November"),
        "publish": ("publish", "Publish"), "new": ("new", "A new set"),
    }
    for name, (place, heading) in places.items():
        tab.evaluate("place => { location.hash = `#/${place}`; }", place)
        expect(tab.get_by_role("heading", level=1)).to_contain_text(heading)
        yield f"desk: {name}"
