"""Opening with a fingerprint or a face: a second door, whose every failure ends at the passphrase."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import hashlib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import CDPSession, Page, Playwright, expect

from ..conftest import ARGUMENTS
from .conftest import eventually
from .handbook import Handbook
from .host import Host

OFFER = "Open with your fingerprint or face next time"
OPEN = "Open with fingerprint or face"
Unlock = Callable[[Page, str], None]


@dataclass
class Authenticator:
    """A virtual one that belongs to a tab's device, and unlocks without asking."""

    session: CDPSession
    id: str

    @classmethod
    def on(cls, page: Page, *, prf: bool = True) -> Authenticator:
        """Put one into the device."""
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True, "hasPrf": prf,
        }
        return cls(session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])

    def refuse(self, refuse: bool = True) -> None:
        """Somebody whose finger is not the right one."""
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": not refuse})

    def passkeys(self) -> int:
        """How many it holds."""
        return len(self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"])

    def clear(self) -> None:
        """Remove its passkeys, as one does in a device's settings."""
        self.session.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})


@pytest.fixture
def handbook(handbook: Handbook) -> Iterator[Handbook]:
    """The hand-made site, whose grants this test may change."""
    before = handbook.keys.access
    handbook.keys.access = copy.deepcopy(before)
    yield handbook
    handbook.keys.access = before


@pytest.fixture
def home(site: str) -> str:
    """The address of the set's folder, at a name: digits have no passkeys."""
    return site.replace("127.0.0.1", "localhost")


def type_in(page: Page, passphrase: str) -> None:
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Unlock").click()


def probed(page: Page) -> None:
    """Waits for the page that tries out the bridge."""
    expect(page.get_by_role("heading", name="Probe")).to_be_visible(timeout=30_000)
    eventually(page, "Boolean(globalThis.bridge)")


def locked(page: Page) -> None:
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()


def opened(page: Page) -> None:
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible(timeout=30_000)


@pytest.fixture
def device(page: Page, home: str, handbook: Handbook) -> Authenticator:
    """A device that opens Asha's handbook by fingerprint, and is locked."""
    device = Authenticator.on(page)
    page.goto(home)
    expect(page.get_by_role("button", name=OPEN)).to_be_hidden()
    type_in(page, handbook.passphrase)
    page.get_by_role("button", name=OFFER).click(timeout=30_000)
    opened(page)
    locked(page)
    return device


def test_a_finger_opens_the_page_that_was_wanted_and_the_same_readers_notes(page: Page, home: str, handbook: Handbook) -> None:
    device = Authenticator.on(page)
    page.goto(f"{home}#/probe/")
    type_in(page, handbook.passphrase)
    page.get_by_role("button", name=OFFER).click(timeout=30_000)
    probed(page)
    page.evaluate("bridge.notes.set('kept', 'for me alone')")
    assert device.passkeys() == 1
    page.evaluate("setTimeout(bridge.lock)")
    page.get_by_role("button", name=OPEN).click(timeout=30_000)
    probed(page)
    expect(page).to_have_url(f"{home}probe/")
    assert page.evaluate("bridge.person()") == "asha"
    assert page.evaluate("bridge.notes.get('kept')") == "for me alone"
    # Asked once: neither the passphrase nor the finger brings the offer again.
    page.evaluate("setTimeout(bridge.lock)")
    expect(page.get_by_role("button", name=OPEN)).to_be_visible()
    type_in(page, handbook.passphrase)
    probed(page)


def test_nothing_that_is_kept_opens_without_the_finger(page: Page, device: Authenticator, handbook: Handbook) -> None:
    kept = page.evaluate(
        """() => new Promise((resolve) => {
          indexedDB.open("als keys").onsuccess = ({ target }) => {
            const store = target.result.transaction("keys").objectStore("keys");
            store.getAll().onsuccess = ({ target: { result } }) => resolve(result.map((one) => Object.entries(one).map(([name, value]) => [name, value.constructor.name, value.length])));
          };
        })"""
    )
    (one,) = kept
    assert sorted(name for name, _kind, _length in one) == ["credential", "nonce", "salt", "sealed", "whose"]
    assert dict((name, length) for name, _kind, length in one)["sealed"] == 176 + 16
    assert {kind for _name, kind, _length in one} == {"Uint8Array", "String"}, "no key lies there"


def test_not_now_is_asked_once_and_the_handbook_opens(page: Page, home: str, handbook: Handbook, unlock: Unlock) -> None:
    device = Authenticator.on(page)
    page.goto(home)
    type_in(page, handbook.passphrase)
    expect(page.get_by_role("button", name=OFFER)).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Not on this device, go on").click()
    opened(page)
    locked(page)
    unlock(page, handbook.passphrase)
    assert device.passkeys() == 0


def test_a_device_without_the_secret_keeps_nothing(page: Page, home: str, handbook: Handbook) -> None:
    Authenticator.on(page, prf=False)
    page.goto(home)
    type_in(page, handbook.passphrase)
    page.get_by_role("button", name=OFFER).click(timeout=30_000)
    expect(page.get_by_role("alert")).to_contain_text("This device cannot open the handbook in that way. Nothing was kept")
    page.get_by_role("button", name="Not on this device, go on").click()
    opened(page)
    locked(page)
    expect(page.get_by_role("button", name=OPEN)).to_be_hidden()


@pytest.mark.parametrize("how", ["cancelled", "removed"])
def test_what_fails_ends_at_the_passphrase(page: Page, device: Authenticator, handbook: Handbook, unlock: Unlock, how: str) -> None:
    if how == "cancelled":
        device.refuse()
    else:
        device.clear()
    page.get_by_role("button", name=OPEN).click()
    expect(page.get_by_role("alert")).to_contain_text("it was cancelled, or this device no longer has the passkey of before. Please type your passphrase.", timeout=90_000)
    unlock(page, handbook.passphrase)


@pytest.mark.parametrize("how", ["withdrawn", "reset"])
def test_who_was_withdrawn_or_reset_is_told_and_the_key_goes(page: Page, device: Authenticator, handbook: Handbook, how: str) -> None:
    passphrase = handbook.keys.access.reset("asha", dt.date(2026, 11, 29)) if how == "reset" else None
    handbook.publish(101, grants={"asha": 0, "ben": 0} if how == "reset" else {"ben": 0})
    page.reload()
    page.get_by_role("button", name=OPEN).click()
    expect(page.get_by_role("alert")).to_contain_text("what this device kept no longer opens it", timeout=30_000)
    expect(page.get_by_role("button", name=OPEN)).to_be_hidden()
    if passphrase:
        type_in(page, passphrase)
        page.get_by_role("button", name=OFFER).click(timeout=30_000)  # and is offered anew
        opened(page)


def test_forgetting_the_device(page: Page, device: Authenticator, handbook: Handbook) -> None:
    page.get_by_role("button", name="Forget this device").click()
    expect(page.get_by_role("alert")).to_contain_text("This device has forgotten what it kept.")
    page.reload()
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    expect(page.get_by_role("button", name=OPEN)).to_be_hidden()


def test_an_organisation_can_take_the_offer_away(page: Page, home: str, handbook: Handbook, unlock: Unlock) -> None:
    Authenticator.on(page)
    handbook.passkeys = False
    handbook.publish()
    page.goto(home)
    unlock(page, handbook.passphrase)
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    expect(page.get_by_role("button", name=OPEN)).to_be_hidden()


NAME = "handbook.example.org"


def certificate(folder: Path) -> tuple[ssl.SSLContext, str]:
    """One that we made for `NAME`, and the digest of its key by which a browser can be told to trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)]), dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False).sign(key, hashes.SHA256())
    )
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "host.pem").write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "host.pem")
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return tls, base64.b64encode(hashlib.sha256(public).digest()).decode()


def test_over_https_at_a_name_of_its_own(
    playwright: Playwright, chromium_path: str, handbook: Handbook, unlock: Unlock, tmp_path: Path
) -> None:
    tls, digest = certificate(tmp_path)
    args = [*ARGUMENTS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1", f"--ignore-certificate-errors-spki-list={digest}"]
    host = Host(handbook.root, tls)
    browser = playwright.chromium.launch(executable_path=chromium_path, args=args)
    try:
        page = browser.new_context(locale="en-GB").new_page()
        device = Authenticator.on(page)
        page.goto(f"https://{NAME}:{host.port}/riverside/")
        type_in(page, handbook.passphrase)
        page.get_by_role("button", name=OFFER).click(timeout=30_000)
        opened(page)
        assert device.passkeys() == 1
        locked(page)
        page.get_by_role("button", name=OPEN).click()
        opened(page)
        locked(page)
        device.clear()
        page.get_by_role("button", name=OPEN).click()
        expect(page.get_by_role("alert")).to_contain_text("Please type your passphrase.", timeout=90_000)
        unlock(page, handbook.passphrase)
    finally:
        browser.close()
        host.stop()
