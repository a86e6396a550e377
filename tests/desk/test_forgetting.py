"""What the desk keeps to undo with goes where a record's time is over or a person is removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from als_plugin.cli import main
from als_plugin.desk import undo
from als_plugin.desk.organisation import Desk

SET = """\
name: Harbour
facilitator: {id: fay, name: Fay Marsh}
members:
  - {id: amara, name: Amara Obi}
  - {id: ben, name: Ben Wray}
agreement: {record: topics}
retention: {keep_months: 12}
"""
OLD = """\
date: 2020-01-14
status: published
attendance: {present: [amara, ben]}
turns:
  - {presenter: amara, topic: What was said long ago, agreed_on: 2020-01-20}
"""


@pytest.mark.parametrize("command", [["purge", "harbour", "--yes"], ["access", "remove", "harbour", "ben"]], ids=["purge", "removal"])
def test_nothing_kept_stays(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.delenv("ALS_PUBLISHER_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    assert run.invoke(main, ["init", "handbook"]).exit_code == 0
    monkeypatch.chdir(tmp_path / "handbook")
    sessions = tmp_path / "handbook/sets/harbour/sessions"
    sessions.mkdir(parents=True)
    (sessions.parent / "set.yml").write_text(SET, encoding="utf-8")
    if command[0] == "access":
        assert run.invoke(main, ["access", "grant", "harbour", "ben"]).exit_code == 0
    (sessions / "2020-01-14.yml").write_text(OLD, encoding="utf-8")
    undo.keep(Desk(tmp_path / "handbook/mkdocs.yml"), "harbour", "2020-01-14", OLD.encode())

    def kept() -> list[Path]:
        return [path for path in (tmp_path / "XDG_STATE_HOME").rglob("*") if path.is_file()]

    assert len(kept()) == 1
    done = run.invoke(main, command)
    assert done.exit_code == 0, done.output
    assert not kept()
