"""Join codes: what somebody sends who made their passphrase and keys on their own device (FORMAT.md, section 5)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from als_plugin.vault.format import SEALED_SIZE, VERSION, VaultError, ctx
from als_plugin.vault.keys import Kdf, argon2id
from als_plugin.vault.passphrase import GAPS
from als_plugin.words import _

__all__ = ["JoinCode"]

_CHECK = 7
_GROUP = 8
_BASE32 = re.compile("[A-Z2-7]+")
_LENGTH = 288
"""Letters of a code: 180 bytes in base32."""


@dataclass(frozen=True)
class JoinCode:
    """A slot that was made elsewhere, and the set that it is for."""

    set_id: bytes
    tag: bytes
    public: bytes
    sealed: bytes

    @property
    def body(self) -> bytes:
        """All that the code says, without its checksum."""
        return bytes([VERSION]) + self.set_id + self.tag + self.public + self.sealed

    def encode(self) -> str:
        """The code as text, in groups that can be read aloud or wrapped."""
        letters = base64.b32encode(self.body + _checksum(self.body)).decode()
        return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))

    @classmethod
    def decode(cls, text: str, place: str) -> JoinCode:
        """The code in a text, a whole e-mail say; breaks and capitals do not matter. `place` names it in errors. Raises VaultError."""
        letters = _code_in(text) or GAPS.sub("", text)
        # Some letters of other alphabets have a capital that base32 knows.
        letters = letters.upper() if letters.isascii() else letters
        try:
            data = base64.b32decode(letters)
        except (binascii.Error, ValueError):
            data = b""
        if len(letters) != _LENGTH or _checksum(data[:-_CHECK]) != data[-_CHECK:]:
            raise VaultError(
                place,
                _("this is not a whole join code ({found} of {all} letters)").format(found=len(letters), all=_LENGTH)
                if len(letters) != _LENGTH
                else _("this join code was damaged on its way"),
                _("copy the whole code as the lock screen shows it, or have it sent once more"),
            )
        if data[0] != VERSION:
            raise VaultError(place, _("this join code was made for a newer als"), _("use a newer als"))
        return cls(data[1:17], data[17:33], data[33:65], data[65 : 65 + SEALED_SIZE])

    def fingerprint(self, publisher: bytes, *, kdf: Kdf = argon2id) -> str:
        """Eight digits of the code and the publisher's key, which the browser shows too, to be compared by voice."""
        stretched = kdf(hashlib.sha256(ctx("join-fingerprint", self.body, publisher)).digest(), self.set_id)
        digits = f"{int.from_bytes(stretched[:8], 'big') % 10**8:08}"
        return f"{digits[:4]} {digits[4:]}"


def _code_in(text: str) -> str | None:
    """The letters of the code among the words around it, quoted and wrapped as mail does; None where no words are a whole one."""
    words = re.findall(r"[A-Za-z0-9]+", text)
    likely = None
    for first in range(len(words)):
        letters = ""
        for last in range(first, len(words)):
            letters += words[last].upper()
            if len(letters) >= _LENGTH:
                break
        if len(letters) == _LENGTH and _BASE32.fullmatch(letters):
            data = base64.b32decode(letters)
            if _checksum(data[:-_CHECK]) == data[-_CHECK:]:
                return letters
            if last - first + 1 == _LENGTH // _GROUP:
                likely = letters
    return likely


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(ctx("join-code", body)).digest()[:_CHECK]
