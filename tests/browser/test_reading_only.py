"""Where the browser takes no service worker, the handbook can still be read: in a frame without scripts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, Playwright, expect

from als_plugin.vault import Content

from ..conftest import ARGUMENTS
from .handbook import MARKER, PDF, STYLE, Handbook
from .host import Host

HOSTILE = """<!doctype html><html lang="en"><head><title>Hostile</title>
<meta http-equiv="refresh" content="0;url=ELSEWHERE/refreshed">
<base href="ELSEWHERE/"><link rel="preload" href="ELSEWHERE/preloaded" as="image">
<link rel="stylesheet" href="ELSEWHERE/style.css"><style>body { background: url(ELSEWHERE/painted) }</style>
<script>top.document.title = "scripted"</script></head><body><h1 style="color: rgb(1, 2, 3)" onclick="top.document.title = 'scripted'">Hostile</h1>
<img src="x" onerror="top.document.title = 'scripted'"><img src="ELSEWHERE/tracked.png" srcset="ELSEWHERE/tracked2.png 2x">
<svg><image href="ELSEWHERE/drawn"/><a xlink:href="javascript:top.document.title='scripted'"><text y="20">Drawn link</text></a></svg>
<iframe src="ELSEWHERE/framed"></iframe><iframe srcdoc="<script>top.document.title = 'scripted'</script>"></iframe>
<form action="ELSEWHERE/sent"><button>Send</button></form>
<video autoplay src="ELSEWHERE/film.mp4"></video>
<a href="javascript:top.document.title='scripted'">Script link</a> <a href="ELSEWHERE/" ping="ELSEWHERE/pinged">Away</a>
<a href="../../assets/app.css">Neighbour</a><p>heliotrope</p></body></html>"""


def without(browser: Browser) -> Iterator[BrowserContext]:
    """A browser inside another app: it knows no service workers at all."""
    context = browser.new_context(locale="en-GB", accept_downloads=True)
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', {get: () => undefined})")
    yield context
    context.close()


def refusing(browser: Browser) -> Iterator[BrowserContext]:
    """An extension that lets none be registered, without a word."""
    context = browser.new_context(locale="en-GB", accept_downloads=True, service_workers="block")
    yield context
    context.close()


@pytest.fixture(params=[without, refusing, None], ids=["none", "refused", "storage blocked"])
def bare(request: pytest.FixtureRequest, browser: Browser, playwright: Playwright, chromium_path: str, tmp_path: Path) -> Iterator[Page]:
    """A tab of a browser that takes no service worker, for one of three reasons."""
    if request.param:
        for context in request.param(browser):
            context.set_default_timeout(30_000)
            yield context.new_page()
        return
    profile = tmp_path / "profile" / "Default"
    profile.mkdir(parents=True)
    # What "Block all cookies" in Chromium's settings writes.
    (profile / "Preferences").write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    context = playwright.chromium.launch_persistent_context(profile.parent, executable_path=chromium_path, args=ARGUMENTS, locale="en-GB")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab of a browser that knows no service workers."""
    for context in without(browser):
        context.set_default_timeout(30_000)
        yield context.new_page()


def read(page: Page, passphrase: str) -> FrameLocator:
    """Types a passphrase and waits for the frame with the page."""
    expect(page.get_by_text("This browser lets the handbook store nothing")).to_be_visible()
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("button", name="Lock", exact=True)).to_be_visible()
    return page.frame_locator("#reading iframe")


def test_it_is_read_page_by_page_with_pictures_files_and_back(bare: Page, site: str, handbook: Handbook, host: Host) -> None:
    asked: list[str] = []
    bare.context.on("request", lambda request: asked.append(request.url))
    bare.goto(site)
    expect(bare.get_by_label("Keep open on this device")).to_be_hidden()
    shown = read(bare, handbook.passphrase)
    expect(shown.get_by_role("heading", name="Riverside")).to_be_visible()
    expect(bare).to_have_title("Riverside")
    expect(bare.get_by_text("This browser allows no search, ticks, notes or reading offline.")).to_be_visible()
    assert shown.locator("#picture").evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 9
    assert shown.locator("body").evaluate("body => getComputedStyle(body).fontFamily") == "sans-serif"

    shown.get_by_role("link", name="Sessions").click()
    expect(shown.get_by_role("heading", name="Sessions")).to_be_visible()
    shown.get_by_role("link", name="14 January").click()
    expect(shown.get_by_role("heading", name="14 January 2026")).to_be_visible()
    expect(bare).to_have_url(f"{site}#/sessions/2026-01-14/")
    bare.go_back()
    expect(shown.get_by_role("heading", name="Sessions")).to_be_visible()
    bare.go_back()
    expect(shown.get_by_role("heading", name="Riverside")).to_be_visible()

    with bare.expect_download() as waiting:
        shown.get_by_role("link", name="Agenda").click()
    assert waiting.value.suggested_filename == "agenda.pdf"
    assert Path(waiting.value.path()).read_bytes() == PDF
    expect(shown.get_by_role("heading", name="Riverside")).to_be_visible()

    origins = {urlsplit(url).netloc for url in asked if urlsplit(url).scheme in ("http", "https")}
    assert origins == {urlsplit(site).netloc}
    known = {path.relative_to(handbook.root).as_posix() for path in handbook.root.rglob("*") if path.is_file()}
    assert not [path for path in host.requests if path.lstrip("/") not in known and path != handbook.base], "the host learned a path"


def test_locking_and_loading_again_forget(bare: Page, site: str, handbook: Handbook) -> None:
    bare.goto(f"{site}#/sessions/")
    expect(read(bare, handbook.passphrase).get_by_role("heading", name="Sessions")).to_be_visible()
    bare.get_by_role("button", name="Lock", exact=True).click()
    expect(bare.get_by_label("Passphrase", exact=True)).to_be_visible()
    expect(bare.locator("iframe")).to_have_count(0)
    expect(bare).to_have_title("Locked handbook")
    expect(bare).to_have_url(f"{site}#/sessions/")
    expect(read(bare, handbook.passphrase).get_by_role("heading", name="Sessions")).to_be_visible()
    bare.reload()
    expect(bare.get_by_label("Passphrase", exact=True)).to_be_visible()


def test_a_wrong_passphrase_is_refused(bare: Page, site: str) -> None:
    bare.goto(site)
    bare.get_by_label("Passphrase", exact=True).fill("six words that open nothing here")
    bare.get_by_role("button", name="Unlock").click()
    expect(bare.get_by_role("alert")).to_contain_text("This passphrase does not open the handbook.")


def test_a_changed_passphrase_can_be_made_there_too(bare: Page, site: str, handbook: Handbook) -> None:
    bare.goto(site)
    bare.get_by_role("button", name="Change my passphrase").click()
    bare.get_by_label("The passphrase that you have now").fill(handbook.passphrase)
    bare.get_by_role("button", name="Go on").click()
    words = bare.locator("#words")
    expect(words).not_to_be_empty()
    bare.get_by_label("Type it in").fill(words.inner_text())
    bare.get_by_role("button", name="I have written it down").click()
    expect(bare.get_by_label("Join code", exact=True)).not_to_be_empty()


@pytest.mark.parametrize("deep", ["#/sessions/2026-01-14/#turn-1", "sessions/2026-01-14/#turn-1", "index.html#/sessions/2026-01-14#turn-1"])
def test_a_deep_link_opens_its_page_and_its_place(tab: Page, site: str, handbook: Handbook, deep: str) -> None:
    tab.set_viewport_size({"width": 390, "height": 200})
    tab.goto(site + deep)
    shown = read(tab, handbook.passphrase)
    expect(shown.get_by_role("heading", name="14 January 2026")).to_be_visible()
    expect(shown.locator("#turn-1")).to_be_in_viewport()
    expect(tab).to_have_url(f"{site}#/sessions/2026-01-14/#turn-1")


def test_what_is_not_there_or_past_its_day_is_the_sites_own_404(tab: Page, site: str, handbook: Handbook) -> None:
    tab.goto(f"{site}#/sessions/2025-01-15/")
    shown = read(tab, handbook.passphrase)
    expect(shown.get_by_text("There is nothing here.")).to_be_visible()
    tab.goto(f"{site}#/%E0%A4%A")
    expect(shown.get_by_text("There is nothing here.")).to_be_visible()


def test_what_is_yours_comes_first_and_what_is_past_its_day_is_gone(tab: Page, site: str, handbook: Handbook) -> None:
    mine = '<div data-als-yours><div data-person="ben">Ben’s</div><div data-person="asha">Asha’s</div><p data-als-everybody hidden><button>Everybody’s</button></p></div>'
    days = '<p data-until="2026-01-15">Past its day</p><time datetime="2000-01-01" data-als-days data-als-due="asha">1 January 2000</time>'
    page = f'<!doctype html><title>Records</title><article data-als-page data-timezone="Europe/London" data-language="en"><h1>Records</h1>{mine}{days}</article>'
    handbook.extra["records/index.html"] = Content(page.encode(), "text/html; charset=utf-8")
    handbook.publish(101)
    tab.goto(f"{site}#/records/")
    shown = read(tab, handbook.passphrase)
    expect(shown.locator("[data-person]")).to_have_text(["Asha’s", "Ben’s"])
    expect(shown.get_by_text("Ben’s")).to_be_visible()
    expect(shown.get_by_text("overdue")).to_be_visible()
    expect(shown.get_by_role("button")).to_have_count(0)
    expect(shown.get_by_text("Past its day")).to_have_count(0)


def test_a_deep_link_to_a_file_saves_it_and_shows_home(tab: Page, site: str, handbook: Handbook) -> None:
    tab.goto(f"{site}#/files/agenda.pdf")
    with tab.expect_download(timeout=40_000) as waiting:
        shown = read(tab, handbook.passphrase)
    assert Path(waiting.value.path()).read_bytes() == PDF
    expect(shown.get_by_role("heading", name="Riverside")).to_be_visible()
    expect(tab).to_have_url(f"{site}#/")


def test_hostile_text_does_nothing(tab: Page, site: str, handbook: Handbook, serve: Callable[[Path], Host], tmp_path: Path) -> None:
    elsewhere = serve(tmp_path)
    handbook.extra["hostile/index.html"] = Content(HOSTILE.replace("ELSEWHERE/", elsewhere.url).encode(), "text/html; charset=utf-8")
    handbook.publish(101)
    tab.goto(f"{site}#/hostile/")
    shown = read(tab, handbook.passphrase)
    heading = shown.get_by_role("heading", name="Hostile")
    heading.click()
    # Ordinary styles are kept; what they name elsewhere is not.
    assert heading.evaluate("heading => getComputedStyle(heading).color") == "rgb(1, 2, 3)"
    shown.get_by_text("Script link").click()
    shown.get_by_text("Drawn link").click()
    assert shown.get_by_text("Neighbour").get_attribute("target") == "_blank"
    away = shown.get_by_text("Away")
    assert [away.get_attribute(name) for name in ("target", "rel", "ping")] == ["_blank", "noopener noreferrer", None]
    expect(shown.locator("form, iframe, video, base, link, script")).to_have_count(0)
    tab.wait_for_timeout(500)
    expect(tab).to_have_title("Hostile")
    expect(tab).to_have_url(f"{site}#/hostile/")
    assert elsewhere.requests == []
    tab.evaluate("url => new Image().src = url", f"{elsewhere.url}not-even-the-lock-screen")
    with tab.context.expect_page() as opening:
        away.click()
    opening.value.wait_for_load_state()
    # A tab that somebody opens may ask for an icon of its own.
    assert [path for path in elsewhere.requests if path != "/favicon.ico"] == ["/"], "the other host must hear of what is asked for"
    sandbox = str(tab.locator("#reading iframe").get_attribute("sandbox")).split()
    assert "allow-scripts" not in sandbox and "allow-forms" not in sandbox
    # The frame's own policy forbids it all once more, whatever was taken out of the page.
    assert "content=\"default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'\"" in str(tab.locator("#reading iframe").get_attribute("srcdoc"))


def test_a_script_in_the_frame_runs_not_even_where_it_is_put_by_force(tab: Page, site: str, handbook: Handbook) -> None:
    tab.goto(site)
    body = read(tab, handbook.passphrase).locator("body")
    body.evaluate("""body => {
      body.insertAdjacentHTML('beforeend', '<img src=x onerror="top.ran = 1">');
      const script = body.ownerDocument.createElement('script');
      script.src = 'als.js';
      script.textContent = 'top.ran = 2';
      body.append(script);
    }""")
    tab.wait_for_timeout(500)
    assert tab.evaluate("window.ran") is None


def test_the_lock_screens_policy_is_as_it_was(tab: Page, site: str) -> None:
    tab.goto(site)
    assert tab.locator("meta[http-equiv]").get_attribute("content") == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src data:; form-action 'none'; base-uri 'self'"
    )


def test_a_host_that_forbids_frames_is_no_hindrance(tab: Page, site: str, handbook: Handbook) -> None:
    forbidding = {"content-security-policy": "frame-ancestors 'none'", "cross-origin-opener-policy": "noopener-allow-popups", "x-frame-options": "DENY"}
    tab.route("**/*", lambda route: route.fulfill(response=(got := route.fetch()), headers={**got.headers, **forbidding}))
    tab.goto(site)
    expect(read(tab, handbook.passphrase).get_by_role("heading", name="Riverside")).to_be_visible()


def test_damage_is_said(tab: Page, site: str, handbook: Handbook) -> None:
    # The largest pack holds the PDF; this page needs none of it.
    pack = max((handbook.folder / "packs").iterdir(), key=lambda path: path.stat().st_size)
    good = pack.read_bytes()
    pack.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    tab.goto(f"{site}#/sessions/")
    shown = read(tab, handbook.passphrase)
    tab.goto(f"{site}#/files/agenda.pdf")
    expect(tab.get_by_role("alert")).to_contain_text("not what was published")
    tab.go_back()
    expect(tab.get_by_role("alert")).to_be_hidden()
    expect(shown.get_by_role("heading", name="Sessions")).to_be_visible()


def test_a_theme_that_was_changed_is_not_shown(tab: Page, site: str, handbook: Handbook) -> None:
    (handbook.root / "assets" / "app.css").write_bytes(STYLE + b"body { display: none }")
    tab.goto(site)
    tab.get_by_label("Passphrase", exact=True).fill(handbook.passphrase)
    tab.get_by_role("button", name="Unlock").click()
    expect(tab.get_by_role("alert")).to_contain_text("not what was published")
    expect(tab.locator("iframe")).to_have_count(0)


def test_a_newer_build_is_read_from_the_next_page_on(tab: Page, site: str, handbook: Handbook) -> None:
    tab.clock.install()
    tab.goto(site)
    shown = read(tab, handbook.passphrase)
    handbook.publish(101, edition="second")
    tab.clock.fast_forward("02:00")
    shown.get_by_role("link", name="Sessions").click()
    shown.get_by_role("link", name="Home").click()
    expect(shown.locator("#edition")).to_have_text("second")
    handbook.publish(99, edition="older")
    tab.clock.fast_forward("02:00")
    shown.get_by_role("link", name="Home").click()
    expect(shown.locator("#edition")).to_have_text("second")


def test_a_device_that_remembers_a_newer_build_takes_no_older_one_without_a_worker(
    context: BrowserContext, site: str, handbook: Handbook, unlock: Callable[[Page, str], None]
) -> None:
    page = context.new_page()
    page.goto(site)
    unlock(page, handbook.passphrase)
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).unregister()")
    page.close()
    (older := context.new_page()).add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', {get: () => undefined})")
    handbook.publish(99, edition="older")
    older.goto(site)
    older.get_by_label("Passphrase", exact=True).fill(handbook.passphrase)
    older.get_by_role("button", name="Unlock").click()
    expect(older.get_by_role("alert")).to_contain_text("older")
    expect(older.locator("iframe")).to_have_count(0)


def test_who_was_taken_out_reads_no_further(tab: Page, site: str, handbook: Handbook) -> None:
    tab.clock.install()
    tab.goto(site)
    shown = read(tab, handbook.passphrase)
    handbook.publish(101, grants={"ben": 0})
    tab.clock.fast_forward("02:00")
    shown.get_by_role("link", name="Sessions").click()
    expect(tab.get_by_role("alert")).to_contain_text("the passphrase used here no longer opens it")
    expect(tab.locator("iframe")).to_have_count(0)


def test_half_an_hour_without_use_locks(tab: Page, site: str, handbook: Handbook) -> None:
    tab.clock.install()
    tab.goto(site)
    shown = read(tab, handbook.passphrase)
    tab.clock.fast_forward("25:00")
    shown.get_by_role("link", name="Sessions").click()
    tab.clock.fast_forward("25:00")
    tab.clock.run_for(2000)
    expect(shown.get_by_role("heading", name="Sessions")).to_be_visible()
    tab.clock.fast_forward("31:00")
    tab.clock.run_for(2000)
    expect(tab.get_by_label("Passphrase", exact=True)).to_be_visible()


def test_it_locks_itself_after_as_long_as_the_host_says(tab: Page, site: str, handbook: Handbook) -> None:
    handbook.idle_minutes = 5
    handbook.publish(101)
    tab.clock.install()
    tab.goto(site)
    shown = read(tab, handbook.passphrase)
    tab.clock.fast_forward("04:00")
    tab.clock.run_for(2000)
    expect(shown.locator("h1")).to_be_visible()
    tab.clock.fast_forward("02:00")
    tab.clock.run_for(2000)
    expect(tab.get_by_label("Passphrase", exact=True)).to_be_visible()


def test_nothing_is_left_on_the_device(playwright: Playwright, chromium_path: str, site: str, handbook: Handbook, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    context = playwright.chromium.launch_persistent_context(profile, executable_path=chromium_path, args=ARGUMENTS, service_workers="block")
    page = context.new_page()
    page.goto(site)
    shown = read(page, handbook.passphrase)
    shown.get_by_role("link", name="Sessions").click()
    expect(shown.get_by_role("heading", name="Sessions")).to_be_visible()
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    context.close()
    files = [path for path in profile.rglob("*") if path.is_file()]
    assert any(b"data-als-lock" in path.read_bytes() or b"riverside" in path.read_bytes() for path in files), "the search must see what is kept"
    words = (MARKER, handbook.passphrase)
    assert not [path for path in files if any(word.encode() in path.read_bytes() for word in words)]
