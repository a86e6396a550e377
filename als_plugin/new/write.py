"""Writing new files: whole or not at all, and never over something that is there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..errors import AlsError
from ..words import _

__all__ = ["refuse_unless_empty", "replace", "replace_all", "write_folder", "write_new"]


def replace(path: Path, text: str) -> None:
    """Write a file beside its place and then rename it, so that nobody ever finds half of it."""
    replace_all({path: text})


def replace_all(texts: Mapping[Path, str]) -> None:
    """Write several files, in this order; where one cannot be written, all are as they were."""
    before = {path: path.read_text(encoding="utf-8") if path.exists() else None for path in texts}
    beside: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, text in texts.items():
            beside[path] = _beside(path, text)
        for path in texts:
            os.replace(beside[path], path)
            done.append(path)
    except BaseException:
        for path in reversed(done):
            text = before[path]
            if text is None:
                path.unlink()
            else:
                os.replace(_beside(path, text), path)
        raise
    finally:
        for draft in beside.values():
            draft.unlink(missing_ok=True)


def _beside(path: Path, text: str) -> Path:
    """A new file beside this one's place, whole and on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp's 0600 would surprise people who share the folder: as an ordinary new file, or as the old one was.
        os.chmod(beside, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return Path(beside)


def write_new(path: Path, text: str, *, shown: str) -> None:
    """Write a file that is not there yet; raises AlsError, which calls it `shown`, where it is."""
    if path.exists():
        raise AlsError(shown, _("is there already"), _("nothing was written; edit that file, or move it away first"))
    replace(path, text)


def write_folder(folder: Path, files: Mapping[str, str | bytes], *, shown: str, empty: tuple[str, ...] = ()) -> None:
    """Write a whole new folder beside its place and then rename it.

    `files` by path with `/`; `empty` are folders without a file. Raises AlsError where the folder is there and holds
    anything, or is a file.
    """
    refuse_unless_empty(folder, shown=shown)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
        made = Path(beside, "made")
        made.mkdir()
        for name in empty:
            (made / name).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if folder.is_dir():
            folder.rmdir()
        made.rename(folder)


def refuse_unless_empty(folder: Path, *, shown: str) -> None:
    """Raise AlsError where the folder is there and holds anything, or is no folder."""
    if folder.is_dir() and not folder.is_symlink():
        if any(folder.iterdir()):
            raise AlsError(shown, _("is there already, and not empty"), _("choose a folder that does not exist yet"))
    elif folder.exists() or folder.is_symlink():
        raise AlsError(shown, _("is there already, and is no folder"), _("choose a folder that does not exist yet"))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
