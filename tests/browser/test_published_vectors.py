"""The ciphers that the client calls give in a browser what their standards publish, as Python's do in tests/vault: through the
client's own functions wherever these take such inputs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ..vault.test_published_vectors import PUBLISHED, blocks, hpke_case
from .handbook import CLIENT
from .host import Host

SCRIPT = """
import { argon2id } from "hash-wasm";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { aesKey, hex, hkdf, unseal } from "./format/bytes.js";
import { verify } from "./format/keyring.js";
import { portable, usable } from "./format/privatekey.js";

const bytes = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const key = async (digits) => usable(await portable(bytes(digits)));

globalThis.vectors = {
  argon2id: ({ password, salt, iterations, parallelism, memorySize, hashLength }) =>
    argon2id({ password: bytes(password), salt: bytes(salt), iterations, parallelism, memorySize, hashLength, outputType: "hex" }),
  hkdf: async ({ secret, info, size }) => hex(await hkdf(bytes(secret), bytes(info), size)),
  hpke: async ({ private: own, public: other, sealed, info, aad }) => {
    const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
    const recipientKey = { privateKey: await key(own), publicKey: await suite.kem.deserializePublicKey(bytes(other)) };
    const all = bytes(sealed);
    return hex(new Uint8Array(await suite.open({ recipientKey, enc: all.slice(0, 32), info: bytes(info) }, all.slice(32), bytes(aad))));
  },
  x25519: async ({ own, other }) => {
    const publicKey = await crypto.subtle.importKey("raw", bytes(other), "X25519", true, []);
    return hex(new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: publicKey }, await key(own), 256)));
  },
  ed25519: ({ public: publicKey, signed, message }) => verify(bytes(publicKey), bytes(signed), bytes(message)),
  gcm: async ({ secret, nonce, sealed, bound }) => {
    const opened = unseal(await aesKey(bytes(secret), ["decrypt"]), bytes(nonce), bytes(sealed), bytes(bound));
    return opened.then(hex, () => null);
  },
};
"""


@pytest.fixture
def ask(page: Page, tmp_path: Path, serve: Callable[[Path], Host]) -> Callable[..., list[object]]:
    """Asks the client's modules in Chromium for all of these cases, one kind at a time."""
    program = CLIENT / "node_modules" / ".bin" / "esbuild"
    done = subprocess.run(
        [program, "--bundle", "--format=esm", "--log-level=error"], input=SCRIPT.encode(), cwd=CLIENT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    (tmp_path / "vectors.js").write_bytes(done.stdout)
    (tmp_path / "index.html").write_text('<!doctype html><script type="module" src="vectors.js"></script>', encoding="utf-8")
    page.goto(serve(tmp_path).url)
    page.wait_for_function("globalThis.vectors")

    def answers(kind: str, cases: list[dict[str, object]]) -> list[object]:
        return page.evaluate("([kind, cases]) => Promise.all(cases.map((each) => vectors[kind](each)))", [kind, cases])

    return answers


def test_argon2id(ask) -> None:
    """The library takes neither the associated data of RFC 9106's own case nor an empty password; so the cases without."""
    found = [each for each in blocks("KDF/argon2id.txt") if each["PASS"] and not each.get("AD") and not each.get("SECRET")]
    assert len(found) >= 2
    numbers = {"iterations": "ITER", "parallelism": "LANES", "memorySize": "MEMCOST", "hashLength": "LENGTH"}
    cases = [{"password": each["PASS"], "salt": each["SALT"], **{key: int(each[name]) for key, name in numbers.items()}} for each in found]
    assert ask("argon2id", cases) == [each["OUTPUT"] for each in found]


def test_hkdf_of_rfc_5869_without_salt(ask) -> None:
    case = next(each for each in blocks("KDF/rfc-5869-HKDF-SHA256.txt") if each["COUNT"] == "3")
    assert case["SALT"] == ""
    assert ask("hkdf", [{"secret": case["IKM"], "info": case["INFO"], "size": int(case["L"])}]) == [case["OKM"]]


def test_hpke_of_rfc_9180(ask) -> None:
    case = hpke_case()
    assert ask("hpke", [case]) == [case["plain"]]


def test_x25519_of_rfc_7748(ask) -> None:
    found = list(blocks("asymmetric/X25519/rfc7748.txt"))
    assert len(found) >= 2
    cases = [{"own": each["INPUT_SCALAR"], "other": each["INPUT_U"]} for each in found]
    assert ask("x25519", cases) == [each["OUTPUT_U"] for each in found]


def test_ed25519_of_rfc_8032(ask) -> None:
    cases = []
    for line in (PUBLISHED / "asymmetric" / "Ed25519" / "sign.input").read_text().splitlines()[:200]:
        _secret, public, message, signed = line.split(":")[:4]
        cases.append({"public": public, "signed": signed[:128], "message": message})
    assert ask("ed25519", cases) == [True] * 200
    assert ask("ed25519", [{**each, "message": each["message"] + "21"} for each in cases]) == [False] * 200


@pytest.mark.parametrize("file", ["gcmDecrypt256.rsp", "gcmEncryptExtIV256.rsp"])
def test_aes_256_gcm_of_nist(ask, file: str) -> None:
    found = [each for each in blocks(f"ciphers/AES/GCM/{file}") if len(each["IV"]) == 24 and len(each["TAG"]) == 32]
    assert len(found) > 100
    cases = [{"secret": each["KEY"], "nonce": each["IV"], "sealed": each["CT"] + each["TAG"], "bound": each["AAD"]} for each in found]
    assert ask("gcm", cases) == [None if "FAIL" in each else each["PT"] for each in found]
