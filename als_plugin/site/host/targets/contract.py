"""What a place must be able to do that a site is published to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Protocol

__all__ = ["Target"]


class Target(Protocol):
    """A place with files by their paths. All methods raise AlsError; `shown` is what people know it by."""

    name: str
    shown: str

    def read(self, path: str) -> bytes | None:
        """A file as it stands there now; None where there is none."""

    def copies(self, paths: Collection[str]) -> Iterator[tuple[str, bytes | None]]:
        """Each of these files as it stands there now."""

    def found(self) -> dict[str, int]:
        """The path and length of every file there."""

    def put(self, site: Path, paths: Collection[str]) -> None:
        """Let these files of a folder here stand there, each whole or not at all."""

    def remove(self, paths: Collection[str]) -> None:
        """Let these files be gone, in this order."""

    def done(self, site: Path, keep: Collection[str], manifest: bytes) -> None:
        """All is said: let this be the signed list, and where nothing stands before this, let it all stand at once; of what was there,
        `keep` stays."""

    def close(self) -> None:
        """Let go of what was needed meanwhile."""
