"""Replies: what a person sends to those who keep the record, sealed by a key that is known to be theirs (FORMAT.md, section 8)."""

from __future__ import annotations

import gzip
import hashlib
import secrets
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey
from pyhpke.exceptions import PyHPKEError

from .armour import REPLY_MAX
from .format import VERSION, ctx, load_json, padme, u32, u64
from .keys import gcm_open, gcm_seal, new_pair

__all__ = ["Header", "OpenReply", "ReplyRefused", "Sender", "open_reply", "read_header", "seal_reply"]

HEADER_SIZE = 41
SEAL_SIZE = 112
SEALS = 4
"""Seals come in multiples of this."""
SEALS_MAX = 64
LEAST = 512
LARGEST, LARGEST_RECORD = 256 * 1024, 2 * 1024 * 1024 + 4096
"""Bytes of an unzipped content; the second for a session's file."""
ZIPPED_MORE = 4096
"""By how many bytes it may be longer zipped than it may be unzipped: what does not shrink grows a little."""
DEEP = 32
"""Lists and objects in one another."""
_NONCE = bytes(12)
"""The content's key seals one thing only, so its nonce may be fixed."""


class ReplyRefused(Exception):
    """A reply that is not taken. `reason` is one of `REASONS`."""

    REASONS = ("damaged", "version", "set", "nobody", "former", "newer", "old", "large", "malformed", "named")

    def __init__(self, reason: str, header: Header | None = None, person: str | None = None, until: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.header, self.person, self.until = reason, header, person, until


@dataclass(frozen=True)
class Header:
    """What everybody on the way can read of a reply: for which set, read in which build, and a random id."""

    set_id: bytes
    build: int
    id: bytes

    def encode(self) -> bytes:
        """The header's 41 bytes."""
        return bytes([VERSION]) + self.set_id + u64(self.build) + self.id


@dataclass(frozen=True)
class Sender:
    """A key by which a reply may have been sent. `until`: the day on which it stopped being that person's key."""

    person: str
    public: bytes
    until: str | None = None


@dataclass(frozen=True)
class OpenReply:
    """A reply that was opened: who sent it follows from the key alone."""

    header: Header
    person: str
    content: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The reply's id as people and files name it."""
        return self.header.id.hex()


@cache
def _suite() -> CipherSuite:
    return CipherSuite.new(KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)


def _private(data: bytes) -> Any:
    return KEMKey.from_pyca_cryptography_key(X25519PrivateKey.from_private_bytes(data))


@cache
def _public(data: bytes) -> Any:
    return KEMKey.from_pyca_cryptography_key(X25519PublicKey.from_public_bytes(data))


def _info(header: bytes, sender: bytes, keeper: bytes, publisher: bytes) -> bytes:
    return ctx("reply", header, sender, keeper, publisher)


def _seal(private: bytes, public: bytes, keeper: bytes, header: bytes, publisher: bytes, plain: bytes) -> bytes:
    enc, context = _suite().create_sender_context(_public(keeper), _info(header, public, keeper, publisher), sks=_private(private))
    return enc + context.seal(plain)


def seal_reply(
    content: Mapping[str, Any],
    header: Header,
    *,
    publisher: bytes,
    sender: tuple[bytes, bytes],
    keepers: Sequence[bytes],
) -> bytes:
    """A reply by `sender` (private and public key) to the keepers' public keys."""
    head = header.encode()
    packed = gzip.compress(rfc8785.dumps(dict(content)), 6, mtime=0)
    plain = u32(len(packed)) + packed
    key = secrets.token_bytes(32)
    sealed = gcm_seal(key, _NONCE, plain.ljust(padme(max(LEAST, len(plain))), b"\0"), ctx("reply-content", head))
    told = key + hashlib.sha256(sealed).digest()
    private, public = sender
    seals = [_seal(private, public, keeper, head, publisher, told) for keeper in keepers]
    while not seals or len(seals) % SEALS:
        seals.append(_seal(*new_pair(), new_pair()[1], head, publisher, secrets.token_bytes(64)))
    secrets.SystemRandom().shuffle(seals)
    return head + bytes([len(seals)]) + b"".join(seals) + sealed


def read_header(data: bytes) -> Header:
    """What a reply says to everybody. Raises ReplyRefused for what is no reply."""
    if len(data) < HEADER_SIZE + 1:
        raise ReplyRefused("damaged")
    if data[0] != VERSION:
        raise ReplyRefused("version")
    return Header(data[1:17], int.from_bytes(data[17:25], "big"), data[25:41])


def open_reply(
    data: bytes,
    *,
    set_id: bytes,
    publishers: Iterable[bytes],
    keeper: tuple[bytes, bytes],
    senders: Iterable[Sender],
    builds: tuple[int, int],
) -> OpenReply:
    """The reply as this keeper (private and public key) reads it.

    `publishers` are the keys that publish this set or did; `senders` all keys that people have or had; `builds` the oldest and
    the newest build that a reply may have been written in. A reply with more seals than there are keys to seal to is not looked
    into. Raises ReplyRefused.
    """
    header = read_header(data)
    if header.set_id != set_id:
        raise ReplyRefused("set", header)
    if len(data) > REPLY_MAX:
        raise ReplyRefused("large", header)
    head, count = data[:HEADER_SIZE], data[HEADER_SIZE]
    start = HEADER_SIZE + 1 + count * SEAL_SIZE
    if count % SEALS or not 0 < count <= SEALS_MAX or len(data) < start + LEAST:
        raise ReplyRefused("damaged", header)
    senders = list(senders)
    if count > -(-len(senders) // SEALS) * SEALS:
        raise ReplyRefused("nobody", header)
    seals = [data[at : at + SEAL_SIZE] for at in range(HEADER_SIZE + 1, start, SEAL_SIZE)]
    found = _unseal(seals, head, list(publishers), keeper, senders)
    if found is None:
        raise ReplyRefused("nobody", header)
    sender, told = found
    sealed = data[start:]
    if told[32:] != hashlib.sha256(sealed).digest():
        raise ReplyRefused("damaged", header)
    if sender.until is not None:
        raise ReplyRefused("former", header, sender.person, sender.until)
    oldest, newest = builds
    if not oldest <= header.build <= newest:
        raise ReplyRefused("old" if header.build < oldest else "newer", header, sender.person)
    plain = gcm_open(told[:32], _NONCE, sealed, ctx("reply-content", head))
    if plain is None:
        raise ReplyRefused("damaged", header)
    return OpenReply(header, sender.person, _content(plain, header, sender.person))


def _unseal(
    seals: Sequence[bytes], header: bytes, publishers: Sequence[bytes], keeper: tuple[bytes, bytes], senders: Sequence[Sender]
) -> tuple[Sender, bytes] | None:
    """Who sent it, and what the seal to this keeper holds. Keys in force are tried before former ones."""
    private, public = _private(keeper[0]), keeper[1]
    for sender in sorted(senders, key=lambda one: one.until is not None):
        for publisher in publishers:
            info = _info(header, sender.public, public, publisher)
            for seal in seals:
                try:
                    context = _suite().create_recipient_context(seal[:32], private, info, pks=_public(sender.public))
                    return sender, context.open(seal[32:])
                except (PyHPKEError, ValueError):
                    continue
    return None


def _content(plain: bytes, header: Header, person: str) -> Mapping[str, Any]:
    size = int.from_bytes(plain[:4], "big")
    if len(plain) != padme(max(LEAST, 4 + size)) or any(plain[4 + size :]):
        raise ReplyRefused("malformed", header, person)
    if size > LARGEST_RECORD + ZIPPED_MORE:
        raise ReplyRefused("large", header, person)
    try:
        stream = zlib.decompressobj(31)
        data = stream.decompress(plain[4 : 4 + size], LARGEST_RECORD + 1)
        if len(data) > LARGEST_RECORD:
            raise ReplyRefused("large", header, person)
        if not stream.eof or stream.unused_data:
            raise ValueError("not one whole stream")
        content = load_json(data)
        _refuse_unsound(content, DEEP)
    except (zlib.error, ValueError) as error:
        raise ReplyRefused("malformed", header, person) from error
    if not isinstance(content, dict) or not isinstance(content.get("kind"), str):
        raise ReplyRefused("malformed", header, person)
    if content["kind"] != "record" and (len(data) > LARGEST or size > LARGEST + ZIPPED_MORE):
        raise ReplyRefused("large", header, person)
    if {"member", "sender", "person", "from"} & content.keys():
        raise ReplyRefused("named", header, person)
    return content


def _refuse_unsound(value: Any, deep: int) -> None:
    """Raise ValueError for what another reader could take for something else: large numbers, half characters, what is nested too deeply."""
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, (int, float)) and not abs(value) < 2**53:
        raise ValueError("a number that not every reader has")
    elif isinstance(value, (list, dict)):
        if not deep:
            raise ValueError("nested too deeply")
        for each in [*value, *value.values()] if isinstance(value, dict) else value:
            _refuse_unsound(each, deep - 1)
