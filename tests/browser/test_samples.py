"""The sample organisation as a visitor meets it: built, served by a plain host, opened with the README's passphrases."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from als_plugin.vault import open_site

from .conftest import KEPT, searched, turning, until
from .host import Host

ROOT = Path(__file__).parents[2]
PHRASES = {
    (set_id, name.split(",")[0].strip()): phrase
    for set_id, name, phrase in re.findall(r"^\| \[(\w+)\]\([^)]*\) \| ([^|]+) \| `([^`]+)` \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
}

PICTURES_SHOWN = """() => [...document.images].every(picture => {
  picture.loading = "eager";
  return picture.complete && picture.naturalWidth > 0;
})"""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples' site, built as `make site` does, somewhere else."""
    site = tmp_path_factory.mktemp("samples") / "site"
    program = Path(sys.executable).with_name("als")
    done = subprocess.run([program, "build", "--site-dir", site], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture
def origin(samples: Path, serve: Callable[[Path], Host]) -> str:
    """The address of the samples' host."""
    return serve(samples).url


@pytest.fixture
def farah(page: Page, origin: str, unlock: Callable[[Page, str], None]) -> Page:
    """A tab with Riverside open, for Farah."""
    page.goto(f"{origin}riverside/")
    unlock(page, PHRASES["riverside", "Farah Siddiqui"])
    return page


READERS = [
    ("riverside", "Ruth Adeyemi-Clarke"), ("riverside", "Niamh Garrity-Stone"), ("harbour", "Morwenna Pascoe"), ("northgate", "Beatrix Oyelaran"),
]
SIZES = ((390, 844), (1280, 900))
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize(("set_id", "name"), READERS)
def test_every_page_opens_cleanly_on_a_phone_and_on_a_desk(
    samples: Path, origin: str, browser: Browser, unlock: Callable[[Page, str], None], set_id: str, name: str
) -> None:
    phrase = PHRASES[set_id, name]
    pages = [path.removesuffix("index.html") for path in
             open_site(lambda path: (samples / set_id / path).resolve().read_bytes(), phrase).paths() if path.endswith("index.html")]
    assert len(pages) > 20
    if set_id != "riverside" or name != "Ruth Adeyemi-Clarke":
        # The guidance is the same for all; once is enough.
        pages = [path for path in pages if not path.startswith("guide/") or path == "guide/members/a-session-step-by-step/"]
    # Every page is seen in both sizes; by turns one of them is that in which it is loaded.
    assert wrong_in(browser, f"{origin}{set_id}/", phrase, unlock, [(path, SIZES[:: -1 if turn % 2 else 1]) for turn, path in enumerate(pages)]) == []


def wrong_in(
    browser: Browser, address: str, phrase: str, unlock: Callable[[Page, str], None], pages: Sequence[tuple[str, Sequence[tuple[int, int]]]]
) -> list[str]:
    """What a set's pages complain of, and what is wider than the screen; each is loaded in the first of its sizes, and brought to the others."""
    wrong: list[str] = []
    context = browser.new_context(locale="en-GB")
    tab = context.new_page()
    tab.on("console", lambda message: wrong.append(f"{tab.url}: {message.text}") if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: wrong.append(f"{tab.url}: {error}"))
    origin = "/".join(address.split("/")[:3])
    context.on("request", lambda request: None if request.url.startswith((f"{origin}/", "blob:", "data:")) else wrong.append(request.url))
    tab.goto(address)
    unlock(tab, phrase)
    for path, sizes in pages:
        for turn, (width, height) in enumerate(sizes):
            tab.set_viewport_size({"width": width, "height": height})
            if turn == 0:
                tab.goto(f"{address}{path}")
                expect(tab.locator("article h1").first).to_be_visible()
            tab.evaluate(SETTLED)
            wide = tab.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                wrong.append(f"{path} is {wide} wide on {width}")
            tab.wait_for_function(PICTURES_SHOWN)
    context.close()
    return wrong


def test_home_is_mine_and_says_what_i_owe(farah: Page) -> None:
    expect(farah.get_by_role("heading", name="Your actions")).to_be_visible()
    expect(farah.get_by_text("Agree a day before the end of term")).to_be_visible()
    expect(farah.get_by_text("Find out who can stay for tea")).to_be_hidden()
    farah.get_by_text("Everybody’s", exact=True).click()
    expect(farah.get_by_text("Find out who can stay for tea")).to_be_visible()


def test_going_from_page_to_page_is_instant(farah: Page) -> None:
    turning(farah)
    farah.evaluate("window.same = true")
    farah.get_by_role("link", name="Sessions", exact=True).first.click()
    expect(farah).to_have_url(re.compile(r"/sessions/$"))
    expect(farah.get_by_role("heading", name="Sessions", level=1)).to_be_visible()
    assert farah.evaluate("window.same") is True
    farah.go_back()
    expect(farah.get_by_role("heading", name="Your actions")).to_be_visible()


def test_search_finds_what_was_said_and_leads_there(farah: Page) -> None:
    searched(farah, "tenants")
    farah.locator(".md-search-result__link", has_text="2026").locator("visible=true").first.click()
    expect(farah).to_have_url(re.compile(r"/riverside/\w+/"))
    expect(farah.locator("main .md-content__inner")).to_contain_text("tenants")


def test_attachments_come_as_they_were(farah: Page, origin: str) -> None:
    farah.goto(f"{origin}riverside/pages/our-room/")
    picture = farah.locator("article img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => (image.loading = 'eager', image.decode().then(() => image.naturalWidth))") > 100
    sessions = sorted((ROOT / "sets/riverside/sessions").glob("*.yml"))
    stem = next(path.stem for path in sessions if "watering-rota.pdf" in path.read_text())
    farah.goto(f"{origin}riverside/sessions/{stem}/")
    link = farah.locator("article a[href$='watering-rota.pdf']").first
    href = link.evaluate("link => link.href")
    body = farah.evaluate("async href => [...new Uint8Array(await (await fetch(href)).arrayBuffer())]", href)
    assert bytes(body) == (ROOT / "sets/riverside/files/watering-rota.pdf").read_bytes()


def test_a_link_into_the_handbook_opens_there_after_unlocking(page: Page, origin: str, unlock: Callable[[Page, str], None]) -> None:
    page.goto(f"{origin}riverside/sessions/2026-09-09/")
    unlock(page, PHRASES["riverside", "Farah Siddiqui"])
    expect(page).to_have_url(f"{origin}riverside/sessions/2026-09-09/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("9 September 2026")


def test_a_host_with_one_404_page_for_all_leads_there_too(
    page: Page, samples: Path, tmp_path: Path, serve: Callable[[Path], Host], unlock: Callable[[Page, str], None]
) -> None:
    one = tmp_path / "site"
    subprocess.run(["cp", "-r", samples, one], check=True)
    for each in one.glob("*/404.html"):
        each.unlink()
    origin = serve(one).url
    page.goto(f"{origin}riverside/sessions/2026-09-09/")
    expect(page).to_have_url(f"{origin}riverside/#/sessions/2026-09-09/")
    unlock(page, PHRASES["riverside", "Farah Siddiqui"])
    expect(page.get_by_role("heading", level=1)).to_contain_text("9 September 2026")


def test_ticks_and_the_private_sheet_stay_on_this_device_and_sealed(farah: Page, origin: str, context: BrowserContext) -> None:
    farah.goto(f"{origin}riverside/prepare/")
    # These are made a moment before the page begins to listen to its boxes.
    expect(farah.get_by_role("button", name="Report back").first).to_be_visible()
    farah.get_by_label("The date is in my calendar", exact=False).check()
    sheet = farah.get_by_label("What I might bring", exact=False)
    sheet.fill("A quandary that is mine alone")
    expect(farah.locator("[data-als-kept]")).to_contain_text("Kept on this device at")
    farah.reload()
    expect(farah.get_by_label("The date is in my calendar", exact=False)).to_be_checked()
    expect(sheet).to_have_value("A quandary that is mine alone")
    stored = farah.evaluate("JSON.stringify({...localStorage})")
    assert "quandary" not in stored and "farah" not in stored and "2026-12-16" not in stored


def test_locking_shows_the_lock_screen_and_forgets(farah: Page, origin: str) -> None:
    farah.get_by_role("button", name="Lock", exact=True).click()
    expect(farah.get_by_label("Passphrase", exact=True)).to_be_visible()
    farah.goto(f"{origin}riverside/actions/")
    expect(farah.get_by_label("Passphrase", exact=True)).to_be_visible()
    expect(farah.get_by_text("Agree a day before")).to_have_count(0)


def test_filters_and_search_leave_no_word_in_an_address(farah: Page, origin: str) -> None:
    addresses: list[str] = []
    farah.on("request", lambda request: addresses.append(request.url))
    farah.on("framenavigated", lambda frame: addresses.append(frame.url))
    farah.goto(f"{origin}riverside/actions/")
    farah.get_by_role("button", name="More", exact=True).click()
    farah.get_by_label("Person").select_option(label="Farah Siddiqui")
    expect(farah.get_by_text("Find out who can stay for tea")).to_be_hidden()
    assert farah.url == f"{origin}riverside/actions/"
    searched(farah, "tenants")
    farah.locator(".md-search-result__link", has_text="2026").first.click()
    expect(farah).not_to_have_url(re.compile("/actions/"))
    # Last, because Material closes the search an eighth of a second after an address has changed.
    farah.goto(f"{origin}riverside/actions/")
    farah.context.grant_permissions(["clipboard-read", "clipboard-write"])
    farah.get_by_role("button", name="Copy link").locator("visible=true").first.click()
    expect(farah.get_by_role("button", name="Link copied")).to_be_visible()
    # The page stands in the fragment, which no host is told; pasted, it opens the action.
    copied = farah.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{origin}riverside/#/actions/#action-[0-9a-f]{{10}}", copied)
    farah.goto(copied)
    expect(farah).to_have_url(re.compile(r"/actions/#action-[0-9a-f]{10}$"))
    expect(farah.locator(".als-action--linked")).to_be_in_viewport()
    assert not [url for url in addresses if "farah" in url or "tenants" in url or "?" in url]


def test_a_newcomer_is_told_where_to_start(page: Page, origin: str, unlock: Callable[[Page, str], None]) -> None:
    page.add_init_script(f"({KEPT})()")
    page.goto(f"{origin}northgate/")
    unlock(page, PHRASES["northgate", "Beatrix Oyelaran"])
    expect(page.get_by_role("heading", name="Start here: four things to read")).to_be_visible()
    expect(page.get_by_text("20 January 2027").first).to_be_visible()
    # A page read to its end is ticked, on this device.
    page.locator(".als-start").get_by_role("link", name="What a set is").click()
    expect(page.get_by_role("heading", name="What a set is", level=1)).to_be_visible()
    page.keyboard.press("End")
    until(page, lambda: page.evaluate("window.kept"), "nothing is kept")
    page.goto(f"{origin}northgate/")
    first, second = page.locator(".als-start > li").nth(0), page.locator(".als-start > li").nth(1)
    expect(first).to_have_text("What a set is read")
    expect(second).to_have_text("Before your first session 3 minutes")


def test_places_stand_in_the_header_and_below_on_a_phone(farah: Page, origin: str) -> None:
    farah.set_viewport_size({"width": 1280, "height": 900})
    farah.goto(f"{origin}riverside/sessions/2026-10-14/")
    places = farah.get_by_role("navigation", name="Places", exact=True)
    assert places.get_by_role("link").all_inner_texts() == ["Home", "Prepare", "Sessions", "Actions", "The set", "Guide"]
    places.get_by_role("link", name="Actions").click()
    expect(farah.get_by_role("heading", name="Actions", exact=True)).to_be_visible()
    expect(places.locator("[aria-current=page]")).to_have_text("Actions")
    expect(farah.locator("[data-als-your-name]")).to_have_text("Farah")
    farah.goto(f"{origin}riverside/guide/")  # which itself does not know who is who
    expect(farah.locator("[data-als-your-name]")).to_have_text("Farah")
    farah.set_viewport_size({"width": 390, "height": 844})
    below = farah.get_by_role("navigation", name="Places, below")
    expect(below.get_by_role("link", name="Prepare")).to_be_in_viewport()
    below.get_by_text("More").click()
    below.get_by_role("link", name="What we have learned").click()
    expect(farah.get_by_role("heading", name="What we have learned", level=1)).to_be_visible()


def test_on_a_phone_the_facilitators_header_has_room_for_the_sets_name(page: Page, origin: str, unlock: Callable[[Page, str], None]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{origin}riverside/")
    page.get_by_label("Keep open on this device").check()
    unlock(page, PHRASES["riverside", "Ruth Adeyemi-Clarke"])
    whole = "name => name.scrollWidth <= name.clientWidth && name.getBoundingClientRect().width > 60"
    name = page.locator(".als-us > span").first
    choice = page.get_by_label("Read as a member sees it")
    for view in ("own", "members"):
        if view == "own":
            expect(choice).to_be_in_viewport()
        expect(page.get_by_text("Kept open", exact=True)).to_be_in_viewport()
        assert name.inner_text() == "Riverside" and name.evaluate(whole), view
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        if view == "own":
            choice.select_option("As Farah Siddiqui sees it")
            expect(page.get_by_text("You read as Farah Siddiqui does")).to_be_visible()
    # The strip above the header covers nothing of the page.
    strip, heading = page.locator(".als-seen-as").bounding_box(), page.locator("article h1").bounding_box()
    assert strip and heading and strip["y"] + strip["height"] <= heading["y"]
    page.get_by_role("button", name="Back to my own view").click()
    expect(choice).to_have_value("")


LINES = """name => {
  const text = document.createRange();
  text.selectNodeContents(name);
  return new Set([...text.getClientRects()].map(({ top }) => Math.round(top))).size;
}"""


def test_the_search_gives_way_before_a_word_of_the_sets_name_is_broken(page: Page, origin: str, unlock: Callable[[Page, str], None]) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{origin}riverside/sessions/")
    page.get_by_label("Keep open on this device").check()
    unlock(page, PHRASES["riverside", "Ruth Adeyemi-Clarke"])
    expect(page.get_by_text("Kept open", exact=True)).to_be_visible()
    name = page.locator(".als-us > span").first
    for width in (960, 1100, 1216, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert name.evaluate(LINES) == 1, width
    # A word that is too long for any header is broken, and the page is no wider than the window.
    name.evaluate("name => name.textContent = 'Verwaltungsfachangestelltenarbeitskreis'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_facilitator_reads_a_newcomers_own_pages(page: Page, origin: str, unlock: Callable[[Page, str], None]) -> None:
    page.goto(f"{origin}riverside/")
    unlock(page, PHRASES["riverside", "Ruth Adeyemi-Clarke"])
    first = page.evaluate("fetch('sessions/2026-05-13/').then(({ status }) => status)")
    page.get_by_label("Read as a member sees it").select_option("As Niamh Garrity-Stone sees it")
    expect(page.get_by_text("You read as Niamh Garrity-Stone does")).to_be_visible()
    expect(page.locator("[data-als-your-name]")).to_have_text("Niamh")
    page.goto(f"{origin}riverside/sessions/2026-05-13/")
    expect(page.get_by_role("heading", name="There is no page at this address")).to_be_visible()
    assert first == 200
    # The strip stays from page to page.
    page.get_by_role("navigation", name="Places", exact=True).get_by_role("link", name="Actions").click()
    expect(page.get_by_role("heading", name="Actions", exact=True)).to_be_visible()
    expect(page.get_by_text("You read as Niamh Garrity-Stone does")).to_be_visible()
