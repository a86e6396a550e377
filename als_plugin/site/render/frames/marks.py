"""Marks: stand-ins that go through the theme's templates in place of what differs from page to page, and are found again.

A mark of text holds an apostrophe and two spaces, so that it shows what a template did with it: nothing, escaping,
stripping of tags, or both. A mark of an address is a path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from ....words import _
from .unfit import Unfit

__all__ = ["FORMS", "Gap", "Parts", "address", "split", "text"]

_STEM = "alsmark"

FORMS: Mapping[str, Callable[[str], str]] = {
    "": str,
    "e": lambda value: str(escape(str(value))),
    "striptags": lambda value: str(Markup(value).striptags()),
    "striptags|e": lambda value: str(escape(str(Markup(value).striptags()))),
}
"""What templates do with a text, by the names of their filters."""


@dataclass(frozen=True)
class Gap:
    """A place in a page that is filled for each page: what goes there, and what the template does with it (see FORMS)."""

    name: str
    form: str = ""


Parts = list[str | Gap]
"""A page's text with gaps. Texts and gaps take turns, so that a text may be empty; it begins and ends with a text."""


def text(number: int) -> str:
    """A mark in place of a text."""
    return f"{_STEM}{number}q'  z"


def address(number: int) -> str:
    """A mark in place of one part of a path."""
    return f"{_STEM}{number}q"


def split(page: str, marks: Mapping[str, Gap], texts: Mapping[str, str]) -> Parts:
    """Take a page apart at its marks.

    `marks`: gaps by the exact string that stands for them; `texts`: names of gaps by marks of text, found in every form.
    Raises Unfit where a mark stands in any other form.
    """
    found = dict(marks)
    for mark, name in texts.items():
        for form, change in FORMS.items():
            found.setdefault(change(mark), Gap(name, form))
    longest_first = sorted(found, key=len, reverse=True)
    pieces = re.split("(" + "|".join(map(re.escape, longest_first)) + ")", page)
    parts: Parts = [found[piece] if place % 2 else piece for place, piece in enumerate(pieces)]
    if any(_STEM in part for part in parts if isinstance(part, str)):
        raise Unfit(_("a template changes a title or an address in a way that is not known"))
    return parts
