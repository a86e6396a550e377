"""Whether a set may be named to everybody: a quick look at its set.yml, and no more."""

from __future__ import annotations

from pathlib import Path

from ..errors import AlsError
from .model import SetFile
from .reader import read
from .sheet import Sheet
from .source import read_text

__all__ = ["listed_name"]


def listed_name(folder: Path) -> str | None:
    """The set's name, where its file says `listed: true`; None where it does not, or is not in order."""
    shown = f"sets/{folder.name}/set.yml"
    try:
        text = read_text(folder / "set.yml", shown)
        # Parsing is slow, and few sets are listed; a name that is escaped has a backslash.
        file = read(text, SetFile, Sheet(shown)) if "listed" in text or "\\" in text else None
    except AlsError:
        return None
    return file.name if file and file.listed else None
