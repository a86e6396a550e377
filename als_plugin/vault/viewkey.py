"""One view's key in one build, and everything that is sealed under it: the index, the entries of packs, grants."""

from __future__ import annotations

import gzip
import secrets
from dataclasses import dataclass, field
from functools import cached_property

from zlib_ng import gzip_ng

from als_plugin.vault.format import GRANT_PLAIN, PERSON_MAX, ctx, ctx_part, padme, u32, u64
from als_plugin.vault.keys import gcm_open, gcm_seal, hkdf, hpke_open, hpke_seal

__all__ = ["Build", "ViewKey", "grant_nothing", "open_grant"]

_INDEX_NONCE = bytes(12)
"""The index key seals one thing only, so its nonce may be fixed."""


@dataclass(frozen=True)
class Build:
    """What every seal of one build is bound to: the set's id, the build's number, the publisher's public key."""

    set_id: bytes
    number: int
    publisher: bytes

    def grant_info(self, view_id: bytes, tag: bytes) -> bytes:
        """What a grant is bound to."""
        return ctx("grant", self.set_id, u64(self.number), view_id, tag, self.publisher)


@dataclass(frozen=True)
class ViewKey:
    """The key of one view, drawn for one build."""

    build: Build
    id: bytes
    key: bytes = field(repr=False)

    @classmethod
    def draw(cls, build: Build) -> ViewKey:
        """A fresh one."""
        return cls(build, secrets.token_bytes(16), secrets.token_bytes(32))

    def _ctx(self, purpose: str, *further: bytes) -> bytes:
        return ctx(purpose, self.build.set_id, u64(self.build.number), self.id, *further)

    @cached_property
    def _index_key(self) -> bytes:
        return hkdf(self.key, self._ctx("index"))

    @cached_property
    def _entry_ctx(self) -> bytes:
        """What all entries are bound to alike."""
        return self._ctx("entry")

    def pack_key(self, pack: int) -> bytes:
        """The key of the pack with this number."""
        return hkdf(self.key, self._ctx("pack", u32(pack)))

    def seal_index(self, data: bytes) -> bytes:
        """The sealed index. Call it once: a second index under the same key would need another nonce."""
        packed = gzip_ng.compress(data, 6, mtime=0)
        plain = u32(len(packed)) + packed
        return gcm_seal(self._index_key, _INDEX_NONCE, plain.ljust(padme(len(plain)), b"\0"), self._ctx("index"))

    def open_index(self, sealed: bytes) -> bytes | None:
        """The index's JSON, or None where this is not this view's index in this build."""
        plain = gcm_open(self._index_key, _INDEX_NONCE, sealed, self._ctx("index"))
        if plain is None or len(plain) < 4:
            return None
        return gzip.decompress(plain[4 : 4 + int.from_bytes(plain[:4], "big")])

    def seal_entry(self, pack_key: bytes, pack: int, entry: int, plain: bytes) -> bytes:
        """An entry of a pack. Call it once for each number of a pack."""
        return gcm_seal(pack_key, u64(0) + u32(entry), plain, self._entry_ctx + ctx_part(u32(pack)) + ctx_part(u32(entry)))

    def open_entry(self, pack_key: bytes, pack: int, entry: int, sealed: bytes) -> bytes | None:
        """An entry's content, or None where this is not that entry."""
        return gcm_open(pack_key, u64(0) + u32(entry), sealed, self._entry_ctx + ctx_part(u32(pack)) + ctx_part(u32(entry)))

    def grant(self, public: bytes, tag: bytes, person: str) -> bytes:
        """This view's key, sealed to a person. Raises ValueError for a public key that cannot be one."""
        name = person.encode()
        plain = self.key + self.id + bytes([len(name)]) + name.ljust(PERSON_MAX, b"\0")
        return hpke_seal(public, plain, self.build.grant_info(self.id, tag))


def grant_nothing(build: Build, public: bytes, tag: bytes) -> bytes:
    """A grant that looks like any other and opens nothing. Raises ValueError for a public key that cannot be one."""
    return hpke_seal(public, secrets.token_bytes(GRANT_PLAIN), build.grant_info(secrets.token_bytes(16), tag))


def open_grant(build: Build, view_id: bytes, tag: bytes, private: bytes, grant: bytes) -> tuple[ViewKey, str] | None:
    """The view's key and the person's id, or None where the grant is not for this view. Raises ValueError if it is malformed."""
    plain = hpke_open(private, grant, build.grant_info(view_id, tag))
    if plain is None:
        return None
    size = plain[48] if len(plain) == GRANT_PLAIN else PERSON_MAX + 1
    if size > PERSON_MAX or plain[32:48] != view_id or any(plain[49 + size :]):
        raise ValueError("a malformed grant")
    return ViewKey(build, view_id, plain[:32]), plain[49 : 49 + size].decode()
