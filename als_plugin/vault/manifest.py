"""The manifest: the publisher's signed list of every file of the whole published site, front door included."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from als_plugin.vault.container import Container, damaged
from als_plugin.vault.format import KEYRING, MANIFEST, MANIFEST_MAGIC, VERSION, VaultError, b64, safe_path, unb64
from als_plugin.vault.keyring import ListedFile
from als_plugin.vault.keys import Publisher
from als_plugin.words import _

__all__ = ["Manifest"]

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True)
class Manifest:
    """What the publisher signed: when, under which number, and every file. `sets` has each locked folder's build number."""

    publisher: bytes
    build: int
    time: str
    sets: Mapping[str, int]
    files: Mapping[str, ListedFile]
    container: Container | None = None
    """The file that it was read from."""

    @classmethod
    def of(cls, files: Mapping[str, ListedFile], sets: Mapping[str, int], publisher: bytes, *, build: int, time: str) -> Manifest:
        """The list of a site with these files, and these sets' folders with their builds. Raises VaultError."""
        for path in files:
            if not safe_path(path):
                raise VaultError(path, _("a site cannot have a file with this name"), _("rename it"))
        return cls(publisher, build, time, dict(sets), dict(sorted(files.items())))

    def encode(self, publisher: Publisher) -> bytes:
        """The file, signed."""
        return Container.encode(MANIFEST_MAGIC, "manifest", self._body(), publisher)

    def _body(self) -> dict[str, Any]:
        return {
            "format": VERSION,
            "publisher": b64(self.publisher),
            "build": self.build,
            "time": self.time,
            "sets": [{"path": folder, "build": number} for folder, number in sorted(self.sets.items())],
            "files": [
                {"path": path, "length": file.length, "sha256": b64(file.sha256)} for path, file in sorted(self.files.items())
            ],
        }

    @classmethod
    def decode(cls, data: bytes) -> Manifest:
        """The content of a file, its signature not checked yet. Raises VaultError."""
        unknown = VaultError(
            MANIFEST, _("this is not a published site's list of files"), _("check the address, or publish the site once more")
        )
        container = Container.decode(data, MANIFEST_MAGIC, "manifest", unknown=unknown)
        try:
            return _read(container.json(), container)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise damaged(MANIFEST) from error

    def signed_by_publisher(self) -> bool:
        """Whether the publisher named in it signed it. Whether that is the right one is for the caller to say."""
        return self.container is not None and self.container.signed_by(self.publisher)

    def tells_nothing_but(self, paths: Collection[str]) -> bool:
        """Whether all that can be read in it are these paths, lengths and hashes."""
        return self.container is not None and self.container.json() == self._body() and set(self.files) <= set(paths)


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError("a number")
    return value


def _path(value: object) -> str:
    if not safe_path(value):
        raise ValueError("a path")
    return str(value)


def _read(body: dict[str, Any], container: Container) -> Manifest:
    if body["format"] != VERSION or not _TIME.fullmatch(body["time"]):
        raise ValueError("format or time")
    files = {_path(file["path"]): ListedFile(_number(file["length"]), unb64(file["sha256"], 32)) for file in body["files"]}
    sets = {_path(one["path"]): _number(one["build"]) for one in body["sets"]}
    if len(files) != len(body["files"]) or MANIFEST in files or not {f"{folder}/{KEYRING}" for folder in sets} <= set(files):
        raise ValueError("files")
    return Manifest(unb64(body["publisher"], 32), _number(body["build"]), body["time"], sets, files, container)
