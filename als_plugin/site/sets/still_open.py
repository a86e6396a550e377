"""Who can open what is published though nothing new is for them."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from ...vault import KEYRING, Access, Keyring, VaultError

__all__ = ["still_open"]


def still_open(access: Access, published: Path, readers: Container[str] | None = None) -> list[str]:
    """The ids of people who can open the set as it was last built into this folder, with a passphrase that was taken away or made anew
    since, sorted. `readers`: those who read the next build; who has a passphrase and is not among them is named too."""
    try:
        slots = {slot.public for slot in Keyring.decode((published / KEYRING).read_bytes()).slots}
    except (OSError, VaultError):
        return []
    withdrawn = {one.person for one in access.former if one.public in slots}
    if readers is not None:
        withdrawn |= {person for person, one in access.people.items() if one.slot.public in slots and person not in readers}
    return sorted(withdrawn)
