"""The committed bundles are what the sources make, byte for byte, and the sources' types hold."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CLIENT = Path(__file__).parents[2] / "als_plugin" / "client"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client's sources with the locked npm releases."""
    place = tmp_path_factory.mktemp("client") / "client"
    shutil.copytree(CLIENT, place, ignore=shutil.ignore_patterns("node_modules", "dist", "__pycache__"))
    npm(place, "ci", "--ignore-scripts")
    return place


def npm(folder: Path, *arguments: str) -> None:
    tools = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([tools / "npm", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


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
