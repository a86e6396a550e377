"""The private folder: nobody else's to enter, gone afterwards, and never mistaken for a leftover while it is being made."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from als_plugin.site.workers import scratch as module
from als_plugin.site.workers.scratch import scratch


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where private folders are made."""
    place = tmp_path / "private"
    place.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return place


def test_only_its_user_enters_it_and_it_goes(base: Path) -> None:
    with scratch() as folder:
        assert folder.parent == base and stat.S_IMODE(folder.stat().st_mode) == 0o700
        with scratch() as second:
            assert folder.exists() and second != folder
    assert not list(base.iterdir())


def test_a_leftover_goes_at_the_next_start(base: Path) -> None:
    with scratch() as folder:
        leftover = folder.with_name(folder.name + "x")
    leftover.mkdir()
    (leftover / "page.html").write_text("a record")
    with scratch():
        assert not leftover.exists()


def test_an_end_from_outside_while_it_is_removed_leaves_nothing(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, ended = shutil.rmtree, []

    def ending(folder: Path, **options: bool) -> None:
        if not ended:
            ended.append(folder)
            (folder / "first.html").unlink()
            sys.exit(143)  # as on a signal
        whole(folder, **options)

    monkeypatch.setattr(module.shutil, "rmtree", ending)
    with pytest.raises(SystemExit), scratch() as folder:
        (folder / "first.html").write_text("a record")
        (folder / "second.html").write_text("another")
    assert ended and not list(base.iterdir())


def test_one_that_is_in_use_is_no_leftover(base: Path) -> None:
    code = "import sys, time; from als_plugin.site.workers.scratch import scratch\nwith scratch() as folder: print(folder, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        theirs = Path(other.stdout.readline().strip())
        module.tidy()
        assert theirs.is_dir() and theirs.parent == base
        other.kill()
    module.tidy()
    assert not theirs.exists()


def test_many_at_once_leave_each_other_alone(base: Path) -> None:
    code = """
from als_plugin.site.workers.scratch import scratch
for _number in range(100):
    with scratch() as folder:
        (folder / "page.html").write_text("a record")
        with scratch() as other:
            (other / "page.html").write_text("another")
        assert (folder / "page.html").exists() and (folder / ".lock").exists()
"""
    running = [subprocess.Popen([sys.executable, "-c", code]) for _number in range(4)]
    assert [each.wait() for each in running] == [0] * 4
    assert not list(base.iterdir())
