"""Constants and small building blocks of the sealed format (FORMAT.md), version 1."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

import orjson

from als_plugin.errors import AlsError

__all__ = [
    "FIRST_PACK",
    "GRANT_PLAIN",
    "GRANT_SIZE",
    "HEADER",
    "KEYRING",
    "MAGIC",
    "MANIFEST",
    "MANIFEST_MAGIC",
    "MEDIA_PACK",
    "PACKS",
    "PERSON_MAX",
    "SEALED_PLAIN",
    "SEALED_SIZE",
    "SLOTS",
    "SUITE",
    "VERSION",
    "VaultError",
    "b64",
    "ctx",
    "ctx_part",
    "dump_json",
    "load_json",
    "padme",
    "safe_path",
    "u32",
    "u64",
    "unb64",
]

VERSION = 1
SCOPE = "als1"
MAGIC = b"ALSK"
KEYRING = "keyring"
MANIFEST_MAGIC = b"ALSM"
MANIFEST = "manifest"
PACKS = "packs"
SUITE = 1
HEADER = 73
"""Bytes of a keyring or manifest before its body: magic, version, signature, length."""
SLOTS = 8
"""Slots come in multiples of this."""
PERSON_MAX = 64
SEALED_PLAIN, SEALED_SIZE = 80, 108
GRANT_PLAIN, GRANT_SIZE = 113, 161
MEDIA_PACK = 8 * 1024 * 1024
"""A media pack has at most this many bytes, unless one file alone is larger."""

FIRST_PACK = 8 * 1024
"""A pack with the first page alone has at least this many bytes, so that the length of that page does not show."""


class VaultError(AlsError):
    """A locked site, a key or a list of grants that is refused, and why."""


_DOT = re.compile("%2e", re.IGNORECASE)
_UNSAFE = re.compile(r"[\\\x00-\x1f]")
_STANDARD = str.maketrans("-_", "+/")


def u32(number: int) -> bytes:
    """Four bytes, big-endian; raises OverflowError beyond them."""
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    """Eight bytes, big-endian; raises OverflowError beyond them."""
    return number.to_bytes(8, "big")


def ctx(*parts: str | bytes) -> bytes:
    """What a key, a seal or a signature is bound to: "als1" and the parts, each with its length before it."""
    return b"".join([ctx_part(part.encode() if isinstance(part, str) else part) for part in (SCOPE, *parts)])


def ctx_part(part: bytes) -> bytes:
    """One more part of such a binding."""
    return u32(len(part)) + part


def padme(size: int) -> int:
    """The size to pad to, so that a length tells little: at most 12 % more (Padmé)."""
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def b64(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: object, size: int | None = None) -> bytes:
    """The bytes of base64url without padding; raises ValueError or TypeError for anything else."""
    if not isinstance(text, str):
        raise TypeError("not a text")
    try:
        data = binascii.a2b_base64(text.translate(_STANDARD) + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
    if b64(data) != text or (size is not None and len(data) != size):
        raise ValueError("not base64url of the right length")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no JSON")


def load_json(data: bytes | str) -> Any:
    """JSON in UTF-8, in which no object names a member twice; raises ValueError."""
    text = data if isinstance(data, str) else data.decode()
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def dump_json(value: object) -> bytes:
    """Compact JSON in UTF-8."""
    return orjson.dumps(value)


def safe_path(path: object) -> bool:
    """Whether this is a plain relative path: `/` between names, no `.`, `..` (`%2e` neither) or empty name, no backslash or control character."""
    return (
        isinstance(path, str)
        and all(part not in ("", ".", "..") for part in (_DOT.sub(".", path) if "%" in path else path).split("/"))
        and not _UNSAFE.search(path)
    )
