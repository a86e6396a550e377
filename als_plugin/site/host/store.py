"""An address that files are published to (`s3://…`, `file:///…`: what fsspec knows), and what can be done with files there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ...errors import AlsError
from ...files import draft
from ...words import _

__all__ = ["Store"]

_NONE = (FileNotFoundError, NotADirectoryError)


@dataclass(frozen=True)
class Store:
    """Files by their paths below an address. It travels as that address alone: what is to be shown there (keys, certificates)
    each machine takes from its own settings. All its methods raise AlsError."""

    url: str

    def open(self) -> None:
        """See that files can be published to an address of this kind from here."""
        _opened(self.url)

    @property
    def folder(self) -> Path | None:
        """The folder, where it is one of this machine's."""
        system, root = _opened(self.url)
        return Path(root) if _on_disk(system) else None

    def read(self, path: str) -> bytes | None:
        """The file; None where there is none."""
        system, root = _opened(self.url)
        with self._reached():
            try:
                return bytes(system.cat_file(f"{root}/{path}"))
            except _NONE:
                return None

    def found(self, folder: str) -> dict[str, int]:
        """The path and length of every file in a folder."""
        system, root = _opened(self.url)
        with self._reached():
            system.invalidate_cache()
            try:
                listed = system.find(f"{root}/{folder}", detail=True)
            except _NONE:
                return {}
        start = len(root) + 1
        return {path[start:]: about["size"] for path, about in listed.items()}

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write these files, each whole or not at all."""
        system, root = _opened(self.url)
        with self._reached():
            if _on_disk(system):
                for path, data in sorted(files.items()):
                    with draft(Path(root, path)) as beside:
                        beside.write_bytes(data)
            else:
                system.pipe({f"{root}/{path}": data for path, data in sorted(files.items())})

    def put(self, folder: Path, paths: Iterable[str]) -> None:
        """Write files of a folder here to the same paths there, each whole or not at all, as the kind that its name says."""
        system, root = _opened(self.url)
        paths = sorted(paths)
        with self._reached():
            if _on_disk(system):
                for path in paths:
                    with draft(Path(root, path)) as beside:
                        shutil.copyfile(folder / path, beside)
            else:
                system.put([str(folder / path) for path in paths], [f"{root}/{path}" for path in paths])

    def remove(self, paths: Iterable[str]) -> None:
        """Remove these files, in this order, where they are there."""
        system, root = _opened(self.url)
        with self._reached():
            for path in paths:
                with suppress(*_NONE):
                    system.rm_file(f"{root}/{path}")

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # each library of fsspec's has its own
            raise AlsError(
                self.url,
                _("cannot be read or written ({why})").format(why=_why(error)),
                _("see that it exists, and that this machine and every one that builds may write there"),
            ) from error


@cache
def _opened(url: str) -> tuple[Any, str]:
    """The file system and the path in it."""
    if not re.match(r"[a-z][a-z0-9+.-]*://.", url):
        raise AlsError("--to", _("this is no address to publish to"), _("give it as s3://bucket/path or file:///folder"))
    if urlsplit(url).password is not None or "?" in url or "#" in url:
        raise AlsError(
            "--to",
            _("an address with a password or further settings in it would stand in logs"),
            _("give the plain address, and keep keys where its library looks for them"),
        )
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        remedy = _("install it: pip install 'mkdocs-als[cluster]'")
        raise AlsError("--to", _("the library for publishing to an address is not installed"), remedy) from None
    try:
        system, root = url_to_fs(url)
    except ImportError as error:
        kind = url.partition(":")[0]
        what = _("the library for addresses with {kind}:// is not installed ({why})").format(kind=kind, why=_why(error))
        raise AlsError(f"--to {url}", what, _("install it, on every machine that builds")) from None
    except Exception as error:
        raise AlsError(f"--to {url}", _("cannot be opened ({why})").format(why=_why(error)), _("see that the address is right")) from error
    return system, str(root).rstrip("/")


def _on_disk(system: Any) -> bool:
    """Whether these are files of this machine's, whose readers could see a half of one; a store of objects swaps them whole."""
    from fsspec.implementations.local import LocalFileSystem

    return isinstance(system, LocalFileSystem)


def _why(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
