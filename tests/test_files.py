"""Files appear whole or not at all, and a lock is held by one."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from als_plugin import files
from als_plugin.files import InUse, draft, draft_folder, lock, move, write_all, write_cache, write_whole


def test_a_file_is_there_whole_or_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "below" / "set.yml"
    write_whole(place, "one\n")
    place.chmod(0o640)
    write_whole(place, "two\n")
    assert place.read_bytes() == b"two\n" and stat.S_IMODE(place.stat().st_mode) == 0o640
    with pytest.raises(ZeroDivisionError), draft(place) as beside:
        beside.write_text("half")
        raise ZeroDivisionError
    assert place.read_text() == "two\n" and list(place.parent.iterdir()) == [place]


def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "key", "secret", private=True)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_of_several_files_all_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("as it was")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError):
        write_all({tmp_path / "one": "new", tmp_path / "two": "new", tmp_path / "folder": "no file can stand here"})
    assert (tmp_path / "one").read_text() == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "one"]


def test_a_folder_is_there_whole_or_not(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), draft_folder(tmp_path / "new") as made:
        (made / "page").write_text("half")
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())
    with draft_folder(tmp_path / "new") as made:
        (made / "page").write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == ["new"] and (tmp_path / "new" / "page").read_text() == "whole"


def test_what_windows_refuses_while_somebody_reads_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, refusals = os.replace, [32, 5]

    def busy(source: Path, target: Path) -> None:
        if refusals:
            error = PermissionError("The process cannot access the file")
            error.winerror = refusals.pop()  # type: ignore[attr-defined]  # only Windows' own errors have it
            raise error
        real(source, target)

    monkeypatch.setattr(files.os, "replace", busy)
    (tmp_path / "new").write_text("new")
    move(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text() == "new" and not refusals


def test_a_cache_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    write_cache(tmp_path / "cache" / "builds.json", "{}")
    write_cache(tmp_path / "other" / "builds.json", "{}")
    assert (tmp_path / "other" / "builds.json").read_text() == "{}"


def test_a_lock_is_held_by_one_and_goes_with_its_holder(tmp_path: Path) -> None:
    place = tmp_path / "lock"
    with lock(place):
        with pytest.raises(InUse), lock(place, wait=False):
            raise AssertionError("two at once")
    code = f"import time, pathlib; from als_plugin.files import lock\nwith lock(pathlib.Path({str(place)!r})): print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdout.readline()
        with pytest.raises(InUse), lock(place, wait=False):
            raise AssertionError("two at once")
        other.kill()
    with lock(place, wait=False):
        pass
