"""Packs: many sealed entries in one opaque file, so that a host learns neither names nor single sizes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from functools import lru_cache

from zlib_ng import gzip_ng

from als_plugin.vault.content import Slot
from als_plugin.vault.format import MEDIA_PACK, PACKS, dump_json, padme
from als_plugin.vault.viewkey import ViewKey

__all__ = ["Packs", "opaque_path"]

_TAG = 16
_TEXT = ("text/", "application/json", "application/javascript", "application/xml", "application/wasm", "image/svg+xml")


def opaque_path() -> str:
    """A random name that says nothing, not even whether it is an index or a pack."""
    return f"{PACKS}/{secrets.token_hex(16)}"


@lru_cache(maxsize=300)
def _packed(data: bytes) -> bytes:
    """The data in gzip; the views of a set have much in common."""
    return gzip_ng.compress(data, 6, mtime=0)


class _Pack:
    """One pack being filled."""

    def __init__(self, view: ViewKey, number: int) -> None:
        self._view, self._number, self._key = view, number, view.pack_key(number)
        self._parts: list[bytes] = []
        self.path = opaque_path()
        self.size = self.least = 0

    def add(self, plain: bytes) -> tuple[int, int, int]:
        """Seal an entry; returns its number, offset and length."""
        entry = len(self._parts)
        sealed = self._view.seal_entry(self._key, self._number, entry, plain)
        self._parts.append(sealed)
        self.size += len(sealed)
        return entry, self.size - len(sealed), len(sealed)

    def data(self) -> bytes:
        """The whole pack, padded."""
        return b"".join([*self._parts, secrets.token_bytes(padme(max(self.size, self.least)) - self.size)])


class Packs:
    """The packs of one view: text goes into one until `whole` begins another; media packs have at most 8 MiB (a larger file has its own).

    The same content is stored once.
    """

    def __init__(self, view: ViewKey) -> None:
        self._view = view
        self._packs: list[_Pack] = []
        self._text: int | None = None
        self._media: int | None = None
        self._known: dict[bytes, int] = {}
        self._skeletons: dict[int, tuple[Sequence[str | Slot], int]] = {}
        self._blobs: list[list[int]] = []

    def add(self, data: bytes, type_: str) -> int:
        """Store a content; returns its number among the blobs."""
        if data in self._known:
            return self._known[data]
        if type_.startswith(_TEXT):
            packed = _packed(data)
            number = self._text_pack()
            zipped, plain = (1, packed) if len(packed) < len(data) else (0, data)
        else:
            zipped, plain = 0, data
            number = self._media_pack(len(data) + _TAG)
        entry, offset, length = self._packs[number].add(plain)
        self._known[data] = len(self._blobs)
        self._blobs.append([number, entry, offset, length, zipped])
        return self._known[data]

    def whole(self, least: int = 0) -> None:
        """What text was added since the last time is all of a pack, which has at least this many bytes: a device fetches it by itself."""
        if self._text is not None:
            self._packs[self._text].least = least
        self._text = None

    def add_json(self, value: object) -> int:
        """Store a value as JSON; returns its number among the blobs."""
        return self.add(dump_json(value), "application/json")

    def add_skeleton(self, skeleton: Sequence[str | Slot]) -> int:
        """Store a skeleton; returns its number among the blobs. One that many pages have is looked at once."""
        if id(skeleton) not in self._skeletons:
            told = [{"slot": part.name} if isinstance(part, Slot) else part for part in skeleton]
            # Kept as well as known, so that no other object gets its id.
            self._skeletons[id(skeleton)] = (skeleton, self.add_json(told))
        return self._skeletons[id(skeleton)][1]

    def _text_pack(self) -> int:
        if self._text is None:
            self._text = self._begin()
        return self._text

    def _media_pack(self, size: int) -> int:
        if self._media is None or self._packs[self._media].size + size > MEDIA_PACK:
            self._media = self._begin()
        return self._media

    def _begin(self) -> int:
        self._packs.append(_Pack(self._view, len(self._packs)))
        return len(self._packs) - 1

    @property
    def paths(self) -> list[str]:
        """The packs' paths, by number."""
        return [pack.path for pack in self._packs]

    @property
    def blobs(self) -> list[list[int]]:
        """`[pack, entry, offset, length, gzip]` by blob."""
        return self._blobs

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of every pack."""
        for pack in self._packs:
            yield pack.path, pack.data()
