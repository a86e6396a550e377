"""Replies as text that survives an e-mail: found in it, wherever and however it was quoted and wrapped (FORMAT.md, section 8)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .format import b64, ctx, u32, unb64

__all__ = ["BEGIN", "END", "REPLY_MAX", "Found", "armour", "find_replies"]

BEGIN, END = "-----BEGIN ALS REPLY-----", "-----END ALS REPLY-----"
REPLY_MAX = 2_169_914
"""Bytes of the longest reply: 64 seals, and 2 MiB and 8 KiB as they are padded."""
_BYTES = 45
_LETTERS = 60
_CHECK = 4
_LONGEST = -(-REPLY_MAX // _BYTES) * (_LETTERS + 1 + _CHECK)
_BLANK = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""White space as FORMAT.md lists it: what languages mean by it differs."""
_DASHES = r"[-\u2010-\u2015\u2212]{2,}"
_GAP = rf"[{_BLANK}>|\u200b\ufeff]*"
_MARKS = re.compile(rf"{_DASHES}(?:{_GAP}(BEGIN|END){_GAP}ALS{_GAP}REPLY{_GAP}{_DASHES})?")
"""A run of dashes, with the mark that it begins if it begins one: so that a long run is looked at once, and not from each of its dashes."""
_NOISE = re.compile(rf"[{_BLANK}>|\u200b\u00ad\u2060\ufeff=]+")
"""White space, marks of quoting and what mail programs put into long lines: no letter of a reply is among them."""


@dataclass(frozen=True)
class Found:
    """A reply in a text, or why there is none: `line` is the first one of its lines that does not fit (counted from 1);
    `cut` says that its end is missing, `large` that it is longer than a reply can be."""

    data: bytes | None
    line: int | None = None
    cut: bool = False
    large: bool = False


def armour(data: bytes) -> str:
    """The reply as text: lines of at most 45 bytes in base64url, each with its check."""
    parts = [data[at : at + _BYTES] for at in range(0, len(data), _BYTES)]
    lines = [f"{b64(part)}.{_check(number, number == len(parts), part)}" for number, part in enumerate(parts, 1)]
    return "\n".join([BEGIN, *lines, END]) + "\n"


def _check(number: int, last: bool, part: bytes) -> str:
    return b64(hashlib.sha256(ctx("reply-line", u32(number), bytes([last]), part)).digest()[:3])


def find_replies(text: str) -> Iterator[Found]:
    """Every reply in a text, in order."""
    begun: int | None = None
    for mark in _MARKS.finditer(text):
        if mark[1] == "BEGIN":
            if begun is not None:
                yield Found(None, cut=True)
            begun = mark.end()
        elif mark[1] and begun is not None:
            yield _read(_NOISE.sub("", text[begun : mark.start()]))
            begun = None
    if begun is not None:
        yield Found(None, cut=True)


def _read(letters: str) -> Found:
    """The reply in these letters, lines and checks one after the other."""
    if len(letters) > _LONGEST:
        return Found(None, large=True)
    parts: list[bytes] = []
    at = number = 0
    while at < len(letters):
        number += 1
        last = len(letters) - at <= _LETTERS + 1 + _CHECK
        end = len(letters) - 1 - _CHECK if last else at + _LETTERS
        try:
            part = unb64(letters[at:end])
        except ValueError:
            return Found(None, line=number)
        if letters[end : end + 1] != "." or letters[end + 1 : end + 1 + _CHECK] != _check(number, last, part):
            return Found(None, line=number)
        parts.append(part)
        at = end + 1 + _CHECK
    return Found(b"".join(parts)) if parts else Found(None, cut=True)
