"""The front door's files on a machine that does not have them: their SHA-256, which tells whether a set leans on the same file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

__all__ = ["Fingerprints", "fingerprints"]


def fingerprints(site: Path) -> dict[str, bytes]:
    """The SHA-256 of each file of a site, by path."""
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).digest() for path in site.rglob("*") if path.is_file()}


class _Fingerprint(bytes):
    """Bytes of which no more is known than their SHA-256, and which can be compared all the same."""

    __hash__ = bytes.__hash__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, bytes) and hashlib.sha256(other).digest() == bytes(self)


class Fingerprints(Mapping[str, bytes]):
    """The front door's files where they are not at hand."""

    def __init__(self, found: Mapping[str, bytes]) -> None:
        self.found = found

    def __getitem__(self, path: str) -> bytes:
        return _Fingerprint(self.found[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)
