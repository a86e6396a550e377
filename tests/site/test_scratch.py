"""The private folder: nobody else's to enter, gone afterwards, and never mistaken for a leftover while it is being made."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from als_plugin.site.workers import scratch as module
from als_plugin.site.workers.scratch import scratch


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where private folders are made."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path


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


def test_a_folder_taken_for_a_leftover_before_it_is_locked_gives_way_to_a_locked_one(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Path] = []
    locked = module.lock

    def slow(path: Path, *, wait: bool) -> AbstractContextManager[None]:
        if not begun:
            begun.append(path.parent)
            module.tidy()  # as another build does that starts just now
        return locked(path, wait=wait)

    monkeypatch.setattr(module, "lock", slow)
    with scratch() as folder:
        (folder / "page.html").write_text("a record")
        module.tidy()
        assert begun and stat.S_IMODE(folder.stat().st_mode) == 0o700 and (folder / "page.html").exists()
    assert not folder.exists()


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
