"""Slots of a keyring as they stand in access.json: somebody's, or a dummy's that looks the same."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import dataclass
from typing import Any

from als_plugin.vault.format import SEALED_PLAIN, SEALED_SIZE, b64, unb64
from als_plugin.vault.keys import gcm_seal, new_pair

__all__ = ["FormerKey", "Grantee", "KeySlot", "dummy", "former_data", "new_id", "read_former", "read_slot", "slot_data"]


@dataclass(frozen=True)
class KeySlot:
    """One place in a keyring: the tag it is found by, a public key, and the private half under somebody's passphrase."""

    id: str
    tag: bytes
    public: bytes
    sealed: bytes


@dataclass(frozen=True)
class Grantee:
    """A person who may open the site: their slot, when they were first let in and when their passphrase last changed."""

    slot: KeySlot
    granted: dt.date
    changed: dt.date


@dataclass(frozen=True, order=True)
class FormerKey:
    """A public key that a person had until a day."""

    person: str
    public: bytes
    until: dt.date


def former_data(key: FormerKey) -> dict[str, str]:
    """A former key as it stands in JSON."""
    return {"person": key.person, "public": b64(key.public), "until": key.until.isoformat()}


def read_former(data: dict[str, Any]) -> FormerKey:
    """The former key in JSON. Raises ValueError, KeyError or TypeError."""
    if not isinstance(data["person"], str):
        raise TypeError("a person's id")
    return FormerKey(data["person"], unb64(data["public"], 32), dt.date.fromisoformat(data["until"]))


def new_id() -> str:
    """A random name for a slot."""
    return secrets.token_hex(8)


def dummy() -> KeySlot:
    """A real key pair whose private half is dropped, and a real seal of random bytes under a key that nobody has."""
    _private, public = new_pair()
    nonce = secrets.token_bytes(12)
    sealed = nonce + gcm_seal(secrets.token_bytes(32), nonce, secrets.token_bytes(SEALED_PLAIN), b"")
    return KeySlot(new_id(), secrets.token_bytes(16), public, sealed)


def slot_data(slot: KeySlot) -> dict[str, str]:
    """A slot as it stands in JSON, without its name."""
    return {"tag": b64(slot.tag), "public": b64(slot.public), "sealed": b64(slot.sealed)}


def read_slot(name: str, data: dict[str, Any]) -> KeySlot:
    """The slot of this name in JSON. Raises ValueError, KeyError or TypeError."""
    if not re.fullmatch("[0-9a-f]{16}", name):
        raise ValueError("a slot's id")
    return KeySlot(name, unb64(data["tag"], 16), unb64(data["public"], 32), unb64(data["sealed"], SEALED_SIZE))
