"""The files before each save, so that every save can be undone: in a folder of the user's own, outside of the organisation."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from platformdirs import user_state_path

from ..files import write_whole
from .organisation import Desk

__all__ = ["folder_of", "forget", "keep", "last", "private_folder"]

_MOST = 50


def keep(desk: Desk, set_id: str, name: str, before: bytes) -> Path:
    """Keep a file as it was before it is written over; returns where. Raises OSError."""
    folder = _folder(desk, set_id, name)
    private_folder(folder)
    kept = folder / f"{time.time_ns():020}"
    write_whole(kept, before, private=True)
    for old in sorted(folder.iterdir())[:-_MOST]:
        old.unlink()
    return kept


def private_folder(folder: Path) -> None:
    """Make a folder below the desk's own, which this user alone can enter, as all above it. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for each in (folder, *folder.parents):
        each.chmod(0o700)
        if each == _home():
            return


def folder_of(desk: Desk, set_id: str) -> Path:
    """All that is kept of a set lies here, and goes with `forget`."""
    return _home() / desk.mark / set_id


def last(desk: Desk, set_id: str, name: str) -> Path | None:
    """The latest that is kept of a file; None where there is none."""
    folder = _folder(desk, set_id, name)
    kept = sorted(folder.iterdir()) if folder.is_dir() else []
    return kept[-1] if kept else None


def forget(root: Path, set_id: str) -> None:
    """Delete all that is kept of a set: after a purge, an erasure or a removal nothing of it may be left. `root`: mkdocs.yml's folder."""
    for name in ("mkdocs.yml", "mkdocs.yaml"):
        shutil.rmtree(_home() / Desk(root / name).mark / set_id, ignore_errors=True)


def _home() -> Path:
    return user_state_path("als") / "desk"


def _folder(desk: Desk, set_id: str, name: str) -> Path:
    return folder_of(desk, set_id) / name
