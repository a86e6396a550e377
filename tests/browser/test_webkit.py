"""The main path in WebKit (Safari's engine, in GTK's build of it), over WebDriver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from als_plugin.vault.keys import new_pair

from .answering import answering, taken_from_cleo_and_ben
from .handbook import Handbook, Keys
from .host import Host
from .test_samples import PHRASES
from .webdriver import Tab, webkit

LOCK_SCREEN = "document.querySelector('#lock:not([hidden])')"
PASSPHRASE = PHRASES["riverside", "Farah Siddiqui"]


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Tab]:
    with webkit(tmp_path) as started:
        yield started


def heading(tab: Tab, text: str) -> None:
    tab.until(f"the heading {text}", f"document.querySelector('main article h1')?.textContent.includes({text!r})")


def unlock(tab: Tab, passphrase: str) -> None:
    tab.until("the lock screen", LOCK_SCREEN)
    tab.type_into("#passphrase", passphrase)
    tab.click("#unlock")


def picture(tab: Tab, address: str) -> None:
    tab.go(f"{address}pages/our-room/")
    shown = "const picture = document.querySelector('article img'); if (picture) picture.loading = 'eager'; return picture"
    tab.until("the picture", f"(() => {{ {shown} }})()?.naturalWidth > 100")


def test_the_main_path(tab: Tab, riverside: Host) -> None:
    address = f"{riverside.url}riverside/"
    tab.go(address)
    unlock(tab, "six words that open nothing here")
    tab.until("the refusal", "document.querySelector('[role=alert]')?.textContent.startsWith('This passphrase does not open')")
    tab.run("document.getElementById('passphrase').value = ''")
    unlock(tab, PASSPHRASE)
    heading(tab, "Riverside")
    tab.until("the list of pages", "performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.endsWith('/sitemap.xml') && responseEnd)")
    tab.run("window.same = true")
    tab.click(".als-places a[href$='sessions/']")
    heading(tab, "Sessions")
    assert tab.run("return [location.href, window.same]") == [f"{address}sessions/", True]
    tab.click(".md-search__input")
    tab.until("the search index", "document.querySelector('.md-search-result__meta')?.textContent.includes('Type to start searching')")
    tab.type_into(".md-search__input", "tenants")
    tab.until("results", "document.querySelector('.md-search-result__link mark')")
    picture(tab, address)
    kept = "caches.keys().then(async (names) => (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length))))"
    tab.run(f"window.kept = 0; setInterval(() => {kept}.then((each) => (window.kept = each.reduce((a, b) => a + b))), 200)")
    tab.until("what is kept for reading offline", "window.kept > 15")
    riverside.stop()
    tab.go(f"{address}actions/")
    heading(tab, "Actions")
    picture(tab, address)
    tab.click("button[aria-label=Lock]")
    tab.until("the lock screen", LOCK_SCREEN)
    tab.go(f"{address}actions/")
    tab.until("the lock screen", LOCK_SCREEN)
    assert tab.run("return document.querySelector('article')") is None
    unlock(tab, PASSPHRASE)
    heading(tab, "Actions")


def test_reading_where_there_is_no_service_worker(tab: Tab, site: str, handbook: Handbook) -> None:
    # The driver cannot switch service workers off; one that cannot be fetched comes to the same.
    (handbook.folder / "sw.js").unlink()
    tab.go(site)
    unlock(tab, handbook.passphrase)
    inside = "document.querySelector('#reading iframe')?.contentDocument"
    tab.until("the page", f"{inside}?.querySelector('h1')?.textContent === 'Riverside'")
    tab.until("the picture", f"{inside}.querySelector('#picture').naturalWidth === 9")
    link = f"{inside}.querySelector('a[href$=\"#/sessions/\"]').getBoundingClientRect()"
    tab.click_at(f"((frame, link) => [frame.x + link.x + 5, frame.y + link.y + 5])(document.querySelector('#reading iframe').getBoundingClientRect(), {link})"
)
    tab.until("the next page", f"{inside}.querySelector('h1').textContent === 'Sessions'")
    assert tab.run("return location.href") == f"{site}#/sessions/"
    tab.run("history.back()")
    tab.until("the page before", f"{inside}.querySelector('h1').textContent === 'Riverside'")
    tab.click("#reading-lock")
    tab.until("the lock screen without the page", f"{LOCK_SCREEN} && !document.querySelector('iframe')")


def pressed(tab: Tab, words: str, within: str = "dialog[open]") -> None:
    """Press the first button with these words."""
    button = f"[...document.querySelectorAll('{within} button')].find((each) => each.textContent.trim() === {words!r})"
    tab.until(f"the button {words}", f"{button}")
    tab.run(f"document.querySelector('[data-pressed]')?.removeAttribute('data-pressed'); {button}.dataset.pressed = ''")
    tab.click("[data-pressed]")


def copied(tab: Tab, within: str = "dialog[open]") -> str:
    """Press Copy, and take what stands in the clipboard once it is said so: pasted, as a person would, into a field."""
    pressed(tab, "Copy", within)
    said = f"document.querySelector('{within} .als-reply__said')?.textContent"
    tab.until("an answer", said)
    answer = str(tab.run(f"return {said}"))
    assert answer.startswith("Copied."), answer
    tab.run("document.querySelector('dialog')?.close(); const field = document.createElement('textarea'); field.id = 'pasted'; document.body.prepend(field)")
    tab.type_into("#pasted", "\ue009v")
    tab.until("the pasted text", "document.querySelector('#pasted').value")
    tab.until("no sheet", "!document.querySelector('dialog')")
    return str(tab.run("const field = document.querySelector('#pasted'); field.remove(); return field.value"))


def test_replies(tab: Tab, serve: Callable[[Path], Host], tmp_path: Path) -> None:
    organisation = answering(tmp_path / "organisation")
    address = f"{serve(organisation.site).url}quay/"
    tab.go(address)
    unlock(tab, organisation.passphrases["cleo"])
    pressed(tab, "Report back", "article")
    tab.until("the sheet", "document.querySelector('dialog[open] [name=did]')")
    tab.click("dialog [name=status][value=done]")
    tab.type_into("dialog [name=did]", "I rang <b>them</b>.")
    report = copied(tab)
    pressed(tab, "Bring a topic", "article")
    tab.until("the sheet", "document.querySelector('dialog[open] [name=headline]')")
    tab.type_into("dialog [name=headline]", "A partner who is leaving")
    bid = copied(tab)
    tab.go(address)
    tab.until("what was sent", "document.querySelectorAll('[data-als-sent] li').length === 2")
    tab.click("button[aria-label=Lock]")
    unlock(tab, organisation.passphrases["ben"])
    tab.until("the line that leads there", "document.querySelector('[data-als-to-agree]:not([hidden]) a')")
    tab.click("[data-als-to-agree] a")
    tab.until("the turn", "document.querySelector('.als-agree')?.textContent.includes('An unagreed quarrel over parking')")
    assert tab.run("return location.href") == f"{address}agree/"
    taken_from_cleo_and_ben(organisation, [report, bid, copied(tab, ".als-agree")])


def test_a_private_key_that_begins_with_a_zero(tab: Tab, serve: Callable[[Path], Host], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # One in 32 does, and this WebKit refuses it as it stands.
    monkeypatch.setattr("als_plugin.vault.access.new_pair", zero_first)
    handbook = Handbook(tmp_path / "site", Keys())
    handbook.publish()
    tab.go(f"{serve(handbook.root).url}riverside/")
    unlock(tab, handbook.passphrase)
    tab.until("the page", "document.querySelector('main h1')?.textContent === 'Riverside'")


def zero_first() -> tuple[bytes, bytes]:
    """A private key that begins with a zero, and its public one."""
    while True:
        private, public = new_pair()
        if not private[0]:
            return private, public
