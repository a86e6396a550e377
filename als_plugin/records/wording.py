"""What pydantic found, in words of the person who wrote the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from pydantic_core import ErrorDetails

from ..words import _
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
        meaning = describe(model, loc).removesuffix(" (Markdown)")
        return loc, _("is missing"), _("add {field}: ({meaning})").format(field=loc[-1], meaning=meaning)
    if kind == "string_too_short" or kind == "string_pattern_mismatch" and not text.strip():
        return loc, _("is empty"), _("write something, or take the field out")
    if kind == "string_too_long":
        return loc, _("is longer than {max_length} letters").format(max_length=context["max_length"]), _("write a shorter one")
    if kind in ("greater_than", "greater_than_equal"):
        least = context["gt"] + 1 if "gt" in context else context["ge"]
        return loc, _("{text} is too small").format(text=text), _("write a whole number, {least} or more").format(least=least)
    if kind == "less_than_equal":
        return loc, _("{text} is too large").format(text=text), _("write {le} or less").format(le=context["le"])
    if says and kind == "too_short":
        return loc, _(says.problem), _(says.remedy)
    if says:
        return loc, f"{shorten(text)} {_(says.problem)}", _cure(text, says, names=loc[-1] == "id")
    return loc, _("{text} does not belong here").format(text=shorten(text)), _("take it out")


def _cure(text: str, says: Says, *, names: bool) -> str:
    """What to do about a text that does not fit: the nearest that would, where that is plain. `names`: it is an id's own
    place, and not one that refers to somebody.
    """
    if text[-1:] in (",", ";"):
        return _("take the {text} at its end away").format(text=text[-1])
    if says.problem == "is no id":
        words = re.split(r"[;\s]+", text.strip())
        if not names and len(words) > 1:
            if all(_ID.fullmatch(word) for word in words):
                return _("put a comma between two ids: {ids}").format(ids=", ".join(words))
            return _("write the id that this person has in set.yml, not the name")
        plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
        better = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        if _ID.fullmatch(better):
            return _("{remedy}; write {better}").format(remedy=_(says.remedy), better=better)
    return _(says.remedy)
