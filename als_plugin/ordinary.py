"""What stands in a set's folder is a file or a folder there itself: no link that leads elsewhere, no pipe, nothing else that has no end."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from .errors import AlsError
from .words import _

__all__ = ["FOLDERS", "check_ordinary", "strange"]

FOLDERS = ("sessions", "pages", "files")
_WRITTEN = ("access.json", "inbox.json")


def check_ordinary(path: Path, shown: str, *, folder: bool = False) -> None:
    """Raise AlsError where what stands at `path` is not a plain file, or not a `folder`; nothing is opened. Where nothing is, nothing is said."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return
    if stat.S_ISDIR(mode) if folder else stat.S_ISREG(mode):
        return
    if stat.S_ISLNK(mode):
        remedy = _("put the folder itself there") if folder else _("put the file itself there")
        raise AlsError(shown, _("is a link, and links are not followed: they could lead out of the set"), remedy)
    if stat.S_ISDIR(mode):
        raise AlsError(shown, _("is a folder, not a file"), _("move it elsewhere, and put the file there"))
    if stat.S_ISREG(mode):
        raise AlsError(shown, _("is a file, not a folder"), _("move it elsewhere, and make a folder of this name"))
    if stat.S_ISFIFO(mode):
        problem = _("is a named pipe, not a file")
    elif stat.S_ISSOCK(mode):
        problem = _("is a socket, not a file")
    else:
        problem = _("is a device, not a file")
    raise AlsError(shown, problem, _("delete it, or move it elsewhere; it was not opened"))


def strange(folder: Path, shown: str, *, read: bool = False) -> list[AlsError]:
    """What is wrong with the kinds of things in a set's folder. Its set.yml and sessions, of which whoever reads them says it, are
    looked at with `read` alone.

    In files/ links may lead to other files there: which attachment is published is another rule's concern.
    """
    found: list[AlsError] = []
    if read:
        sessions = folder / "sessions"
        names = sorted(each.name for each in sessions.glob("*.yml")) if not sessions.is_symlink() else []
        for inside in ("set.yml", *(f"sessions/{name}" for name in names if not name.startswith("."))):
            _add(found, folder / inside, f"{shown}/{inside}")
    for name in FOLDERS:
        _add(found, folder / name, f"{shown}/{name}", folder=True)
    for name in _WRITTEN:
        _add(found, folder / name, f"{shown}/{name}")
    pages = folder / "pages"
    if pages.is_dir() and not pages.is_symlink():
        for below, folders, names in os.walk(pages):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            place = Path(below)
            for name in (*folders, *_pages(names)):
                path = place / name
                if path.is_symlink() or name not in folders:
                    _add(found, path, f"{shown}/{path.relative_to(folder).as_posix()}", folder=name in folders)
    return found


def _pages(names: Iterable[str]) -> list[str]:
    return sorted(each for each in names if each.endswith(".md") and not each.startswith("."))


def _add(found: list[AlsError], path: Path, shown: str, *, folder: bool = False) -> None:
    try:
        check_ordinary(path, shown, folder=folder)
    except AlsError as error:
        found.append(error)
