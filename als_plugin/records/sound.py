"""A set's record as far as it is sound, for whoever goes on with the next session while an old one still has a mistake."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from ..errors import AlsError, Errors
from .load import load_set
from .model import SetRecord

__all__ = ["load_sound"]


def load_sound(folder: Path, *, shown: str) -> tuple[SetRecord, frozenset[str]]:
    """The record without the sessions that have mistakes, and their stems; `shown` as in `load_set`.

    Raises `Errors` where a mistake stands anywhere but in a session's file.
    """
    aside: set[str] = set()
    while True:
        try:
            return load_set(folder, shown=shown, expired="warn", aside=aside), frozenset(aside)
        except Errors as found:
            stems = {_stem(error, shown) for error in found.errors}
            if None in stems or stems <= aside:
                raise
            aside |= {stem for stem in stems if stem}


def _stem(error: AlsError, shown: str) -> str | None:
    """The session in whose file a mistake stands."""
    path = PurePosixPath(error.place.path)
    return path.stem if path.parent == PurePosixPath(shown, "sessions") else None
