"""From `als init` to `als verify` where our own modules have nothing that Windows or a Mac lacks, and no file is opened but by them."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from .conftest import SESSION, SET

AWAY = Path(__file__).parent / "any_computer"


def test_from_init_to_verify(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir()
    environment = {
        **os.environ, "PYTHONPATH": str(AWAY), "TMPDIR": str(private), "XDG_RUNTIME_DIR": "", "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }

    def run(*command: str) -> str:
        done = subprocess.run([sys.executable, *command], cwd=root, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def als(*command: str) -> str:
        return run("-c", "from als_plugin.cli import main; main()", *command)

    root = tmp_path
    assert run("-c", "import sys; print(sys.als_taken_away)").strip() == "True"
    als("init", "handbook")
    root = tmp_path / "handbook"
    harbour = root / "sets" / "harbour"
    (harbour / "sessions").mkdir(parents=True)
    (harbour / "set.yml").write_text(textwrap.dedent(SET))
    (harbour / "sessions" / "2026-01-14.yml").write_text(textwrap.dedent(SESSION))
    als("check")
    als("access", "grant", "harbour", "amara")
    als("build")
    assert (root / "site" / "harbour" / "keyring").is_file()
    als("audit")
    als("verify", "site")
    assert not list(private.iterdir())


@pytest.mark.parametrize("name", ["con", "nul", "com1"])
def test_no_set_is_called_as_windows_calls_a_device(harbour: Path, als, name: str) -> None:
    (harbour / "sets" / "harbour").rename(harbour / "sets" / name)
    said = als("check", name)
    assert said.code == 1 and f'Windows takes "{name}" for a device' in said.err
    said = als("new", "set", name)
    assert said.code == 1
