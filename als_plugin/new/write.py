"""Writing new files and folders, never over something that is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from ..errors import AlsError
from ..files import OWN_FOLDER, draft_folder, write_whole
from ..words import _

__all__ = ["refuse_unless_empty", "write_folder", "write_new"]


def write_new(path: Path, text: str, *, shown: str) -> None:
    """Write a file that is not there yet; raises AlsError, which calls it `shown`, where it is."""
    if path.exists():
        raise AlsError(shown, _("is there already"), _("nothing was written; edit that file, or move it away first"))
    write_whole(path, text)


def write_folder(folder: Path, files: Mapping[str, str | bytes], *, shown: str, private: Collection[str] = ()) -> None:
    """Write a whole new folder.

    `files` by path with `/`; `private` are folders in it that their owner alone may enter. Raises AlsError where the folder is
    there and holds anything, or is a file.
    """
    refuse_unless_empty(folder, shown=shown)
    with draft_folder(folder) as made:
        for name in private:
            (made / name).mkdir(OWN_FOLDER)
        for name, content in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())


def refuse_unless_empty(folder: Path, *, shown: str) -> None:
    """Raise AlsError where the folder is there and holds anything, or is no folder."""
    if folder.is_dir() and not folder.is_symlink():
        if any(folder.iterdir()):
            raise AlsError(shown, _("is there already, and not empty"), _("choose a folder that does not exist yet"))
    elif folder.exists() or folder.is_symlink():
        raise AlsError(shown, _("is there already, and is no folder"), _("choose a folder that does not exist yet"))
