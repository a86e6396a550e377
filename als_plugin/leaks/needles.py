"""The forms in which a text can stand in a file without being readable at a glance, and one machine that finds them all."""

from __future__ import annotations

import base64
import html
import re
from binascii import a2b_base64, a2b_hex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

from ahocorasick_rs import BytesAhoCorasick

__all__ = ["Needles", "normalised"]

_CORE = 48
"""Bytes of a needle that are looked for in encoded forms: whoever encodes the whole encodes its beginning."""
_BASE64_CORE = 8
"""Shorter base64 says too little: 48 bits are some assurance against chance."""
_SURE = 7
"""In bytes that are no text, a needle of fewer bytes would be found by chance, so it must stand in a run of text."""
_RUN = 24
_SHORT = 6
"""A needle of fewer characters must stand in a text as a word."""
_UNLIKELY = 10
"""A needle of fewer bytes is not believed amid base64 or hex: there any short word turns up in time."""
_TINY = 4
"""A needle of fewer characters is looked for in readable text alone, as a word."""

_HEAD = 12
"""So many bytes of a pattern are looked for first."""
_STEM = 6
"""A shorter stem would stand in most data by chance."""

_JSON = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_LETTERS_BEFORE, _LETTERS_AFTER = re.compile(rb"[A-Za-z0-9+/_-]*\Z"), re.compile(rb"[A-Za-z0-9+/_-]*")
_NEAR = 48
_CODE_LENGTH = 16
_KINDS = bytes(65 if 65 <= n <= 90 else 97 if 97 <= n <= 122 else 48 for n in range(256))
"""Upper case, lower case, all else."""
_HEX_DIGITS = bytes(n if chr(n) in "0123456789abcdefABCDEF" else 48 for n in range(256))
_BASE64_LETTERS = bytes({45: 43, 95: 47}.get(n, n if chr(n).isalnum() and n < 128 or n in b"+/" else 65) for n in range(256))
"""All else stands for zero, so that places stay as they are."""
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


def normalised(text: str) -> str:
    """Lower case, every run of white space one space."""
    return _collapsed(text).casefold()


def _collapsed(text: str) -> str:
    return " ".join(text.split())


class _Pattern(NamedTuple):
    needle: int
    form: str
    exact: bytes | None = None
    """Where given, the bytes found must be these: upper and lower case count in base64."""


def _unjson(text: str) -> str:
    units = _JSON.sub(lambda match: chr(int(match[1], 16)) if match[1] else _PLAIN_ESCAPES.get(match[2], match[2]), text)
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _base64_forms(raw: bytes) -> Iterator[bytes]:
    """What is sure to stand in the base64 of any text that holds these bytes, at each of three alignments."""
    whole = base64.b64encode(raw)
    if len(raw) <= 6 and b"=" in whole:
        yield whole
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + raw + bytes(3))
        # Letters that also carry bits of the neighbours are left out.
        core = encoded[(shift * 8 + 5) // 6 : (shift + len(raw)) * 8 // 6]
        if len(core) >= _BASE64_CORE:
            yield core


class _Machine:
    """Finds patterns by their first bytes: few states, so that it is made in little time."""

    def __init__(self, patterns: Mapping[bytes, list[_Pattern]]) -> None:
        self._by_head: dict[bytes, list[tuple[bytes, list[_Pattern]]]] = {}
        for pattern, entries in patterns.items():
            self._by_head.setdefault(pattern[:_HEAD], []).append((pattern, entries))
        self._heads = list(self._by_head)
        self._found = BytesAhoCorasick(self._heads) if self._heads else None

    def hits(self, data: bytes) -> Iterator[tuple[list[_Pattern], int, int]]:
        """What each pattern stands for that is in the data, from where to where."""
        for number, start, _end in self._found.find_matches_as_indexes(data, overlapping=True) if self._found else ():
            for pattern, entries in self._by_head[self._heads[number]]:
                if data.startswith(pattern, start):
                    yield entries, start, start + len(pattern)


class Needles:
    """Texts to look for. Raises nothing; empty ones are left out."""

    def __init__(self, needles: Iterable[str]) -> None:
        self.texts = sorted({needle for needle in needles if needle and not needle.isspace()})
        plain: dict[bytes, list[_Pattern]] = {}
        stems: dict[bytes, list[_Pattern]] = {}
        self._always: set[int] = set()
        for number, text in enumerate(self.texts):
            folded = normalised(text)
            plain.setdefault(folded.encode("utf-8", "replace"), []).append(_Pattern(number, "plain"))
            if len(folded) >= _TINY:
                for stem in _stems(text):
                    if len(stem) < _STEM:
                        self._always.add(number)
                    else:
                        stems.setdefault(stem, []).append(_Pattern(number, "stem"))
        self._plain, self._stems = _Machine(plain), _Machine(stems)
        self._coded: tuple[frozenset[int], _Machine] = (frozenset(), _Machine({}))

    def find(self, data: bytes) -> Counter[tuple[str, int]]:
        """How often each needle stands in these bytes, by form and the needle's place in `texts`."""
        found: Counter[tuple[str, int]] = Counter()
        if not self.texts:
            return found
        text = _decoded(data)
        if text is None:
            found.update(self._in_bytes(data))
        else:
            plain = _collapsed(text)
            found.update(("plain", number) for number in self._in_text(plain))
            for form, other in (("percent", unquote(text)), ("html", html.unescape(text)), ("json", _unjson(text))):
                if other != text and (further := _collapsed(other)) != plain:
                    counts = Counter(self._in_text(further))
                    found.update({(form, number): count for number, count in counts.items() if count > found["plain", number]})
        found.update(self._in_code(data))
        return found

    def _in_text(self, text: str) -> Iterator[int]:
        data, folded = text.encode("utf-8", "replace"), text.casefold().encode("utf-8", "replace")
        if len(data) != len(folded):  # a letter whose lower case is longer; places would not agree
            data = folded
        for entries, start, end in self._plain.hits(folded):
            if _believed(data, start, end):
                yield from (entry.needle for entry in entries)

    def _in_bytes(self, data: bytes) -> Iterator[tuple[str, int]]:
        for entries, start, end in self._plain.hits(data.lower()):
            size = end - start
            sure = size >= _SURE or (size >= _TINY and _in_run(data, start, end))
            if sure and _believed(data, start, end):
                yield from (("plain", entry.needle) for entry in entries)

    def _in_code(self, data: bytes) -> Iterator[tuple[str, int]]:
        for entries, start, end in self._encodings(data).hits(data.lower()):
            for entry in entries:
                if entry.exact is None or data[start:end] == entry.exact:
                    yield entry.form, entry.needle

    def _encodings(self, data: bytes) -> _Machine:
        """A machine for the encoded forms of those needles that can stand in the data: to encode all of them takes long."""
        found = {entry.needle for form in _unpacked(data) for entries, _start, _end in self._stems.hits(form) for entry in entries}
        numbers = frozenset(found | self._always)
        if numbers != self._coded[0]:
            patterns: dict[bytes, list[_Pattern]] = {}
            for number in sorted(numbers):
                for pattern, entry in _encoded(number, self.texts[number]):
                    patterns.setdefault(pattern, []).append(entry)
            self._coded = numbers, _Machine(patterns)
        return self._coded[1]


def _spellings(text: str) -> set[str]:
    return {text, text.lower(), _collapsed(text)}


def _stems(text: str) -> set[bytes]:
    """What is sure to stand in one of the unpacked forms of data that holds an encoded form of this text. The first and the last
    byte are left out: base64 may share their letters with the neighbours."""
    if text.isascii():  # in lower case anyway
        return {spelling.encode()[:_CORE].lower()[1:-1][:_HEAD] for spelling in (text, _collapsed(text))}
    found = set()
    for spelling in _spellings(text):
        found.add(spelling.encode("utf-8", "replace")[:_CORE].lower()[1:-1][:_HEAD])
        if not spelling.isascii():  # in UTF-16 every second byte
            found.add(spelling.encode("utf-16-le", "replace")[: 2 * _CORE : 2].lower()[1:-1][:_HEAD])
    return found


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Data as it stands, as UTF-16, as hex and as base64 wherever they begin, in lower case."""
    lower = data.lower()
    yield from (lower, lower[::2], lower[1::2])
    digits = data.translate(_HEX_DIGITS)
    for start in range(2):
        yield a2b_hex(digits[start : start + (len(data) - start) // 2 * 2]).lower()
    letters = data.translate(_BASE64_LETTERS)
    for start in range(4):
        rest = letters[start:]
        yield a2b_base64(rest + b"A" * (-len(rest) % 4)).lower()


def _encoded(number: int, text: str) -> Iterator[tuple[bytes, _Pattern]]:
    """The forms that are not readable as UTF-8, in lower case, as the bytes searched are."""
    for spelling in _spellings(text):
        raw = spelling.encode("utf-8", "replace")[:_CORE]
        if len(raw) >= _SURE and not raw.isascii():  # bytes that are no text know no lower case but that of A to Z
            yield raw.lower(), _Pattern(number, "plain")
        for codec, form in (("utf-16-le", "utf-16"), ("utf-16-be", "utf-16")):
            yield spelling.encode(codec, "replace")[: 2 * _CORE].lower(), _Pattern(number, form)
        yield raw.hex().encode(), _Pattern(number, "hex")
        for core in _base64_forms(raw):
            yield core.lower(), _Pattern(number, "base64", core)
            url_safe = core.translate(bytes.maketrans(b"+/", b"-_"))
            if url_safe != core:
                yield url_safe.lower(), _Pattern(number, "base64", url_safe)


def _decoded(data: bytes) -> str | None:
    """The text, or None where these bytes are none; older encodings are read as Windows-1252."""
    if _NOT_TEXT.search(data, 0, 65536):
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None if _NOT_TEXT.search(data) else data.decode("cp1252", "replace")


def _believed(data: bytes, start: int, end: int) -> bool:
    """Whether a hit is a word of a text, and not letters that met by chance inside another word, a key or a hash."""
    size = end - start
    if size < _SHORT and any(side.isalnum() or side >= b"\x80" for side in (data[max(0, start - 1) : start], data[end : end + 1])):
        return False
    return size >= _UNLIKELY or not _is_code(data, start, end)


def _is_code(data: bytes, start: int, end: int) -> bool:
    """Whether the unbroken letters around a hit are those of base64 or hex: their kind changes far more often than in words."""
    run = b"".join((
        _LETTERS_BEFORE.search(data[max(0, start - _NEAR) : start])[0],  # type: ignore[index]
        data[start:end],
        _LETTERS_AFTER.match(data[end : end + _NEAR])[0],  # type: ignore[index]
    ))
    if len(run) < _CODE_LENGTH or not _LETTERS_AFTER.fullmatch(run):
        return False
    kinds = run.translate(_KINDS, b"+/_-")
    return sum(one != other for one, other in pairwise(kinds)) > 0.3 * len(kinds)


def _in_run(data: bytes, start: int, end: int) -> bool:
    """Whether readable characters go on around the hit, as they would not by chance."""
    near = data[max(0, start - _RUN) : end + _RUN]
    at = start - max(0, start - _RUN)
    left = re.search(rb"[\x20-\x7e\t\r\n]*$", near[:at])
    right = re.match(rb"[\x20-\x7e\t\r\n]*", near[at:])
    return len((left[0] if left else b"") + (right[0] if right else b"")) >= _RUN
