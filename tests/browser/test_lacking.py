"""What a browser lacks is said before anybody types, kindly and with what to do; each lack in words of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from .handbook import Handbook
from .host import Host


def told(page: Page) -> str:
    """What the lock screen says in place of the form."""
    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="I have been invited")).to_be_hidden()
    return page.get_by_role("alert").inner_text()


def test_plain_http(page: Page, host: Host) -> None:
    # A name that is not localhost: no cryptography there.
    page.route("http://handbook.example/**", lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace("http://handbook.example/", host.url))))
    page.goto("http://handbook.example/riverside/")
    words = told(page)
    assert words.startswith("A handbook opens only at an address that begins with https://")
    assert "ask whoever looks after this site to switch on https" in words


def test_lockdown_mode(page: Page, site: str) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(site)
    words = told(page)
    assert words.startswith("Unlocking needs WebAssembly, which is switched off here, as Lockdown Mode does.")
    assert "make an exception for this site" in words and "on iPhone or iPad" in words and "on a Mac" in words


def test_lockdown_mode_without_service_workers_offers_no_reading_that_cannot_be(page: Page, site: str) -> None:
    page.add_init_script("delete globalThis.WebAssembly; Object.defineProperty(Navigator.prototype, 'serviceWorker', {get: () => undefined})")
    page.goto(site)
    assert told(page).startswith("Unlocking needs WebAssembly")
    expect(page.get_by_text("This browser lets the handbook store nothing")).to_be_hidden()


def test_webassembly_that_may_not_run_is_said_after_typing(page: Page, site: str, handbook: Handbook) -> None:
    # A host with a policy of its own. (Where the service worker answers, the policy is ours.)
    page.context.route("**/argon2.js", lambda route: route.fulfill(response=(got := route.fetch()), headers={**got.headers, "content-security-policy": "script-src 'self'"}))
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', {get: () => undefined})")
    page.goto(site)
    page.get_by_label("Passphrase", exact=True).fill(handbook.passphrase)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("alert")).to_contain_text("Unlocking needs WebAssembly")
    expect(page.get_by_label("Passphrase", exact=True)).to_be_editable()


@pytest.mark.parametrize(
    "lacking",
    [
        "X25519",
        "Ed25519",
        "delete globalThis.DecompressionStream",
        "delete Object.hasOwn",
    ],
)
def test_too_old(page: Page, site: str, lacking: str) -> None:
    refusing = f"""const generate = SubtleCrypto.prototype.generateKey;
      SubtleCrypto.prototype.generateKey = function (algorithm, ...rest) {{
        if (algorithm === "{lacking}") return Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"));
        return generate.call(this, algorithm, ...rest);
      }};"""
    page.add_init_script(lacking if " " in lacking else refusing)
    page.goto(site)
    words = told(page)
    assert words.startswith("This browser is too old to open the handbook")
    assert "Please update it, or use a recent Chrome, Edge, Firefox or Safari." in words


def test_one_that_fails_to_make_a_key_once_is_not_too_old(page: Page, site: str, handbook: Handbook, unlock: Callable[..., None]) -> None:
    page.add_init_script("""const generate = SubtleCrypto.prototype.generateKey;
      SubtleCrypto.prototype.generateKey = function (...asked) {
        SubtleCrypto.prototype.generateKey = generate;
        return Promise.reject(new DOMException("", "OperationError"));
      };""")
    page.goto(site)
    unlock(page, handbook.passphrase)


def late(page: Page) -> None:
    """What stands there without any script appears, but not at once: a slow connection is no old browser."""
    words = page.get_by_text("this browser may be too old to open the handbook")
    assert words.evaluate("words => parseFloat(getComputedStyle(words.closest('.late')).animationDelay)") == 5
    expect(words).to_be_visible()
    expect(page.get_by_text("If you opened this page from a folder, use its web address")).to_be_visible()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_hidden()


def test_too_old_to_read_the_script_at_all(page: Page, site: str, handbook: Handbook) -> None:
    script = handbook.folder / "als.js"
    script.write_bytes(b"let unknown = a ?? b |> c;\n" + script.read_bytes())
    page.goto(site)
    late(page)


def test_opened_from_a_folder(page: Page, handbook: Handbook) -> None:
    page.goto((handbook.folder / "index.html").as_uri())
    late(page)


def test_no_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    words = page.locator("noscript p")
    expect(words).to_be_visible()
    assert "Scripts are switched off in this browser." in words.inner_text() and "please allow scripts for this site" in words.inner_text()
    expect(page.get_by_text("this browser may be too old")).to_be_hidden()
    context.close()


def test_a_browser_that_lacks_nothing_is_told_nothing(page: Page, site: str, handbook: Handbook, unlock: Callable[[Page, str], None]) -> None:
    page.goto(site)
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.get_by_text("This browser lets the handbook store nothing")).to_be_hidden()
    unlock(page, handbook.passphrase)
