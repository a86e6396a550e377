"""The container of a signed list (keyring, manifest): a mark, a version, a signature, a JSON body, padding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from als_plugin.vault.format import HEADER, VERSION, VaultError, ctx, dump_json, load_json, padme, u32
from als_plugin.vault.keys import Publisher, verify
from als_plugin.words import _

__all__ = ["Container", "damaged"]


def damaged(place: str) -> VaultError:
    """The refusal of something on the host that is not what the publisher put there."""
    return VaultError(
        place,
        _("this is not what the publisher put here: it is damaged, incomplete or was exchanged"),
        _("publish the site once more, whole; if that does not help, tell whoever looks after the host"),
    )


@dataclass(frozen=True)
class Container:
    """What stands in such a file. `purpose` is what the signature is bound to."""

    purpose: str
    signature: bytes
    body: bytes

    @staticmethod
    def unsigned(magic: bytes, body: Mapping[str, Any]) -> bytes:
        """The file, padded, with zero bytes where its signature is to stand."""
        return _whole(magic, bytes(64), dump_json(body))

    @staticmethod
    def encode(magic: bytes, purpose: str, body: Mapping[str, Any], publisher: Publisher) -> bytes:
        """The file, signed and padded."""
        data = dump_json(body)
        return _whole(magic, publisher.sign(ctx(purpose, data)), data)

    @classmethod
    def decode(cls, data: bytes, magic: bytes, purpose: str, *, unknown: VaultError) -> Container:
        """The parts of a file, its signature not checked yet; `unknown` is raised for one that is something else.

        Raises VaultError.
        """
        if data[:4] != magic or len(data) < HEADER:
            raise unknown
        if data[4] != VERSION:
            raise VaultError(str(unknown.place), _("this site was locked by a newer als"), _("use a newer als"))
        length = int.from_bytes(data[69:HEADER], "big")
        if len(data) != padme(HEADER + length) or any(data[HEADER + length :]):
            raise damaged(str(unknown.place))
        return cls(purpose, data[5:69], data[HEADER : HEADER + length])

    def json(self) -> Any:
        """The body as JSON; raises ValueError."""
        return load_json(self.body)

    def signed_by(self, public: bytes) -> bool:
        """Whether the holder of this key signed it."""
        return verify(public, self.signature, ctx(self.purpose, self.body))


def _whole(magic: bytes, signature: bytes, body: bytes) -> bytes:
    whole = magic + bytes([VERSION]) + signature + u32(len(body)) + body
    return whole.ljust(padme(len(whole)), b"\0")
