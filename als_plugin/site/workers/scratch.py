"""The machine's private temporary folder: the only place outside memory where a record is ever readable."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["scratch", "tidy"]

_PREFIX = f"als-{os.getuid()}-"


def _base() -> Path:
    """Memory where the machine has it (the user's own runtime folder, then /dev/shm), else the temporary folder."""
    for candidate in (os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm"):
        if candidate and os.path.isdir(candidate) and os.access(candidate, os.W_OK | os.X_OK):
            return Path(candidate)
    return Path(tempfile.gettempdir())


def _clear_leftovers(base: Path) -> None:
    """Remove folders whose maker is gone: a live one holds its lock, a crashed one cannot."""
    for folder in base.glob(f"{_PREFIX}*"):
        try:
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            lock = _lock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(folder)
            os.close(lock)
        except OSError:
            continue


def tidy() -> None:
    """Remove what processes have left that were killed."""
    _clear_leftovers(_base())


def _end_in_order() -> None:
    """Let a polite end from outside (a closed terminal, a shutdown) run the code that tidies up, unless somebody minds it."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda received, _frame: sys.exit(128 + received))


@contextmanager
def scratch() -> Iterator[Path]:
    """A fresh folder that only this user can enter (0700), gone when the block ends; leftovers of crashes go first."""
    base = _base()
    _clear_leftovers(base)
    _end_in_order()
    folder, lock = _locked_folder(base)
    try:
        yield folder
    finally:
        _remove(folder)
        os.close(lock)


def _locked_folder(base: Path) -> tuple[Path, int]:
    """A new folder and its lock, held. One that another start took for a leftover, before it was locked, gives way to the next."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
        try:
            lock = _lock(folder, fcntl.LOCK_EX)
        except FileNotFoundError:
            continue
        if folder.exists():
            return folder, lock
        os.close(lock)


def _lock(folder: Path, how: int) -> int:
    """Lock the folder itself, so that the lock goes with the last of it, however far its removal came. Raises OSError."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, how)
    except BaseException:
        os.close(lock)
        raise
    return lock


def _remove(folder: Path) -> None:
    """Remove a folder; an end from outside waits until that is done."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
