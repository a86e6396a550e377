"""Files that appear whole or not at all, and locks that end with whoever holds them. Whatever writes for keeps, writes by these.

A file or folder that was not there before is its owner's alone, as it may hold records: other users of the same computer read it
when its owner lets them, and then it stays as they set it. What is to be published (`draft`) is made as the system makes files.

A file is written beside its place and then moved there. Windows refuses to move onto a file that somebody has open, a virus
scanner say, so a refused move is tried again for a second.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["OWN_FOLDER", "InUse", "draft", "draft_folder", "lock", "move", "write_all", "write_cache", "write_whole"]

_OPEN_ELSEWHERE = (5, 32)
"""What Windows says of a file or folder that somebody has open: access denied, sharing violation."""
OWN_FOLDER = 0o700 if os.name == "posix" else 0o777
"""A new folder's rights. On Windows it is left to what the folder around it says."""
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4)


class InUse(Exception):
    """Somebody else holds the lock."""


def move(source: Path, target: Path) -> None:
    """Put a file in the place of another, or a folder where there is none. Raises OSError."""
    for pause in (*_PAUSES, None):
        try:
            os.replace(source, target)
            return
        except PermissionError as error:
            if pause is None or getattr(error, "winerror", None) not in _OPEN_ELSEWHERE:
                raise
            time.sleep(pause)


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """Where to write a file that is to stand at `path`: it goes there when the block ends well, else nowhere. Raises OSError."""
    with _draft(path, 0o777) as beside:
        yield beside


@contextmanager
def _draft(path: Path, rights: int) -> Iterator[Path]:
    made = _make(path.parent, rights)
    beside = _beside(path)
    try:
        yield beside
        move(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        for each in made:
            with suppress(OSError):
                each.rmdir()
        raise


def _make(folder: Path, rights: int = OWN_FOLDER) -> list[Path]:
    """Make a folder and those around it that are not there; gives them, inner ones first."""
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(made):
        each.mkdir(rights, exist_ok=True)
    return made


@contextmanager
def draft_folder(folder: Path) -> Iterator[Path]:
    """Where to make a folder that is to stand at `folder`, where there is nothing, or an empty folder. Raises OSError."""
    import tempfile  # most commands need none

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
        made = Path(beside, "made")
        made.mkdir()
        yield made
        if folder.is_dir():
            folder.rmdir()
        move(made, folder)


def write_whole(path: Path, content: str | bytes, *, private: bool = False) -> None:
    """Write a file and see it onto the disk, with the old one's rights where there is one. `private`: its owner alone may read it in
    any case.

    Raises OSError.
    """
    with _draft(path, OWN_FOLDER) as beside:
        _write(beside, path, content, private=private)


def write_all(texts: Mapping[Path, str]) -> None:
    """Write several files, in this order; where one cannot be written, all are as they were. Raises OSError."""
    before = {path: path.read_bytes() if path.exists() else None for path in texts}
    beside = {path: _beside(path) for path in texts}
    moved: list[Path] = []
    try:
        for path, text in texts.items():
            _make(path.parent)
            _write(beside[path], path, text, private=False)
        for path in texts:
            move(beside[path], path)
            moved.append(path)
    except BaseException:
        for path in reversed(moved):
            if (content := before[path]) is None:
                path.unlink()
            else:
                write_whole(path, content)
        raise
    finally:
        for each in beside.values():
            each.unlink(missing_ok=True)


def write_cache(path: Path, content: str | bytes) -> None:
    """Write a file of a cache, whose folder is the user's alone. A cache that cannot be written is none, so nothing is raised."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with draft(path) as beside:
            beside.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError:
        pass


def _beside(path: Path) -> Path:
    """A place beside this one that nobody else has."""
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}")


def _write(beside: Path, path: Path, content: str | bytes, *, private: bool) -> None:
    data = content.encode() if isinstance(content, str) else content
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:  # by the name that people know
        raise OSError(error.errno, error.strerror, str(path)) from None
    if path.exists() and not private:
        beside.chmod(stat.S_IMODE(path.stat().st_mode))


@contextmanager
def lock(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a lock, by the file `path`, inside the block. The system lets go of it where its holder dies.

    Raises InUse where somebody else holds it and this is not to `wait`, OSError where there can be no such file.
    """
    from filelock import FileLock, Timeout  # most commands need none

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = FileLock(path, timeout=-1 if wait else 0)
    try:
        held.acquire()
    except Timeout:
        raise InUse(str(path)) from None
    try:
        yield
    finally:
        held.release()
