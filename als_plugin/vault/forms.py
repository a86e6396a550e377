"""The forms in which a text can stand in a file without being readable at a glance, and one machine that finds them all."""

from __future__ import annotations

import base64
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
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

_JSON = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_LETTERS_BEFORE, _LETTERS_AFTER = re.compile(rb"[A-Za-z0-9+/_-]*\Z"), re.compile(rb"[A-Za-z0-9+/_-]*")
_NEAR = 48
_CODE_LENGTH = 16
_KINDS = bytes(65 if 65 <= n <= 90 else 97 if 97 <= n <= 122 else 48 for n in range(256))
"""Upper case, lower case, all else."""
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


def normalised(text: str) -> str:
    """Lower case, every run of white space one space."""
    return _collapsed(text).casefold()


def _collapsed(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class _Pattern:
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


class Needles:
    """Texts to look for. Raises nothing; empty ones are left out."""

    def __init__(self, needles: Iterable[str]) -> None:
        self.texts = sorted({needle for needle in needles if normalised(needle)})
        self._plain: dict[bytes, list[_Pattern]] = {}
        self._coded: dict[bytes, list[_Pattern]] = {}
        for number, text in enumerate(self.texts):
            self._plain.setdefault(normalised(text).encode("utf-8", "replace"), []).append(_Pattern(number, "plain"))
            if len(normalised(text)) >= _TINY:
                for pattern, entry in _encoded(number, text):
                    self._coded.setdefault(pattern, []).append(entry)
        self._plain_list, self._coded_list = list(self._plain), list(self._coded)
        self._plain_machine = BytesAhoCorasick(self._plain_list) if self._plain else None
        self._coded_machine = BytesAhoCorasick(self._coded_list) if self._coded else None

    def find(self, data: bytes) -> Counter[tuple[str, int]]:
        """How often each needle stands in these bytes, by form and the needle's place in `texts`."""
        found: Counter[tuple[str, int]] = Counter()
        if self._plain_machine is None:
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
        for pattern, start, end in self._hits(self._plain_machine, self._plain_list, folded):
            if _believed(data, start, end):
                yield from (entry.needle for entry in self._plain[pattern])

    def _in_bytes(self, data: bytes) -> Iterator[tuple[str, int]]:
        lower = data.lower()
        for pattern, start, end in self._hits(self._plain_machine, self._plain_list, lower):
            sure = len(pattern) >= _SURE or (len(pattern) >= _TINY and _in_run(data, start, end))
            if sure and _believed(data, start, end):
                yield from (("plain", entry.needle) for entry in self._plain[pattern])

    def _in_code(self, data: bytes) -> Iterator[tuple[str, int]]:
        for pattern, start, end in self._hits(self._coded_machine, self._coded_list, data.lower()):
            for entry in self._coded[pattern]:
                if entry.exact is None or data[start:end] == entry.exact:
                    yield entry.form, entry.needle

    @staticmethod
    def _hits(machine: BytesAhoCorasick | None, patterns: list[bytes], data: bytes) -> Iterator[tuple[bytes, int, int]]:
        if machine is not None:
            for number, start, end in machine.find_matches_as_indexes(data, overlapping=True):
                yield patterns[number], start, end


def _encoded(number: int, text: str) -> Iterator[tuple[bytes, _Pattern]]:
    """The forms that are not readable as UTF-8, in lower case, as the bytes searched are."""
    for spelling in {text, text.lower(), " ".join(text.split())}:
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
