"""Keys: what a passphrase becomes, the publisher's signing key, and the few ciphers of the format, each bound to its place."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from als_plugin.vault.format import VaultError, b64, ctx, unb64
from als_plugin.vault.passphrase import normal_form
from als_plugin.words import _

__all__ = [
    "Derived", "Kdf", "Publisher", "argon2id", "derive", "gcm_open", "gcm_seal", "hkdf", "hpke_open", "hpke_seal",
    "new_pair", "verify",
]

Kdf = Callable[[bytes, bytes], bytes]
"""From a passphrase's normal form and the salt to 32 bytes."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True)
class Derived:
    """The three values of a passphrase; the last two are secret."""

    tag: bytes
    wrapping_key: bytes = field(repr=False)
    device_key: bytes = field(repr=False)


def argon2id(secret: bytes, salt: bytes) -> bytes:
    """Argon2id with the format's parameters: 64 MiB, three passes, one lane, 32 bytes out."""
    return Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=65536).derive(secret)


def hkdf(key: bytes, info: bytes, size: int = 32) -> bytes:
    """HKDF-SHA256 with an empty salt."""
    return HKDF(algorithm=SHA256(), length=size, salt=None, info=info).derive(key)


def derive(passphrase: str, salt: bytes, *, kdf: Kdf = argon2id) -> Derived:
    """What a passphrase becomes with a set's salt. `kdf` is for tests; a site is only ever made with Argon2id."""
    root = kdf(normal_form(passphrase), salt)
    return Derived(hkdf(root, ctx("slot-tag"), 16), hkdf(root, ctx("wrapping-key")), hkdf(root, ctx("device-key")))


def gcm_seal(key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    """AES-256-GCM; the caller answers for a nonce that is new under this key."""
    return AESGCM(key).encrypt(nonce, plain, bound)


def gcm_open(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes | None:
    """What was sealed, or None where key, place or content is not the one that was sealed."""
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound)
    except InvalidTag:
        return None


def hpke_seal(public: bytes, plain: bytes, info: bytes) -> bytes:
    """HPKE in base mode to an X25519 key: `enc` and the ciphertext. Raises ValueError for a key of low order."""
    return _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info)


def hpke_open(private: bytes, sealed: bytes, info: bytes) -> bytes | None:
    """What was sealed to this key with this `info`, or None."""
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info)
    except (InvalidTag, ValueError):
        return None


def new_pair() -> tuple[bytes, bytes]:
    """A fresh X25519 key pair: private, public."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this Ed25519 key signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class Publisher:
    """The organisation's signing key (Ed25519): its one secret.

    `public` is the 32-byte public half; `demo` says that the key is one that everybody has, for samples only.
    """

    _MARK, _DEMO_MARK = "als-publisher-key-1", "als-demo-publisher-key-1"

    def __init__(self, seed: bytes, *, demo: bool = False) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public: bytes = self._key.public_key().public_bytes_raw()
        self.demo = demo

    def __repr__(self) -> str:
        return f"Publisher({b64(self.public)}{', demo' if self.demo else ''})"

    @classmethod
    def generate(cls, *, demo: bool = False) -> Publisher:
        """A new key, whose public half does not begin with a hyphen: it names a file, and stands behind options."""
        while b64((made := cls(os.urandom(32), demo=demo)).public).startswith("-"):
            pass
        return made

    @classmethod
    def from_text(cls, text: str, place: str = "the publisher's key") -> Publisher:
        """The key in a text made by `to_text`; comments may be missing. Raises VaultError."""
        lines = [line for line in (line.strip() for line in text.splitlines()) if line and not line.startswith("#")]
        if len(lines) == 1 and len(words := lines[0].split()) == 3 and words[0] in (cls._MARK, cls._DEMO_MARK):
            try:
                publisher = cls(unb64(words[1], 32), demo=words[0] == cls._DEMO_MARK)
                if publisher.public == unb64(words[2], 32):
                    return publisher
            except ValueError:
                pass
        raise VaultError(
            place,
            _("this is not a publisher's signing key, or a part of it is missing"),
            _("copy the whole key from where it was made, or from its backup"),
        )

    def to_text(self) -> str:
        """The key as a short file with comments."""
        if self.demo:
            head = _("DEMO signing key of the samples. Everybody has it: never publish anything real with it.")
        else:
            head = _("Signing key of a publisher of action learning sets (als). Secret: whoever has it can publish in your name.")
        second = _("Keep a backup: without it everyone must be given a new passphrase. Mark, private half, public half:")
        seed = self._key.private_bytes_raw()
        return f"# {head}\n# {second}\n{self._DEMO_MARK if self.demo else self._MARK} {b64(seed)} {b64(self.public)}\n"

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature of a message."""
        return self._key.sign(message)
