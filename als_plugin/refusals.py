"""What this computer refused, in words: a full disk, a place that may not be read or written."""

from __future__ import annotations

import errno
import os

from .errors import AlsError
from .words import _

__all__ = ["refusal"]

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def refusal(error: Exception, again: str | None = None) -> AlsError | None:
    """The mistake in the user's words, with what to do `again` (None: the same); None for what is no fault of the user's computer."""
    if not isinstance(error, OSError) or error.errno not in (*_FULL, *_CLOSED):
        return None
    name = error.filename2 or error.filename
    place = os.fsdecode(name) if isinstance(name, str | bytes) else _("this computer")
    again = again or _("do the same again")
    if error.errno in _FULL:
        return AlsError(place, _("cannot be written, for the disk is full"), _("make room, then {again}").format(again=again))
    problem = _("may not be read or written by you ({reason})").format(reason=error.strerror)
    return AlsError(place, problem, _("see whose it is and what they allow, then {again}").format(again=again))
