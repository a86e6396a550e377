"""The leak audit: does any text of the records stand in what a host will show, in any of its usual disguises?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..vault.format import MAGIC
from .archives import archived
from .needles import Needles

__all__ = ["Finding", "Needles", "count", "search"]

_DEPTH = 3
"""A zip in a base64 in a gzip is unpacked; more would be somebody's intention, not a slip."""

_KEYRING_NAMES = re.compile(
    b'"(?:format|set|salt|publisher|succession|from|to|signature|build|time|slots|suite|tag|public|sealed|grant|views|id|index'
    b'|files|path|length|sha256)":'
)
"""The names in a keyring are the format's, not the records': somebody may be called Grant."""


@dataclass(frozen=True, order=True)
class Finding:
    """A text that stands where it must not: the file's path, the form (`gzip > plain`, `path: plain`), the text."""

    path: str
    form: str
    needle: str


def search(
    files: Mapping[str, bytes] | Path, needles: Iterable[str] | Needles, *, public: Mapping[str, int] | None = None
) -> list[Finding]:
    """Every needle that stands in a file or in a path, sorted, once for each path and form.

    Looked for as plain text (upper and lower case and white space do not count), percent-encoded, HTML-escaped, as JSON
    escapes, in UTF-16, hex and base64, and in what gzip, zlib, zip, base64 or hex hide inside a file. `files` is a
    folder or bytes by path; `Needles` made of the texts serve for several searches. `public` says how often a needle may stand in all files together because it stands in
    public text too (see `count`): one with no more hits than that is no finding.

    Limits, so that chance finds nothing: needles of fewer than six bytes must stand as words; those of fewer than four are
    looked for in readable text alone; in bytes that are no text, short ones only amid readable text, and amid base64 or
    hex none of fewer than ten bytes. The names that the format itself writes into a keyring are left out.
    """
    compiled = needles if isinstance(needles, Needles) else Needles(needles)
    allowed = public or {}
    total: Counter[int] = Counter()
    hits: set[tuple[str, str, int]] = set()
    for path, form, number, times in _scan(files, compiled):
        hits.add((path, form, number))
        total[number] += times
    return sorted(
        Finding(path, form, text)
        for path, form, number in hits
        if total[number] > allowed.get(text := compiled.texts[number], 0)
    )


def count(files: Mapping[str, bytes] | Path, needles: Iterable[str] | Needles) -> Counter[str]:
    """How often each needle stands in these files, counted as `search` counts: for its `public`."""
    compiled = needles if isinstance(needles, Needles) else Needles(needles)
    total: Counter[str] = Counter()
    for _path, _form, number, times in _scan(files, compiled):
        total[compiled.texts[number]] += times
    return total


def _scan(files: Mapping[str, bytes] | Path, needles: Needles) -> Iterator[tuple[str, str, int, int]]:
    for path, data in _contents(files):
        for (form, number), times in needles.find(path.encode("utf-8", "replace")).items():
            yield path, f"path: {form}", number, times
        yield from ((path, *hit) for hit in _dig(_KEYRING_NAMES.sub(b'"":', data) if data.startswith(MAGIC) else data, needles, "", _DEPTH))


def _dig(data: bytes, needles: Needles, within: str, depth: int) -> Iterator[tuple[str, int, int]]:
    direct = needles.find(data)
    for (form, number), times in direct.items():
        yield within + form, number, times
    if depth:
        # What is found as base64 or hex without decoding is not counted again by decoding it.
        known = {(form, number) for form, number in direct if form in ("base64", "hex")}
        for form, inner in archived(data):
            for further, number, times in _dig(inner, needles, f"{within}{form} > ", depth - 1):
                if (form, number) not in known:
                    yield further, number, times


def _contents(files: Mapping[str, bytes] | Path) -> Iterator[tuple[str, bytes]]:
    if isinstance(files, Path):
        for path in sorted(files.rglob("*")):
            if path.is_file():
                yield path.relative_to(files).as_posix(), path.read_bytes()
    else:
        yield from sorted(files.items())
