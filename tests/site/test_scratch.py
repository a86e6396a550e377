"""The private folder: nobody else's to enter, gone afterwards, and never mistaken for a leftover while it is being made."""

from __future__ import annotations

import fcntl
import stat
from pathlib import Path
from typing import Any

import pytest

from als_plugin.site import scratch as module
from als_plugin.site.scratch import scratch


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
    (leftover / ".lock").touch()
    (leftover / "page.html").write_text("a record")
    with scratch():
        assert not leftover.exists()


def test_a_folder_taken_for_a_leftover_before_it_is_locked_gives_way_to_another(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Path] = []

    def slow(file: Any, how: int) -> None:
        if not how & fcntl.LOCK_NB and not begun:
            begun.append(Path(file.name).parent)
            module._clear_leftovers(base)  # as another build does that starts just now
        fcntl.flock(file, how)

    monkeypatch.setattr(module, "fcntl", type("Slow", (), {"flock": staticmethod(slow), "LOCK_EX": fcntl.LOCK_EX, "LOCK_NB": fcntl.LOCK_NB}))
    with scratch() as folder:
        assert begun != [folder] and not begun[0].exists()
        (folder / "page.html").write_text("a record")
