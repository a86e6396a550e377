"""A session's file that comes from elsewhere: which day it is of, and the name that it gets here."""

from __future__ import annotations

import string
from collections.abc import Collection

from ..errors import AlsError
from ..words import _
from .model import Session
from .reader import read
from .sheet import Sheet
from .source import text_of

__all__ = ["arriving", "free_stem"]


def arriving(data: bytes, shown: str) -> Session:
    """The session in a file that is brought in. Raises AlsError, with all that is wrong with the file by itself."""
    return read(text_of(data, shown), Session, Sheet(shown))


def free_stem(date: str, taken: Collection[str]) -> str:
    """The stem of a new session on this day: the date, or the date and the first letter from b that is free."""
    for stem in (date, *(f"{date}-{letter}" for letter in string.ascii_lowercase[1:])):
        if stem not in taken:
            return stem
    raise AlsError(date, _("there are 26 sessions on this day already"), _("check the date in the file"))
