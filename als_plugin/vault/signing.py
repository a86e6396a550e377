"""The publisher's word for a set that somebody else may have sealed: its keyring is held against what was asked for, then signed."""

from __future__ import annotations

from collections.abc import Mapping

from als_plugin.vault.access import Access
from als_plugin.vault.container import damaged
from als_plugin.vault.format import KEYRING, VaultError
from als_plugin.vault.keyring import Keyring, ListedFile
from als_plugin.vault.keys import Publisher
from als_plugin.vault.viewkey import Build
from als_plugin.words import _

__all__ = ["sign_keyring"]


def sign_keyring(
    unsigned: bytes, files: Mapping[str, ListedFile], access: Access, publisher: Publisher, *, build: int, time: str
) -> bytes:
    """The keyring of `files`, signed, and its signature checked.

    Raises VaultError where it is of another set, build or time than was asked for, lists other files, or has other slots
    than `access`: a slot that nobody granted would be somebody who reads along.
    """
    keyring = Keyring.decode(unsigned)
    asked = (Build(access.set_id, build, publisher.public), access.salt, time, access.succession)
    given = {(slot.tag, slot.public, slot.sealed) for slot in keyring.slots}
    known = {(slot.tag, slot.public, slot.sealed) for slot in access.slots}
    if given != known or len(keyring.slots) != len(access.slots):
        raise VaultError(
            access.place,
            _("the sealed site is open to somebody who does not stand here"),
            _("nothing of it was published; build again, on a machine that you trust"),
        )
    if (keyring.build, keyring.salt, keyring.time, keyring.succession) != asked or dict(keyring.files) != dict(files):
        raise damaged(KEYRING)
    if not set(keyring.views.values()) <= set(files):
        raise damaged(KEYRING)
    signed = keyring.encode(publisher)
    if not Keyring.decode(signed).signed_by_publisher() or signed[69:] != unsigned[69:]:
        raise damaged(KEYRING)
    return signed
