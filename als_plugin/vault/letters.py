"""Letters: what a build tells one person alone, sealed to their public key in the index that they read (FORMAT.md, section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785

from .format import ctx, load_json, padme, u32, u64
from .keys import hpke_open, hpke_seal
from .viewkey import Build

__all__ = ["Letter", "open_letter", "seal_letters"]

_LEAST = 1024
"""Shorter letters look alike."""
_PAD = "pad"
"""A member that says nothing."""


@dataclass(frozen=True)
class Letter:
    """What is to be told to whoever holds the private half of `public`."""

    public: bytes
    content: Mapping[str, Any]


def seal_letters(build: Build, view_id: bytes, letters: Sequence[Letter]) -> list[bytes]:
    """The letters, for this view of this build alone, all of one length. Raises ValueError for a public key that cannot be one."""
    size = max((_padded(rfc8785.dumps(dict(letter.content))) for letter in letters), default=_LEAST)
    return [hpke_seal(one.public, _plain(one.content, size), _info(build, view_id, one.public)) for one in letters]


def _padded(data: bytes) -> int:
    return padme(max(_LEAST, 4 + len(data)))


def _plain(content: Mapping[str, Any], size: int) -> bytes:
    """A letter's plaintext of this size. Zeros fill up no more than its own would take, so what lacks beyond them is a member of its JSON."""
    data = rfc8785.dumps(dict(content))
    if _padded(data) < size:
        empty = rfc8785.dumps({**content, _PAD: ""})
        data = rfc8785.dumps({**content, _PAD: "0" * (size - 4 - len(empty))})
    return (u32(len(data)) + data).ljust(size, b"\0")


def open_letter(build: Build, view_id: bytes, public: bytes, private: bytes, letters: Iterable[bytes]) -> Any:
    """The first letter that this key opens, or None. Raises ValueError for one that is malformed."""
    info = _info(build, view_id, public)
    for sealed in letters:
        plain = hpke_open(private, sealed, info)
        if plain is None:
            continue
        size = int.from_bytes(plain[:4], "big")
        if len(plain) != padme(max(_LEAST, 4 + size)) or any(plain[4 + size :]):
            raise ValueError("a malformed letter")
        return load_json(plain[4 : 4 + size])
    return None


def _info(build: Build, view_id: bytes, public: bytes) -> bytes:
    return ctx("letter", build.set_id, u64(build.number), view_id, public)
