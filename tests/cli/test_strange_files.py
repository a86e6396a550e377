"""What stands in sets/ and is no file there itself: a pipe would never end, and a link could lead out of the set. Every door says so alike."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from als_plugin.desk.organisation import Desk
from als_plugin.errors import AlsError
from als_plugin.site.sets.plan import read_set

from .conftest import SET, write

PLACES = ["set.yml", "sessions/2026-01-14.yml", "pages/our-room.md", "access.json", "inbox.json"]


def said_by(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a command says; one that waits for a pipe's end fails."""
    return subprocess.run(
        [Path(sys.executable).with_name("als"), *command], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("command, met", [
    ("check", (0, 1, 2, 3)), ("build", (0, 1, 2, 3)), ("access list meadow", (2,)), ("new session harbour 2026-03-11", (0, 1)),
])
def test_a_pipe_is_not_waited_for(harbour, command, met):
    write(harbour, {"sets/meadow/set.yml": SET})
    pipes = ["sets/harbour/sessions/2026-01-14.yml", "sets/harbour/inbox.json", "sets/meadow/access.json", "sets/meadow/pages/our-room.md"]
    for each in pipes:
        (harbour / each).parent.mkdir(exist_ok=True)
        (harbour / each).unlink(missing_ok=True)
        os.mkfifo(harbour / each)
    done = said_by(*command.split(), folder=harbour)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    told = [f"{each}: is a named pipe, not a file; delete it, or move it elsewhere; it was not opened" for each in pipes]
    assert [each for each in told if each in done.stderr.splitlines()] == [told[each] for each in met]


@pytest.mark.parametrize("place", PLACES)
def test_a_link_is_refused_by_commands_build_and_desk_alike(harbour, als, place, tmp_path):
    path = harbour / "sets/harbour" / place
    path.parent.mkdir(exist_ok=True)
    elsewhere = tmp_path / "elsewhere"
    if path.exists():
        path.rename(elsewhere)
    else:
        elsewhere.write_text("# From elsewhere\n")
    path.symlink_to(elsewhere)
    line = f"sets/harbour/{place}: is a link, and links are not followed: they could lead out of the set; put the file itself there"
    assert als("check").errors == [line]
    for door in (lambda: Desk(harbour / "mkdocs.yml").record("harbour"), lambda: read_set(harbour, "harbour")):
        with pytest.raises(AlsError) as refused:
            door()
        assert str(refused.value) == line


@pytest.mark.parametrize("place", ["sets", "sets/harbour", "sets/harbour/sessions", "sets/harbour/files", "sets/harbour/pages"])
def test_so_is_a_link_in_a_folders_place_though_all_in_it_is_as_it_was(built, als, place, tmp_path):
    path = built / place
    path.mkdir(exist_ok=True)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    line = f"{place}: is a link, and links are not followed: they could lead out of the set; put the folder itself there"
    for command in (["check"], ["build"]):
        said = als(*command)
        assert said.code == 1 and line in said.errors
    with pytest.raises(AlsError) as refused:
        Desk(built / "mkdocs.yml").record("harbour")
    assert str(refused.value) == line


def test_a_socket_and_a_file_in_a_folders_place(harbour, als, monkeypatch):
    monkeypatch.chdir(harbour / "sets/harbour/sessions")
    with socket.socket(socket.AF_UNIX) as open_:
        open_.bind("2026-02-11.yml")
        (harbour / "sets/harbour/pages").write_text("")
        assert als("check").errors == [
            "sets/harbour/pages: is a file, not a folder; move it elsewhere, and make a folder of this name",
            "sets/harbour/sessions/2026-02-11.yml: is a socket, not a file; delete it, or move it elsewhere; it was not opened",
        ]


def test_what_editors_leave_and_links_among_attachments_are_no_mistake(harbour, ok):
    (harbour / "sets/harbour/sessions/.#2026-01-14.yml").symlink_to("somebody@somewhere:1")
    (harbour / "sets/harbour/files").mkdir()
    (harbour / "sets/harbour/files/plan.pdf").write_bytes(b"%PDF")
    (harbour / "sets/harbour/files/latest.pdf").symlink_to("plan.pdf")
    assert ok("check").out == "1 set, 1 session: no errors\n"
