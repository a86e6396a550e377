"""The front door's files, as whoever builds a set knows them: to tell which of the theme's files stand there already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

__all__ = ["FrontFiles"]


class FrontFiles(Mapping[str, bytes]):
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
