"""What somebody types stays theirs: sealed in the browser's store, and nowhere in its other files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from als_plugin.vault import Content

from ..conftest import ARGUMENTS
from .handbook import MARKER, Handbook

Unlock = Callable[[Page, str], None]
Device = Callable[[], AbstractContextManager[BrowserContext]]
SHEET = (
    '<!doctype html><html lang="en"><head><title>Prepare</title><link rel="icon" href="data:,"></head><body><h1>Prepare</h1>'
    f'<div data-als-page data-people="{{}}"><p>{MARKER}</p><label for="issue">Issue</label>'
    '<textarea id="issue" data-als-note="sheet/issue" autocomplete="off"></textarea></div>'
    '<script src="/riverside/assets/als/page.js"></script></body></html>'
)
# The names under which the device's store keeps notes.
NAMES = """() => new Promise((resolve) => {
  const opening = indexedDB.open('als', 1);
  opening.onsuccess = () => (opening.result.transaction('notes').objectStore('notes').getAllKeys().onsuccess = ({ target }) => resolve(target.result));
})"""
# Puts a note where, and as, earlier releases did.
EARLIER = """async () => {
  const [{ ctx, hex, sha256, concat, utf8 }, { transact }, { welcome }] = [bytes, store, tab];
  const { set, tag, deviceKey } = (await welcome()).identity;
  const [bound, iv] = [ctx('notes', set, tag), crypto.getRandomValues(new Uint8Array(12))];
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound }, deviceKey, utf8('{"sheet":"from before"}'));
  const name = hex(await sha256(bound));
  await transact('notes', 'readwrite', (store) => store.put(concat(iv, new Uint8Array(sealed)), name));
  return name;
}"""
HOLD = """() => new Promise((resolve) => {
  const opening = indexedDB.open('als', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('notes');
  opening.onsuccess = () => {
    const store = opening.result.transaction('notes', 'readwrite').objectStore('notes');
    const again = () => { resolve(); store.get('x').onsuccess = again; };
    again();
  };
})"""


@pytest.fixture
def handbook(handbook: Handbook) -> Handbook:
    """The hand-made site with a private sheet."""
    handbook.extra = {"prepare/index.html": Content(SHEET.encode(), "text/html")}
    handbook.publish()
    return handbook


@pytest.fixture
def opened(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> Page:
    """A tab with the handbook open."""
    page.goto(site)
    unlock(page, handbook.passphrase)
    return page


@pytest.fixture
def device(playwright: Playwright, chromium_path: str, tmp_path: Path) -> Device:
    """A browser whose files can be looked at once it has ended."""

    @contextmanager
    def start() -> Iterator[BrowserContext]:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium_path, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"]
        )
        context.set_default_timeout(30_000)
        yield context
        context.close()

    return start


def holding(profile: Path, words: str) -> list[str]:
    """The files of a browser in which these words stand."""
    forms = (words.encode(), words.encode("utf-16-le"))
    files = [path for path in profile.rglob("*") if path.is_file()]
    return [path.relative_to(profile).as_posix() for path in files if any(form in path.read_bytes() for form in forms)]


def sheet(page: Page, site: str) -> None:
    """Shows the private sheet, and waits until it keeps what is written."""
    page.goto(f"{site}prepare/")
    expect(page.locator("[data-als-ready=told]")).to_be_attached()


def probe(page: Page, site: str) -> None:
    page.goto(f"{site}probe/")
    page.wait_for_function("globalThis.bridge")


def test_what_was_written_just_before_another_tab_locks_is_kept_and_sealed(opened: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    second = opened.context.new_page()
    second.goto(site)
    sheet(opened, site)
    issue = opened.get_by_label("Issue")
    lock = "navigator.serviceWorker.controller.postMessage({ als: 'lock' }, [new MessageChannel().port2])"
    issue.press_sequentially("A quandary")
    second.evaluate(lock)
    expect(opened.get_by_label("Passphrase", exact=True)).to_be_visible()
    assert opened.evaluate("JSON.stringify(localStorage)") == "{}"
    unlock(opened, handbook.passphrase)
    opened.goto(f"{site}prepare/")
    expect(issue).to_have_value("A quandary")


def test_what_a_preview_or_an_earlier_release_left_in_the_open_is_removed(opened: Page, site: str) -> None:
    opened.evaluate("""localStorage.setItem('als-preview', '{"sheet/issue":"A quandary"}')""")
    opened.goto(f"{site}prepare/")
    opened.wait_for_function("localStorage.getItem('als-preview') === null")
    expect(opened.get_by_label("Issue")).to_have_value("")


def test_the_name_of_the_notes_tells_no_neighbour_whose_they_are(opened: Page, site: str) -> None:
    probe(opened, site)
    public = opened.evaluate(EARLIER)
    opened.reload()
    opened.wait_for_function("globalThis.bridge")
    assert opened.evaluate("bridge.notes.get('sheet')") == "from before"
    opened.evaluate("bridge.notes.set('ticks', [1])")
    names = opened.evaluate(NAMES)
    assert len(names) == 1 and names != [public]
    assert opened.evaluate("bridge.notes.get('sheet')") == "from before"
    assert opened.evaluate("navigator.locks.query()") == {"held": [], "pending": []}


def test_two_tabs_that_write_at_once_lose_nothing(opened: Page, site: str) -> None:
    probe(opened, site)
    second = opened.context.new_page()
    probe(second, site)
    many = "who => { globalThis.all = Promise.all([1, 2, 3, 4, 5, 6].map((one) => bridge.notes.set(`${who}${one}`, one))); }"
    opened.evaluate(many, "a")
    second.evaluate(many, "b")
    for tab in (opened, second):
        tab.evaluate("globalThis.all")
    kept = opened.evaluate("Promise.all(['a', 'b'].flatMap((who) => [1, 2, 3, 4, 5, 6].map((one) => bridge.notes.get(`${who}${one}`))))")
    assert kept == [1, 2, 3, 4, 5, 6] * 2


def test_a_note_that_cannot_be_kept_is_said(opened: Page, site: str, host_page: Page) -> None:
    sheet(opened, site)
    host_page.evaluate(HOLD)
    opened.get_by_label("Issue").fill("Two")
    expect(opened.get_by_role("status").filter(has_text="could not be kept")).to_be_visible()


@pytest.fixture
def host_page(opened: Page, handbook: Handbook, site: str) -> Page:
    """A neighbour's page on the same address."""
    (handbook.root / "neighbour.html").write_text("<!doctype html><title>Neighbour</title>")
    page = opened.context.new_page()
    page.goto(site.replace("riverside/", "neighbour.html"))
    return page


def test_a_passphrase_that_was_shown_or_typed_reaches_no_file_of_the_browser(
    device: Device, site: str, handbook: Handbook, tmp_path: Path
) -> None:
    (handbook.root / "plain.html").write_text("<!doctype html><title>Plain</title><input id=plain>")
    plain = site.replace("riverside/", "plain.html")
    with device() as context:
        page = context.new_page()
        page.goto(site)
        page.get_by_role("button", name="Show passphrase").click()
        page.locator("#passphrase").press_sequentially("aardvark shown and left")
        page.goto(plain)
        page.goto(site)
        page.get_by_role("button", name="I have been invited").click()
        expect(page.locator("#words")).not_to_be_empty()
        words = page.locator("#words").inner_text()
        page.get_by_role("button", name="Show passphrase").click()
        page.locator("#typed").press_sequentially(words)
        page.goto(plain)
        page.locator("#plain").press_sequentially("okapi in a plain field")
        page.goto(site)
    assert holding(tmp_path / "profile", "okapi in a plain field"), "the search must see what is kept"
    assert not holding(tmp_path / "profile", "aardvark shown and left")
    assert not holding(tmp_path / "profile", words)


def test_back_does_not_show_the_words_again(device: Device, site: str, handbook: Handbook) -> None:
    (handbook.root / "plain.html").write_text("<!doctype html><title>Plain</title>")
    with device() as context:
        page = context.new_page()
        page.route("**/sw.js", lambda route: route.abort())
        page.goto(site)
        page.get_by_role("button", name="I have been invited").click()
        expect(page.locator("#words")).not_to_be_empty()
        words = page.locator("#words").inner_text()
        page.locator("#typed").fill(words)
        page.goto(site.replace("riverside/", "plain.html"))
        page.go_back(wait_until="commit")
        expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
        expect(page.locator("#words")).to_be_empty()
        expect(page.locator("#typed")).to_have_value("")
        assert words not in page.content()


@pytest.mark.parametrize("name", ["passphrase", "typed"])
def test_a_field_asks_a_password_manager_only_while_its_text_is_hidden(page: Page, site: str, name: str) -> None:
    page.goto(site)
    if name == "typed":
        page.get_by_role("button", name="I have been invited").click()
        expect(page.locator("#words")).not_to_be_empty()
    field = page.locator(f"#{name}")
    asked = field.get_attribute("autocomplete")
    assert asked in ("current-password", "new-password")
    page.get_by_role("button", name="Show passphrase").click()
    assert (field.evaluate("(field) => field.localName"), field.get_attribute("autocomplete")) == ("textarea", "off")
    page.get_by_role("button", name="Hide passphrase").click()
    assert (field.get_attribute("type"), field.get_attribute("autocomplete")) == ("password", asked)
