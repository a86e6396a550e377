"""Members answer: from the lock screen to a sent report-back, a topic and an agreed turn, taken in by one command, and seen as taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from als_plugin.records import load_set

from ..site.organisation import Organisation
from .answering import MEETING, answering, is_today, read_in, tells_nothing
from .conftest import KEPT, later, until
from .host import Host

Unlock = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """Published once: cleo has actions, ben a turn to agree."""
    return answering(tmp_path_factory.mktemp("answering") / "organisation")


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone with nothing on it."""
    made = browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844}, has_touch=True, accept_downloads=True)
    made.set_default_timeout(30_000)
    yield made
    made.close()


def saved(page: Page) -> str:
    """What somebody gets who saves the reply as a file."""
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="Save as a file").click()
    return Path(download.value.path()).read_text()


def test_from_the_lock_screen_to_taken_in(
    phone: BrowserContext, organisation: Organisation, serve: Callable[[Path], Host], unlock: Unlock
) -> None:
    host = serve(organisation.site)
    page = phone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{host.url}quay/")
    unlock(page, organisation.passphrases["cleo"])
    first = page.get_by_role("button", name="Report back").first
    expect(first).to_be_visible()
    assert not any("/reply." in url for url in asked)  # fetched when it is first wanted
    first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("Ask the other bidder")).to_be_visible()
    sheet.get_by_role("button", name="Save as a file").click()
    expect(sheet.get_by_role("alert")).to_have_text("Still missing: How does it stand?")
    sheet.get_by_label("Done", exact=True).check()
    sheet.get_by_label("What did you do?").fill("I rang <b>them</b>.")
    page.evaluate(KEPT)
    sheet.get_by_label("What comes next?").fill("A letter.")
    # What is being written is kept sealed, and comes back.
    until(page, lambda: page.evaluate("window.kept"), "nothing is kept")
    page.reload()
    page.get_by_role("button", name="Report back").first.click()
    expect(sheet.get_by_label("What did you do?")).to_have_value("I rang <b>them</b>.")
    kept = page.evaluate(
        "async () => { const out = []; for (const {name} of await indexedDB.databases()) { const db = await new Promise(r => { const o = indexedDB.open(name); "
        "o.onsuccess = () => r(o.result); }); for (const s of db.objectStoreNames) out.push(...await new Promise(r => { const q = db.transaction(s)"
        ".objectStore(s).getAll(); q.onsuccess = () => r(q.result); })); db.close(); } "
        "return out.map(one => one instanceof Uint8Array ? new TextDecoder().decode(one) : '').join() + JSON.stringify(localStorage); }"
    )
    assert "rang" not in kept
    report = saved(page)
    expect(sheet.get_by_text("Saved as reply.txt. Send this file to Fay Marshwood.")).to_be_visible()
    assert tells_nothing(report, "I rang", "rang", "cleo", "Cleo")
    sheet.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("not taken in yet: a report-back")).to_be_visible()

    page.get_by_role("button", name="Bring a topic").click()
    sheet.get_by_label("Your topic, in one line").fill("A partner who is leaving")
    bid = saved(page)
    sheet.get_by_role("button", name="Done", exact=True).click()
    page.reload()
    expect(page.get_by_text("not taken in yet: a report-back")).to_be_visible()

    shown = read_in(organisation, f"Hello\r\n{report}\r\n> on it\r\n{bid}", "read")
    assert sorted(one["kind"] for one in shown["waiting"]) == ["bid", "report"] and not shown["refused"]
    assert all(one["person"] == "cleo" and one["fits"] for one in shown["waiting"]), shown

    # On another device the presenter agrees their own turn, which the others cannot read yet.
    page.close()
    phone.clear_cookies()
    other = phone.browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844}, accept_downloads=True)  # type: ignore[union-attr]
    ben = other.new_page()
    ben.goto(f"{host.url}quay/")
    unlock(ben, organisation.passphrases["ben"])
    ben.get_by_role("link", name="Read and agree the record of your turn").click()
    expect(ben.get_by_text("An unagreed quarrel over parking")).to_be_visible()
    with ben.expect_download() as download:
        ben.locator(".als-agree").get_by_role("button", name="Save as a file").first.click()
    agreed = Path(download.value.path()).read_text()
    ben.goto(f"{host.url}quay/")
    ben.get_by_role("button", name="I cannot come").click()
    expect(ben.get_by_role("dialog").get_by_text("No reason is asked for.")).to_be_visible()
    read_in(organisation, agreed + saved(ben), "read")
    taken = read_in(organisation, "", "take")
    assert len(taken["taken"]) == 4 and not taken["refused"], taken
    record = load_set(organisation.root / "sets/quay")
    agreed_on = record.sessions["2026-04-15"].turns[1].agreed_on
    assert agreed_on and is_today(agreed_on)
    assert record.sessions[str(MEETING)].topics[0].headline == "A partner who is leaving"
    assert record.sessions[str(MEETING)].attendance.apologies == ("ben",)
    assert organisation.run("als", "check").returncode == 0
    assert organisation.run("als", "build").returncode == 0

    later(ben)
    ben.goto(f"{host.url}quay/")
    ben.get_by_role("button", name="Show it").click()
    expect(ben.get_by_text("Taken in on").first).to_be_visible()
    ben.get_by_role("button", name="Dismiss").first.click()
    other.close()


def test_a_strike_is_shown_to_the_keeper(browser: Browser, organisation: Organisation, serve: Callable[[Path], Host], unlock: Unlock) -> None:
    record = organisation.root / "sets/quay/sessions/2026-04-15.yml"
    told = "    scenario: |\n      Broken for\n      the file.\n\n      - one\n      - two\n"
    record.write_text(record.read_text().replace("A move that nobody asked for\n", f"A move that nobody asked for\n{told}"))
    organisation.grant("gus")
    assert organisation.run("als", "build").returncode == 0
    host = serve(organisation.site)
    context = browser.new_context(locale="en-GB", accept_downloads=True, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{host.url}quay/#/agree/")
    unlock(page, organisation.passphrases["gus"])
    block = page.locator("[data-path]", has_text="A move that nobody asked for")
    expect(block).to_be_visible()
    # Lines run on as in the pages, and no sign is anywhere else than in the record.
    assert page.locator("[data-path]", has_text="Broken for").evaluate("node => node.textContent") == "Broken for the file.\n\n- one\n- two"
    page.get_by_text("I would like something changed").click()
    block.evaluate("node => getSelection().setBaseAndExtent(node.firstChild, 2, node.firstChild, 6)")
    page.get_by_role("button", name="Strike what I have marked").click()
    expect(block.locator("del")).to_have_text("move")
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_text("You have struck something")).to_be_visible()
    page.locator("details.als-more").get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied. Paste all of it")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    (one,) = [one for one in read_in(organisation, text, "read")["waiting"] if one["person"] == "gus"]
    assert (one["kind"], one["person"], one["content"]["struck"]) == ("agree", "gus", [{"path": ["headline"], "offset": 2, "length": 4}])
    context.close()
