"""Making a passphrase and keys on one's own device, and changing a passphrase: nobody else learns it."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from diceware.wordlist import WordList, get_wordlist_path
from playwright.sync_api import Page, expect
from zxingcpp import BarcodeFormat, read_barcodes

from als_plugin.vault import JoinCode

from .handbook import Handbook
from .host import Host

Unlock = Callable[[Page, str], None]
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def handbook(handbook: Handbook) -> Iterator[Handbook]:
    """The hand-made site, whose grants this test may change."""
    before = handbook.keys.access
    handbook.keys.access = copy.deepcopy(before)
    yield handbook
    handbook.keys.access = before


def invited(page: Page) -> str:
    """Presses the button; the passphrase that is shown then."""
    page.get_by_role("button", name="I have been invited").click()
    expect(page.locator("#words")).not_to_be_empty()
    return page.locator("#words").inner_text()


def make(page: Page) -> tuple[str, str, str]:
    """The passphrase, the code and the digits, from the step that shows the words on."""
    passphrase = page.locator("#words").inner_text()
    page.get_by_label("Type it in").fill(passphrase)
    page.get_by_role("button", name="I have written it down").click()
    expect(page.get_by_role("heading", name="Your join code")).to_be_visible()
    return passphrase, page.get_by_label("Join code", exact=True).input_value(), page.locator("#digits").inner_text()


def refusal(page: Page) -> str:
    expect(page.get_by_role("alert")).not_to_be_empty()
    return page.get_by_role("alert").inner_text()


def test_somebody_invited_makes_their_own_passphrase_and_is_admitted(page: Page, site: str, host: Host, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    assert "/riverside/join.js" not in host.requests
    page.get_by_role("button", name="I have been invited").click()
    expect(page.get_by_role("heading", name="Your new passphrase")).to_be_focused()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_hidden()
    page.get_by_label("Type it in").fill("six other words")
    page.get_by_role("button", name="I have written it down").click()
    assert refusal(page) == "That is not the passphrase above. Please look at each word."
    passphrase, text, digits = make(page)
    assert passphrase not in page.content(), "the passphrase is shown once"

    code = JoinCode.decode(text, "join code")
    assert code.fingerprint(handbook.keys.publisher.public) == digits
    page.get_by_role("button", name="Back to the lock screen").click()
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Unlock").click()
    assert "does not open the handbook" in refusal(page)

    handbook.keys.access.admit("dita", code, TODAY)
    handbook.publish(101, grants={"asha": 0, "ben": 0, "dita": 0})
    unlock(page, passphrase)
    page.goto(f"{site}probe/")
    page.wait_for_function("globalThis.bridge")
    assert page.evaluate("bridge.person()") == "dita"
    # Nothing of it went to the host.
    # One of its words alone may stand in an address by chance: "riverside" is one of the list.
    assert not [path for path in host.requests if "?" in path or sum(word in path for word in passphrase.split()) > 1]


def test_the_words_are_the_list_of_the_command(page: Page, site: str, handbook: Handbook) -> None:
    words = WordList(get_wordlist_path("en_eff"))
    expected = list(words)
    words.fd.close()
    script = (handbook.folder / "join.js").read_text("utf-8")
    found = max(re.findall(r'"([a-z -]+)"', script), key=len).split(" ")
    assert sorted(found) == sorted(expected) and len(set(found)) == 7776
    seen = set()
    for _time in range(3):
        page.goto(site)
        passphrase = invited(page)
        assert len(passphrase.split(" ")) == 6 and set(passphrase.split(" ")) <= set(found)
        seen.add(passphrase)
    assert len(seen) == 3


def test_the_picture_holds_the_code(page: Page, site: str) -> None:
    page.goto(site)
    invited(page)
    _passphrase, text, _digits = make(page)
    shown = page.get_by_role("img", name="Join code as a picture")
    expect(shown).to_be_visible()
    size, pixels = shown.evaluate(
        """async (svg) => {
          const picture = new Image();
          picture.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
          await picture.decode();
          const canvas = new OffscreenCanvas(600, 600).getContext('2d');
          canvas.drawImage(picture, 0, 0, 600, 600);
          return [600, Array.from(canvas.getImageData(0, 0, 600, 600).data.filter((_byte, at) => at % 4 === 0))];
        }"""
    )
    (found,) = read_barcodes(memoryview(bytes(pixels)).cast("B", (size, size)), formats=BarcodeFormat.QRCode)
    assert found.text == text.replace("-", "")
    expect(page.get_by_label("Join code", exact=True)).to_have_attribute("readonly", "")


def test_a_keyring_that_its_publisher_did_not_sign_is_no_ground_for_a_code(page: Page, site: str, handbook: Handbook) -> None:
    keyring = handbook.folder / "keyring"
    keyring.write_bytes(keyring.read_bytes().replace(b'"build":100', b'"build":101'))
    page.goto(site)
    page.get_by_label("Type it in").fill(invited(page))
    page.get_by_role("button", name="I have written it down").click()
    assert refusal(page).startswith("What is stored at this address is not what was published")


def test_a_passphrase_is_changed_and_the_notes_come_along(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    unlock(page, handbook.passphrase)
    page.goto(f"{site}probe/")
    page.wait_for_function("globalThis.bridge")
    page.evaluate("bridge.notes.set('sheet', 'my issue')")
    page.goto(site)
    page.get_by_role("button", name="Lock", exact=True).click()

    page.get_by_role("button", name="Change my passphrase").click()
    page.get_by_label("The passphrase that you have now").fill("none of these words are mine")
    page.get_by_role("button", name="Go on").click()
    assert "does not open the handbook" in refusal(page)
    page.get_by_label("The passphrase that you have now").fill(handbook.passphrase)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Your new passphrase")).to_be_visible()
    passphrase, text, _digits = make(page)
    page.get_by_role("button", name="Back to the lock screen").click()

    # Until the code is admitted the old passphrase works, and what is noted with it is not lost.
    unlock(page, handbook.passphrase)
    page.goto(f"{site}probe/")
    page.wait_for_function("globalThis.bridge")
    assert page.evaluate("bridge.notes.get('sheet')") == "my issue"
    page.evaluate("bridge.notes.set('ticks', [1])")
    page.goto(site)
    page.get_by_role("button", name="Lock", exact=True).click()

    handbook.keys.access.admit("asha", JoinCode.decode(text, "join code"), TODAY, replace=True)
    handbook.publish(102)
    page.get_by_label("Passphrase", exact=True).fill(handbook.passphrase)
    page.get_by_role("button", name="Unlock").click()
    assert "does not open the handbook" in refusal(page)
    unlock(page, passphrase)
    page.goto(f"{site}probe/")
    page.wait_for_function("globalThis.bridge")
    assert page.evaluate("bridge.person()") == "asha"
    assert page.evaluate("Promise.all(['sheet', 'ticks'].map(bridge.notes.get))") == ["my issue", [1]]
    page.evaluate("bridge.notes.set('ticks', undefined)")
    page.reload()
    page.wait_for_function("globalThis.bridge")
    assert page.evaluate("bridge.notes.get('sheet')") == "my issue"
    # What was kept for the way over is gone.
    assert page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open('als', 1);
          opening.onsuccess = () => (opening.result.transaction('notes').objectStore('notes').getAllKeys().onsuccess = ({ target }) => resolve(target.result.length));
        })"""
    ) == 1
