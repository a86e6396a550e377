"""The front door's files, as whoever builds a set knows them: to tell which of the theme's files stand there already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

__all__ = ["Fingerprints", "Front"]


class Front(Mapping[str, bytes]):
    """The front door's files by path, read when they are asked for."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.found: dict[str, bytes | None] = {}

    def __getitem__(self, path: str) -> bytes:
        if path not in self.found:
            file = self.site / path
            self.found[path] = file.read_bytes() if file.is_file() else None
        if (data := self.found[path]) is None:
            raise KeyError(path)
        return data

    def __iter__(self) -> Iterator[str]:
        return (path.relative_to(self.site).as_posix() for path in self.site.rglob("*") if path.is_file())

    def __len__(self) -> int:
        return sum(1 for _path in self)

    def fingerprints(self) -> dict[str, bytes]:
        """The SHA-256 of each file, for a place where the files are not."""
        return {path: hashlib.sha256((self.site / path).read_bytes()).digest() for path in self}


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
