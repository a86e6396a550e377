"""A mistake is told in one line; what should not happen is told too, and shown only on demand."""

from __future__ import annotations

import errno
import os

import pytest
from click.testing import CliRunner

from als_plugin.cli import main


@pytest.fixture
def broken(monkeypatch):
    """A command in which something unexpected happens."""

    def fail(config_file):
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr("als_plugin.cli.check.find", fail)


def test_outside_an_organisation(refused):
    assert refused("check") == [
        "mkdocs.yml: is neither in this folder nor in one above it; "
        "go to your organisation's folder, or make one with: als init handbook"
    ]


def test_a_config_file_that_is_not_there(refused):
    assert refused("check", "-f", "no/mkdocs.yml") == [
        "no/mkdocs.yml: there is no such file; give the path of an mkdocs.yml after -f"
    ]


def test_from_any_folder_inside(harbour, ok, monkeypatch):
    monkeypatch.chdir(harbour / "sets" / "harbour" / "sessions")
    assert ok("check").out == "1 set, 1 session: no errors\n"


def test_with_a_config_file_from_elsewhere(harbour, ok, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert ok("check", "-f", "handbook/mkdocs.yml").out == "1 set, 1 session: no errors\n"


def test_the_unexpected_is_one_line(broken, als):
    said = als("check")
    assert (said.code, said.out) == (1, "")
    assert said.errors == [
        "als: this should not have happened (ZeroDivisionError: division by zero); run the same command as `als --debug …` "
        "and report what it prints, without people's names"
    ]


REFUSED = {
    errno.ENOSPC: "cannot be written, for the disk is full; make room, then do the same again",
    errno.EACCES: "may not be read or written by you (Permission denied); see whose it is and what they allow, then do the same again",
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_the_computer_refuses_is_told_and_leaves_nothing(harbour, als, monkeypatch, reason):
    def refuse(_handle):
        raise OSError(reason, os.strerror(reason))

    before = sorted(harbour.rglob("*"))
    monkeypatch.setattr("als_plugin.files.os.fsync", refuse)
    for command, file in (("set quay", "quay/set.yml"), ("session harbour", "harbour/sessions")):
        said = als("new", *command.split())
        assert (said.code, said.out, len(said.errors)) == (1, "", 1)
        assert file in said.err and said.err.endswith(f": {REFUSED[reason]}\n")
    assert sorted(harbour.rglob("*")) == before


def test_debug_shows_the_traceback(broken):
    result = CliRunner().invoke(main, ["--debug", "check"])
    assert isinstance(result.exception, ZeroDivisionError)


def test_interrupted(als, monkeypatch):
    def stop(config_file):
        raise KeyboardInterrupt

    monkeypatch.setattr("als_plugin.cli.check.find", stop)
    said = als("check")
    assert (said.code, said.err) == (130, "Stopped.\n")


def test_a_long_line_is_not_wrapped(refused, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    name = "[bold]" + "x" * 200
    assert refused("check", "-f", name) == [f"{name}: there is no such file; give the path of an mkdocs.yml after -f"]


def test_an_unknown_command_is_a_usage_error(als):
    said = als("chek")
    assert said.code == 2
    assert "chek" in said.err
