"""A mistake is told in one line; what should not happen is told too, and shown only on demand."""

from __future__ import annotations

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
