"""The lock screen: opening, refusing, keeping the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import als_plugin.client
from als_plugin.client import shell
from als_plugin.vault.format import b64
from als_plugin.words import ngettext

from .conftest import eventually
from .handbook import Handbook
from .host import Host

Unlock = Callable[[Page, str], None]


def refused(page: Page, passphrase: str) -> str:
    """What the lock screen says to a passphrase that does not open the handbook."""
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("alert")).not_to_be_empty()
    return page.get_by_role("alert").inner_text()


def test_a_passphrase_opens_the_handbook(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    expect(page).to_have_title("Locked handbook")
    expect(page.get_by_text("Published on 23 November 2026")).to_be_visible()
    unlock(page, "  " + handbook.passphrase.upper().replace(" ", "-") + " ")
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()
    expect(page).to_have_url(site)


def test_a_wrong_passphrase_is_refused_and_the_right_one_then_opens(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    assert refused(page, "") == "Please type your passphrase first."
    assert refused(page, "six words that open nothing here").startswith("This passphrase does not open the handbook.")
    field = page.get_by_label("Passphrase", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    unlock(page, handbook.passphrase)


def test_a_word_that_cannot_be_one_is_named_(page: Page, site: str, handbook: Handbook) -> None:
    asked: list[str] = []
    working: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("worker", lambda worker: working.append(worker.url))
    page.goto(site)
    expect(page.locator("#count")).to_have_text("0 of 6 words")
    assert f"{site}join.js" not in asked
    assert refused(page, "vascular trapped zookeeper vasculer").startswith("A passphrase has six words, and here stand 4.")
    expect(page.locator("#count")).to_have_text("4 of 6 words")
    assert not working, "counted before Argon2id is asked"
    expect(page.get_by_role("alert")).to_contain_text("“vasculer” is not a word of the list; the nearest there is “vascular”.")
    assert f"{site}join.js" in asked
    # Words of the list that hold a hyphen count as one, however they are typed.
    said = refused(page, "drop-down t shirt Yo-Yo felt tip trapped vascular")
    assert said == "This passphrase does not open the handbook. Please check each word. If it used to work, it may have been withdrawn: your facilitator can help."


def test_by_keyboard_alone_with_the_passphrase_shown(page: Page, site: str, handbook: Handbook) -> None:
    page.goto(site)
    field = page.get_by_label("Passphrase", exact=True)
    expect(field).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show passphrase")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    assert field.evaluate("(field) => field.localName") == "textarea", "six words wrap, so that all of them are seen"
    page.keyboard.insert_text(handbook.passphrase)
    expect(page.locator("#count")).to_have_text("6 of 6 words")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()


def test_a_shared_link_opens_its_page_and_its_place(page: Page, site: str, handbook: Handbook, host: Host, unlock: Unlock) -> None:
    page.goto(f"{site}#/sessions/2026-01-14/#turn-1")
    unlock(page, handbook.passphrase)
    expect(page.get_by_role("heading", name="14 January 2026")).to_be_visible()
    expect(page).to_have_url(f"{site}sessions/2026-01-14/#turn-1")
    assert not [path for path in host.requests if "sessions" in path], "the host learned the path"


def test_a_link_with_its_page_in_the_fragment_works_where_the_handbook_is_open(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    unlock(page, handbook.passphrase)
    page.goto(f"{site}sessions/")
    page.goto(f"{site}#/sessions/2026-01-14/#turn-1")
    expect(page.get_by_role("heading", name="14 January 2026")).to_be_visible()
    expect(page).to_have_url(f"{site}sessions/2026-01-14/#turn-1")
    page.goto(site)
    page.evaluate("location.hash = '#/sessions/'")
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    expect(page).to_have_url(f"{site}sessions/")
    page.goto(f"{site}#/../assets/app.css")
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()
    assert page.url.startswith(site) and "assets" not in page.url.split("#")[0], "a link never leads out of the folder"


def test_a_deep_link_that_the_host_answers_with_404_opens_its_page(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(f"{site}sessions/2026-01-14/#turn-1")
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    expect(page).to_have_url(f"{site}#/sessions/2026-01-14/#turn-1")
    unlock(page, handbook.passphrase)
    expect(page).to_have_url(f"{site}sessions/2026-01-14/#turn-1")


def test_a_link_never_leads_out_of_the_folder(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(f"{site}#/../assets/app.css")
    unlock(page, handbook.passphrase)
    expect(page).to_have_url(site)


def test_a_damaged_build_is_refused(page: Page, site: str, handbook: Handbook) -> None:
    for pack in (handbook.folder / "packs").iterdir():
        data = bytearray(pack.read_bytes())
        data[len(data) // 2] ^= 1
        pack.write_bytes(data)
    page.goto(site)
    assert refused(page, handbook.passphrase).startswith("What is stored at this address is not what was published")


def test_a_changed_keyring_is_refused(page: Page, site: str, handbook: Handbook) -> None:
    keyring = handbook.folder / "keyring"
    keyring.write_bytes(keyring.read_bytes().replace(b'"build":100', b'"build":101'))
    page.goto(site)
    assert refused(page, handbook.passphrase).startswith("What is stored at this address is not what was published")


def test_an_older_build_is_refused_once_a_newer_was_opened(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    handbook.publish(200)
    page.goto(site)
    unlock(page, handbook.passphrase)
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    handbook.publish(199)
    assert refused(page, handbook.passphrase).startswith("This address holds an older edition")
    handbook.publish(201, edition="third")
    unlock(page, handbook.passphrase)
    expect(page.locator("#edition")).to_have_text("third")


def test_the_host_going_away_is_said(page: Page, site: str, handbook: Handbook, host: Host) -> None:
    page.goto(site)
    expect(page.get_by_text("Published on")).to_be_visible()
    eventually(page, "navigator.serviceWorker.getRegistration().then((each) => each?.active?.state === 'activated')")
    host.stop()
    page.evaluate("caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))")
    assert refused(page, handbook.passphrase).startswith("The handbook cannot be reached just now.")


def test_a_listed_set_is_named_in_its_own_language(page: Page, site: str, handbook: Handbook) -> None:
    spoken = {"Unlock": "Ouvrir", "Passphrase": "Phrase </script> de passe", "Please type your passphrase first.": "Tapez d’abord </script> la phrase."}
    files = handbook.shell(name="Riverside & <Co>", language="fr", words=lambda message: spoken.get(message, message))
    for path in ("index.html", "sw.js"):
        (handbook.folder / path).write_bytes(files[path])
    page.goto(site)
    expect(page).to_have_title("Riverside & <Co>")
    expect(page.get_by_label("Phrase </script> de passe", exact=True)).to_be_visible()
    expect(page.get_by_text("23 novembre 2026")).to_be_visible()
    page.get_by_role("button", name="Ouvrir").click()
    expect(page.get_by_role("alert")).to_have_text("Tapez d’abord </script> la phrase.")


def test_every_word_of_the_lock_screens_script_can_be_translated(page: Page, site: str) -> None:
    known = json.loads((Path(als_plugin.client.__file__).parent / "dist" / "words.json").read_text("utf-8"))
    assert "Unlocking…" in known["lock"]["words"] and "Lock" in known["page"]["words"]
    page.goto(site)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("alert")).not_to_be_empty()
    assert page.get_by_role("alert").inner_text() in known["lock"]["words"]


def test_the_worker_begins_with_what_it_shows_and_whose_handbook_it_opens(handbook: Handbook) -> None:
    files = handbook.shell()
    first, second, third, fourth, rest = files["sw.js"].split(b"\n", 4)
    assert rest == (Path(als_plugin.client.__file__).parent / "dist" / "sw.js").read_bytes()
    pins = json.loads(first.removeprefix(b"self.alsShell=").removesuffix(b";"))
    assert pins == {path: hashlib.sha256(files[path]).hexdigest() for path in ("als.js", "argon2.js", "join.js", "als.css", "index.html")}
    access = handbook.keys.access
    origin = json.loads(second.removeprefix(b"self.alsOrigin=").removesuffix(b";"))
    assert origin == {"set": b64(access.set_id), "publisher": b64(access.publisher)}
    assert set(json.loads(third.removeprefix(b"self.alsPlain=").removesuffix(b";"))) == {"unreachable", "unfit"}
    assert fourth == b"self.alsIdle=30;"
    for path in ("index.html", "404.html"):
        assert f'data-set="{origin["set"]}" data-publisher="{origin["publisher"]}"' in files[path].decode()


def test_the_lock_screen_needs_a_folder() -> None:
    with pytest.raises(ValueError, match="begins and ends with a slash"):
        shell(base="/riverside", name=None, language="en", words=str, plurals=ngettext, set_id=bytes(16), publisher=bytes(32))
