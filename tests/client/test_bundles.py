"""The committed bundles are what the sources make, byte for byte, and the sources' types hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from .sources import CLIENT, copied, npm


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client's sources with the locked npm releases."""
    return copied(tmp_path_factory.mktemp("client") / "client")


def test_the_bundles_come_of_the_sources(copy: Path) -> None:
    npm(copy, "run", "build")
    committed = {path.name: path.read_bytes() for path in (CLIENT / "dist").iterdir()}
    assert {path.name: path.read_bytes() for path in (copy / "dist").iterdir()} == committed, "run make client"


def test_types_hold(copy: Path) -> None:
    npm(copy, "run", "check")


def test_the_lock_file_names_no_host() -> None:
    assert "://" not in "".join(
        line for line in (CLIENT / "package-lock.json").read_text().splitlines() if "resolved" in line
    )
