"""One session of a set, as a person names it."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from ..errors import AlsError
from ..words import _

__all__ = ["named_session"]


def named_session(stems: Collection[str], name: str, set_id: str) -> str:
    """The stem of the session that was asked for; `.yml` and a path before it do no harm. Raises AlsError, with a near match."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".yml")
    if stem in stems:
        return stem
    near = difflib.get_close_matches(stem, stems, 1)
    if near:
        remedy = _("did you mean {near}?").format(near=near[0])
    elif stems:
        remedy = _("the sessions are: {ids}").format(ids=", ".join(sorted(stems)))
    else:
        remedy = _("begin it with: als new session {set}").format(set=set_id)
    raise AlsError(f"sets/{set_id}/sessions/{stem}.yml", _("there is no such session"), remedy)
