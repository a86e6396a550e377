"""While a set is readable in this process, nothing is written outside of the private folder, whoever tries.

Other plugins keep caches and drafts where they like. Python tells every writing of a file, in whatever module, to its audit
hooks before it happens. (A program that a plugin starts is beyond its reach; it gets the private folder for its temporary
files.)
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...errors import AlsError
from ...words import _

__all__ = ["writing_only_below"]

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_HARMLESS = {os.devnull, "/dev/stdout", "/dev/stderr", "/dev/tty"}
_TARGETS: dict[str, int] = {"os.mkdir": 0, "os.rename": 1, "os.link": 1, "os.symlink": 1, "os.truncate": 0, "sqlite3.connect": 0}
"""What else writes, and which of its arguments says where."""

_TEMPORARY = ("TMPDIR", "TEMP", "TMP")
"""Where programs look for the temporary folder, the last two on Windows."""

_guarded: tuple[str, Callable[[], str | None]] | None = None
_hooked = False


@contextmanager
def writing_only_below(folder: Path, who: Callable[[], str | None]) -> Iterator[None]:
    """Inside the block, writing anywhere but below `folder` raises AlsError, which names what `who` says is at work."""
    global _guarded, _hooked
    if not _hooked:
        sys.addaudithook(_watch)  # it cannot be taken away again, so it is there once
        _hooked = True
    temporary, bytecode = tempfile.tempdir, sys.dont_write_bytecode
    variables = {name: os.environ.get(name) for name in _TEMPORARY}
    inner = folder / "tmp"
    inner.mkdir()
    tempfile.tempdir, sys.dont_write_bytecode = str(inner), True
    os.environ.update(dict.fromkeys(_TEMPORARY, str(inner)))
    _guarded = os.path.realpath(folder), who
    try:
        yield
    finally:
        _guarded = None
        tempfile.tempdir, sys.dont_write_bytecode = temporary, bytecode
        for name, value in variables.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if _guarded is None:
        return
    folder, who = _guarded
    if event == "open":
        path, _mode, flags = args
        if not flags & _WRITING:
            return
    elif event in _TARGETS:
        path = args[_TARGETS[event]]
    else:
        return
    if isinstance(path, int) or path is None:  # opened before, and looked at then
        return
    place = os.fsdecode(path)
    if place in _HARMLESS or place == ":memory:" or event == "os.mkdir" and os.path.isdir(place):
        return
    real = os.path.realpath(place)
    if real != folder and not real.startswith(folder + os.sep):
        plugin = who()
        raise AlsError(
            _("the plugin '{name}'").format(name=plugin) if plugin else "mkdocs.yml",
            _("wants to write {path}, which whoever reads this disk could read, while it sees a set's pages").format(path=place),
            _("nothing was published; take the plugin out, or let it write elsewhere"),
        )
