"""The private temporary folder of this machine's user: the only place outside memory where a record is ever readable.

It lies in memory where the system offers that, as Linux does. Elsewhere it lies on the disk, in the user's own temporary folder.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from platformdirs import user_cache_path

from ...files import InUse, lock

__all__ = ["scratch", "tidy"]

_LOCK = ".lock"
"""The file in a private folder by which its maker shows that it is alive."""


def _user() -> int | None:
    """The number of this machine's user; None where the system has no numbers, and each user has a temporary folder."""
    return os.getuid() if hasattr(os, "getuid") else None


_PREFIX = f"als-{'own' if (user := _user()) is None else user}-"


def _base() -> Path:
    """Memory where the machine has it (the user's own runtime folder, then /dev/shm), else the temporary folder."""
    for candidate in (os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm"):
        if os.name == "posix" and candidate and os.path.isdir(candidate) and os.access(candidate, os.W_OK | os.X_OK):
            return Path(candidate)
    return Path(tempfile.gettempdir())


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let only one process of this user's make or clear private folders: nobody then takes one for a leftover that is being made."""
    with ExitStack() as held:
        with suppress(OSError):  # no folder of the user's own to lock in
            held.enter_context(lock(user_cache_path("als") / "locks" / "private"))
        yield


def _clear_leftovers(base: Path) -> None:
    """Remove folders whose maker is gone: a live one holds its lock, a crashed one cannot."""
    for folder in base.glob(f"{_PREFIX}*"):
        try:
            if not folder.is_symlink() and folder.stat().st_uid == (_user() or 0):
                with lock(folder / _LOCK, wait=False):
                    _remove(folder)
                _remove_lock(folder)
        except (InUse, OSError):
            continue


def tidy() -> None:
    """Remove what processes have left that were killed."""
    with _one_at_a_time():
        _clear_leftovers(_base())


def _end_in_order() -> None:
    """Let a polite end from outside (a closed terminal, a shutdown) run the code that tidies up, unless somebody minds it."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda received, _frame: sys.exit(128 + received))


@contextmanager
def scratch() -> Iterator[Path]:
    """A fresh folder that only this user can enter (0700), gone when the block ends; leftovers of crashes go first."""
    base = _base()
    _end_in_order()
    held = ExitStack()
    with _one_at_a_time():
        _clear_leftovers(base)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
        held.enter_context(lock(folder / _LOCK, wait=False))
    try:
        yield folder
    finally:
        with held:
            _remove(folder)
        _remove_lock(folder)


def _remove(folder: Path) -> None:
    """Remove a folder; an end from outside waits until that is done."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _remove_lock(folder: Path) -> None:
    """Remove what is left of a folder on Windows, which removes no open file, so not the lock's before it is let go."""
    if os.name == "nt":
        with suppress(OSError):  # somebody's again, who has it open
            (folder / _LOCK).unlink()
            folder.rmdir()
