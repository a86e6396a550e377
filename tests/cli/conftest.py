"""Helpers that make a test of the command read like an evening at the keyboard."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from als_plugin.cli import main

SET = """
    name: Harbour
    facilitator: {id: fay, name: Fay Marsh}
    members:
      - {id: amara, name: Amara Obi, joined: 2025-01-01}
      - {id: ben, name: Ben Wray}
      - {id: cleo, name: Cleo Lund}
      - {id: dev, name: Dev Rao}
    agreement: {record: suggestions, newcomers_read_history: true}
    retention: {until: 2090-01-01}
"""

SESSION = """
    date: 2026-01-14
    status: published
    attendance: {present: [amara, ben, cleo], apologies: [dev]}
    topics:
      - {member: amara, headline: The rota that nobody owns}
      - {member: ben, headline: A stalled tender}
    turns:
      - presenter: amara
        minutes: 40
        question: |
          Who could own the rota with me?
        agreed_on: 2026-01-20
        actions:
          - id: ring-estates
            do: |
              Ring the estates team
            due: 2026-02-01
"""


@dataclass
class Said:
    """What a run of the command said."""

    code: int
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        return self.err.splitlines()

    @property
    def data(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def als(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Runs `als` in tmp_path, with a user's configuration folder of its own; any traceback fails the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ALS_PUBLISHER_KEY", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*args: str, input: str | None = None) -> Said:
        result = CliRunner().invoke(main, args, input=input)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return Said(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def ok(als: Callable[..., Said]) -> Callable[..., Said]:
    """Runs `als` and expects it to succeed."""

    def run(*args: str, input: str | None = None) -> Said:
        said = als(*args, input=input)
        assert said.code == 0, said.out + said.err
        return said

    return run


@pytest.fixture
def refused(als: Callable[..., Said]) -> Callable[..., list[str]]:
    """Runs `als`, expects exit code 1 and nothing on stdout, and gives the lines on stderr."""

    def run(*args: str) -> list[str]:
        said = als(*args)
        assert said.code == 1, said.out + said.err
        assert said.out == ""
        return said.errors

    return run


@pytest.fixture
def handbook(ok: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new organisation in handbook/, entered."""
    ok("init", "handbook")
    folder = tmp_path / "handbook"
    monkeypatch.chdir(folder)
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    """Files by path, their common indentation taken away."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")


@pytest.fixture
def harbour(handbook: Path) -> Path:
    """The organisation with one set that has one session."""
    write(handbook, {"sets/harbour/set.yml": SET, "sets/harbour/sessions/2026-01-14.yml": SESSION})
    return handbook


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Any]]:
    """What tests begin with, by name: an organisation and its key, and what came of making it."""
    return {}


@pytest.fixture
def once(kept: dict[str, tuple[Path, Any]], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[], Any]], Any]:
    """Does something to the organisation the first time in a process, and copies what came of it into each test after that."""

    def do(name: str, make: Callable[[], Any]) -> Any:
        if name not in kept:
            came = make()
            kept[name] = (tmp_path_factory.mktemp(name), came)
            _copy(tmp_path, kept[name][0])
        else:
            _copy(kept[name][0], tmp_path)
        return kept[name][1]

    return do


def _copy(source: Path, target: Path) -> None:
    for each in ("handbook", "config"):
        shutil.rmtree(target / each, ignore_errors=True)
        shutil.copytree(source / each, target / each, symlinks=True)


@pytest.fixture
def built(harbour: Path, ok: Callable[..., Said], once: Callable[[str, Callable[[], Any]], Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The organisation with one person let in, built."""

    def build() -> None:
        ok("access", "grant", "harbour", "amara")
        ok("build")

    once("built", build)
    monkeypatch.chdir(harbour)  # the folder has been put there anew
    return harbour
