"""What pydantic found, in words of the person who wrote the file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic_core import ErrorDetails

from .hints import describe
from .model import Model
from .scalars import shorten
from .shape import Says
from .sheet import Loc

__all__ = ["explain"]

_ID = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)


def explain(
    details: ErrorDetails,
    loc: Loc,
    model: type[Model],
    says: Says | None,
    raw: Mapping[Loc, str],
) -> tuple[Loc, str, str]:
    """Where one of pydantic's findings belongs, what is wrong, and what to do.

    `loc` is where pydantic found it, `says` what the model says of a value that does not fit there, `raw` the scalars as
    they were typed.
    """
    kind, context = details["type"], details.get("ctx", {})
    text = raw.get(loc, str(details["input"]))
    if kind == "als":
        return (*loc, context["field"]) if context["field"] else loc, context["problem"], context["remedy"]
    if kind == "missing":
        return loc, "is missing", f"add {loc[-1]}: ({describe(model, loc)})"
    if kind == "string_too_short" or kind == "string_pattern_mismatch" and not text.strip():
        return loc, "is empty", "write something, or take the field out"
    if kind == "string_too_long":
        return loc, f"is longer than {context['max_length']} letters", "write a shorter one"
    if kind in ("greater_than", "greater_than_equal"):
        return (
            loc,
            f"{text} is too small",
            f"write a whole number, {context['gt'] + 1 if 'gt' in context else context['ge']} or more",
        )
    if kind == "less_than_equal":
        return loc, f"{text} is too large", f"write {context['le']} or less"
    if says and kind == "too_short":
        return loc, says.problem, says.remedy
    if says:
        return loc, f"{shorten(text)} {says.problem}", _cure(text, says)
    return loc, f"{shorten(text)} does not belong here", "take it out"


def _cure(text: str, says: Says) -> str:
    """What to do about a text that does not fit: the nearest that would, where that is plain."""
    if text[-1:] in (",", ";"):
        return f"take the {text[-1]} at its end away"
    if says.problem == "is no id":
        better = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        if _ID.fullmatch(better):
            return f"{says.remedy}; write {better}"
    return says.remedy
