"""What a coordinator signs of that which a worker sealed: exactly what it asked for, for exactly those who were let in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from als_plugin.vault import Access, Keyring, ListedFile, Publisher, Sealed, VaultError, open_site, seal_site, sign_keyring
from als_plugin.vault.container import Container
from als_plugin.vault.format import MAGIC
from als_plugin.vault.viewkey import ViewKey, grant_nothing

from .conftest import quick_kdf
from .sample import SHELL, STYLE, TIME, TODAY, members

PUBLISHER = Publisher.generate()
ACCESS = Access.new(PUBLISHER.public)
PASSPHRASE = ACCESS.grant("asha", TODAY, kdf=quick_kdf)


@pytest.fixture(scope="module")
def sealed() -> Sealed:
    return seal_site([members()], {"asha": 0}, ACCESS, PUBLISHER.public, build=7, time=TIME, shell=SHELL)


def signed(sealed: Sealed, keyring: bytes, access: Access = ACCESS, publisher: Publisher = PUBLISHER, *, build: int = 7) -> bytes:
    listed = {path: ListedFile.of(data) for path, data in sealed.files.items()}
    return sign_keyring(keyring, listed, access, publisher, build=build, time=TIME)


def test_a_worker_needs_no_private_key_and_its_work_is_signed(sealed: Sealed) -> None:
    assert "keyring" not in sealed.files and not Keyring.decode(sealed.keyring).signed_by_publisher()
    files = {**sealed.files, "keyring": signed(sealed, sealed.keyring), "../assets/app.css": STYLE}
    assert open_site(files.__getitem__, PASSPHRASE, kdf=quick_kdf, today=TODAY).person == "asha"


def eavesdropper(keyring: Keyring) -> Keyring:
    """Another's slot in the place of one that was given out, as a worker could make it that nobody should trust."""
    stranger = Access.new(PUBLISHER.public)
    stranger.grant("mallory", TODAY, kdf=quick_kdf)
    slot = stranger.people["mallory"].slot
    grant = ViewKey.draw(keyring.build).grant(slot.public, slot.tag, "mallory")
    slots = (dataclasses.replace(keyring.slots[0], tag=slot.tag, public=slot.public, sealed=slot.sealed, grant=grant), *keyring.slots[1:])
    return dataclasses.replace(keyring, slots=slots)


def one_public_key(keyring: Keyring) -> Keyring:
    """A person's slot with the stranger's public key: the grant would be sealed to the stranger."""
    public = Access.new(PUBLISHER.public).slots[0].public
    grant = grant_nothing(keyring.build, public, keyring.slots[0].tag)
    return dataclasses.replace(keyring, slots=(dataclasses.replace(keyring.slots[0], public=public, grant=grant), *keyring.slots[1:]))


@pytest.mark.parametrize("change", [
    eavesdropper, one_public_key,
    lambda it: dataclasses.replace(it, slots=(*it.slots[:-1], it.slots[0])),
])
def test_a_slot_that_nobody_gave_out_is_refused(sealed: Sealed, change: Callable[[Keyring], Keyring]) -> None:
    with pytest.raises(VaultError, match="open to somebody who does not stand here"):
        signed(sealed, change(Keyring.decode(sealed.keyring)).unsigned())


@pytest.mark.parametrize("change", [
    lambda it: dataclasses.replace(it, build=dataclasses.replace(it.build, number=8)),
    lambda it: dataclasses.replace(it, build=dataclasses.replace(it.build, set_id=bytes(16))),
    lambda it: dataclasses.replace(it, build=dataclasses.replace(it.build, publisher=Publisher.generate().public)),
    lambda it: dataclasses.replace(it, salt=bytes(16)),
    lambda it: dataclasses.replace(it, time="2026-11-24T20:15:00Z"),
    lambda it: dataclasses.replace(it, files={**it.files, "more.txt": ListedFile.of(b"")}),
    lambda it: dataclasses.replace(it, files={**it.files, "sw.js": ListedFile.of(b"")}),
    lambda it: dataclasses.replace(it, views={view: "packs/elsewhere" for view in it.views}),
])
def test_what_was_not_asked_for_is_refused(sealed: Sealed, change: Callable[[Keyring], Keyring]) -> None:
    with pytest.raises(VaultError, match="damaged"):
        signed(sealed, change(Keyring.decode(sealed.keyring)).unsigned())


def test_bytes_that_say_more_than_a_keyring_does_are_not_signed(sealed: Sealed) -> None:
    keyring = Keyring.decode(sealed.keyring)
    assert keyring.container is not None
    spare = Container.unsigned(MAGIC, {**keyring.container.json(), "more": ""})
    assert Keyring.decode(spare).build == keyring.build
    with pytest.raises(VaultError, match="damaged"):
        signed(sealed, spare)


def test_the_publisher_of_the_set_signs_and_nobody_else(sealed: Sealed) -> None:
    with pytest.raises(VaultError, match="damaged"):
        signed(sealed, sealed.keyring, publisher=Publisher.generate())
