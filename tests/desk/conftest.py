"""A desk as a facilitator starts it: the command in a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def organisation(tmp_path: Path) -> Path:
    """The samples' organisation with two of its sets, to be changed."""
    folder = tmp_path / "handbook"
    folder.mkdir()
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    for each in ("riverside", "northgate"):
        shutil.copytree(ROOT / "sets" / each, folder / "sets" / each)
    shutil.copy(ROOT / "sets" / "demo-publisher.key", folder / "sets")
    return folder


@pytest.fixture
def start(organisation: Path, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts `als desk --no-open` and gives the line that it prints."""
    running: list[subprocess.Popen[str]] = []
    home = {name: str(tmp_path / name) for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}

    def run(*more: str, cwd: Path = organisation) -> str:
        program = Path(sys.executable).with_name("als")
        running.append(subprocess.Popen(
            [program, "desk", "--no-open", *more], cwd=cwd, env={**os.environ, **home}, stdout=subprocess.PIPE, text=True
        ))
        assert running[-1].stdout
        return running[-1].stdout.readline().strip()

    run.running = running  # type: ignore[attr-defined]
    yield run
    for each in running:
        each.terminate()
        each.communicate(timeout=60)


@pytest.fixture
def desk(start: Callable[..., str]) -> tuple[int, str]:
    """A running desk: its port, and a token that is good once."""
    found = re.fullmatch(r"http://localhost:(\d+)/#t=(\S+)", start())
    assert found
    return int(found[1]), found[2]
