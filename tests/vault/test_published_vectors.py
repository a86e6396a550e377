"""The ciphers we call give what their standards publish: through our own functions wherever these take such inputs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.hazmat.bindings._rust import openssl as library
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from als_plugin.vault import keys

PUBLISHED = Path(cryptography_vectors.__file__).parent


def blocks(path: str) -> Iterator[dict[str, str]]:
    """The `name = value` blocks of a file of vectors, from one count to the next."""
    block: dict[str, str] = {}
    for line in (PUBLISHED / path).read_text().splitlines():
        name, equals, value = (part.strip() for part in line.partition("="))
        if name.upper() == "COUNT":
            if block:
                yield block
            block = {}
        if equals and not line.startswith(("#", "[")):
            block[name.upper()] = value
        elif line.strip() == "FAIL":
            block["FAIL"] = ""
    yield block


def test_argon2id_of_rfc_9106() -> None:
    first = next(blocks("KDF/argon2id.txt"))
    derived = Argon2id(
        salt=bytes.fromhex(first["SALT"]),
        length=int(first["LENGTH"]),
        iterations=int(first["ITER"]),
        lanes=int(first["LANES"]),
        memory_cost=int(first["MEMCOST"]),
        ad=bytes.fromhex(first["AD"]),
        secret=bytes.fromhex(first["SECRET"]),
    ).derive(bytes.fromhex(first["PASS"]))
    assert derived.hex() == first["OUTPUT"] == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


def test_hkdf_of_rfc_5869_without_salt() -> None:
    case = next(block for block in blocks("KDF/rfc-5869-HKDF-SHA256.txt") if block["COUNT"] == "3")
    assert case["SALT"] == ""
    assert keys.hkdf(bytes.fromhex(case["IKM"]), bytes.fromhex(case["INFO"]), int(case["L"])).hex() == case["OKM"]


def hpke_case() -> dict[str, object]:
    """RFC 9180's vector for our suite in base mode."""
    every = json.loads((PUBLISHED / "HPKE" / "test-vectors.json").read_text())
    (case,) = (one for one in every if (one["mode"], one["kem_id"], one["kdf_id"], one["aead_id"]) == (0, 0x20, 1, 2))
    first = case["encryptions"][0]
    return {
        "private": case["skRm"],
        "public": case["pkRm"],
        "sealed": case["enc"] + first["ct"],
        "info": case["info"],
        "aad": first["aad"],
        "plain": first["pt"],
    }


def test_hpke_of_rfc_9180() -> None:
    case = {name: bytes.fromhex(str(value)) for name, value in hpke_case().items()}
    # The published messages carry associated data, which the library opens by its own test's door, with our suite.
    opened = library.hpke._decrypt_with_aad(
        keys._SUITE, case["sealed"], X25519PrivateKey.from_private_bytes(case["private"]), case["info"], case["aad"]
    )
    assert opened == case["plain"]
    assert keys.hpke_open(case["private"], case["sealed"], case["info"]) is None
    sealed = keys.hpke_seal(case["public"], b"plain", case["info"])
    assert keys.hpke_open(case["private"], sealed, case["info"]) == b"plain"


def test_hpke_of_rfc_9180_in_the_reader(reader) -> None:
    case = hpke_case()
    assert reader("hpke", **case) == {"answer": case["plain"]}


def test_x25519_of_rfc_7748() -> None:
    found = list(blocks("asymmetric/X25519/rfc7748.txt"))
    assert len(found) >= 2
    for case in found:
        private = X25519PrivateKey.from_private_bytes(bytes.fromhex(case["INPUT_SCALAR"]))
        public = X25519PublicKey.from_public_bytes(bytes.fromhex(case["INPUT_U"]))
        assert private.exchange(public).hex() == case["OUTPUT_U"]


def test_ed25519_of_rfc_8032() -> None:
    lines = (PUBLISHED / "asymmetric" / "Ed25519" / "sign.input").read_text().splitlines()
    assert len(lines) > 1000
    for line in lines[:200]:
        secret, public, message, signed = (bytes.fromhex(part) for part in line.split(":")[:4])
        publisher = keys.Publisher(secret[:32])
        assert publisher.public == public
        assert publisher.sign(message) == signed[:64]
        assert keys.verify(public, signed[:64], message)
        assert not keys.verify(public, signed[:64], message + b"!")


@pytest.mark.parametrize("file", ["gcmDecrypt256.rsp", "gcmEncryptExtIV256.rsp"])
def test_aes_256_gcm_of_nist(file: str) -> None:
    checked = 0
    for block in blocks(f"ciphers/AES/GCM/{file}"):
        if len(block["IV"]) != 24 or len(block["TAG"]) != 32:
            continue
        key, nonce, text, bound, tag = (bytes.fromhex(block[name]) for name in ("KEY", "IV", "CT", "AAD", "TAG"))
        plain = None if "FAIL" in block else bytes.fromhex(block["PT"])
        assert keys.gcm_open(key, nonce, text + tag, bound) == plain
        if plain is not None:
            assert keys.gcm_seal(key, nonce, plain, bound) == text + tag
        checked += 1
    assert checked > 100
