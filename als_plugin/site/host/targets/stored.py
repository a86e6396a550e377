"""A folder, or a store of objects, through fsspec."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from ....vault import MANIFEST
from ..store import Store

__all__ = ["Stored"]


class Stored:
    """The files at an address that fsspec knows."""

    def __init__(self, name: str, url: str, shown: str) -> None:
        self.name, self.shown, self._store = name, shown, Store(url)
        self._store.open()

    def read(self, path: str) -> bytes | None:
        return self._store.read(path)

    def copies(self, paths: Collection[str]) -> Iterator[tuple[str, bytes | None]]:
        return ((path, self.read(path)) for path in paths)

    def found(self) -> dict[str, int]:
        listed = self._store.found("")
        return {path.lstrip("/"): size for path, size in listed.items()}

    def put(self, site: Path, paths: Collection[str]) -> None:
        self._store.put(site, paths)

    def remove(self, paths: Collection[str]) -> None:
        self._store.remove(paths)

    def done(self, site: Path, keep: Collection[str], manifest: bytes) -> None:
        """All else stands already."""
        self._store.write({MANIFEST: manifest})

    def close(self) -> None:
        """Nothing is held."""
