"""The keyring: the signed manifest of a set's folder, with the slots by which people find their way in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from als_plugin.vault.container import Container, damaged
from als_plugin.vault.format import (
    GRANT_SIZE,
    KEYRING,
    MAGIC,
    SEALED_SIZE,
    SLOTS,
    SUITE,
    VERSION,
    VaultError,
    b64,
    safe_path,
    unb64,
)
from als_plugin.vault.keys import Publisher
from als_plugin.vault.succession import Step, read_steps, steps_data
from als_plugin.vault.viewkey import Build
from als_plugin.words import _

__all__ = ["Keyring", "ListedFile", "PublishedSlot", "damaged"]


@dataclass(frozen=True)
class PublishedSlot:
    """A slot of a keyring."""

    tag: bytes
    public: bytes
    sealed: bytes
    grant: bytes


@dataclass(frozen=True)
class ListedFile:
    """A file's length and SHA-256 in the manifest."""

    length: int
    sha256: bytes

    @classmethod
    def of(cls, data: bytes) -> ListedFile:
        """What these bytes must be listed as."""
        return cls(len(data), hashlib.sha256(data).digest())


@dataclass(frozen=True)
class Keyring:
    """A keyring's content. `views` maps a view's id to the path of its sealed index."""

    build: Build
    salt: bytes
    time: str
    succession: tuple[Step, ...]
    slots: tuple[PublishedSlot, ...]
    views: Mapping[bytes, str]
    files: Mapping[str, ListedFile]
    container: Container | None = None
    """The file that it was read from."""

    def encode(self, publisher: Publisher) -> bytes:
        """The file, signed."""
        return Container.encode(MAGIC, "keyring", self._body(), publisher)

    def unsigned(self) -> bytes:
        """The file as it is before somebody signs it."""
        return Container.unsigned(MAGIC, self._body())

    def _body(self) -> dict[str, Any]:
        return {
            "format": VERSION,
            "set": b64(self.build.set_id),
            "salt": b64(self.salt),
            "publisher": b64(self.build.publisher),
            "succession": steps_data(self.succession),
            "build": self.build.number,
            "time": self.time,
            "slots": [
                {"suite": SUITE, "tag": b64(s.tag), "public": b64(s.public), "sealed": b64(s.sealed), "grant": b64(s.grant)}
                for s in self.slots
            ],
            "views": [{"id": b64(view_id), "index": path} for view_id, path in self.views.items()],
            "files": [
                {"path": path, "length": file.length, "sha256": b64(file.sha256)} for path, file in sorted(self.files.items())
            ],
        }

    @classmethod
    def decode(cls, data: bytes) -> Keyring:
        """The content of a file, its signature not checked yet. Raises VaultError."""
        unknown = VaultError(
            KEYRING, _("this is not a locked set's keyring"), _("check the address, or publish the site once more")
        )
        container = Container.decode(data, MAGIC, "keyring", unknown=unknown)
        try:
            return _read(container.json(), container)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise damaged(KEYRING) from error

    def signed_by_publisher(self) -> bool:
        """Whether the publisher named in it signed it. Whether that publisher is the right one is a question for `succession.reaches`."""
        return self.container is not None and self.container.signed_by(self.build.publisher)

    def held(self, path: str, data: bytes) -> bytes:
        """The same bytes, if they are what the manifest lists for this path; raises VaultError otherwise."""
        if self.files.get(path) != ListedFile.of(data):
            raise damaged(path)
        return data


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError("a number")
    return value


def _path(value: object) -> str:
    if not safe_path(value):
        raise ValueError("a path")
    return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text")
    return value


def _read(body: dict[str, Any], container: Container) -> Keyring:
    if body["format"] != VERSION or len(body["slots"]) % SLOTS:
        raise ValueError("format or slots")
    return Keyring(
        Build(unb64(body["set"], 16), _number(body["build"]), unb64(body["publisher"], 32)),
        unb64(body["salt"], 16),
        _text(body["time"]),
        read_steps(body["succession"]),
        tuple(
            PublishedSlot(unb64(s["tag"], 16), unb64(s["public"], 32), unb64(s["sealed"], SEALED_SIZE), unb64(s["grant"], GRANT_SIZE))
            for s in body["slots"]
            if s["suite"] == SUITE
        ),
        {unb64(view["id"], 16): _path(view["index"]) for view in body["views"]},
        {_path(f["path"]): ListedFile(_number(f["length"]), unb64(f["sha256"], 32)) for f in body["files"]},
        container,
    )
