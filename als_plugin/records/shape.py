"""What the model says to the reader of the files beyond a type: short forms, words for a wrong value, own checks."""

from __future__ import annotations

import difflib
import re
import zoneinfo
from collections.abc import Collection
from dataclasses import dataclass

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ..words import _

__all__ = [
    "DERIVED",
    "FREE_TEXT",
    "N_",
    "ONE_OR_MANY",
    "Says",
    "broken",
    "language_tag",
    "listing",
    "near",
    "timezone_name",
]


@dataclass(frozen=True)
class Says:
    """The words for a value that does not fit: what is wrong with it and what to do."""

    problem: str
    remedy: str


@dataclass(frozen=True)
class Mark:
    """A sign on a field for whoever reads the model."""

    name: str


ONE_OR_MANY = Mark("one item may stand without its list")
FREE_TEXT = Mark("any words; a # in them is no comment")
DERIVED = Mark("worked out by the program, never written by hand")


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def N_(message: str) -> str:
    """Marks a message for translators where it is written; whoever shows it translates it."""
    return message


def listing(words: Collection[str]) -> str:
    """Several words as a choice: "a, b or c"."""
    *some, last = words
    return _("{some} or {last}").format(some=", ".join(some), last=last) if some else last


def broken(field: str | None, problem: str, remedy: str) -> PydanticCustomError:
    """The error to raise where a model's fields do not agree; `field` is the one to point at, None the model itself."""
    return PydanticCustomError("als", "{problem}", {"field": field, "problem": problem, "remedy": remedy})


def near(word: str, words: Collection[str]) -> str | None:
    """The word that was probably meant, if there is one."""
    known = sorted(words)
    folded = {name.casefold().replace("_", "-"): name for name in known}
    found = difflib.get_close_matches(word.casefold().replace("_", "-"), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def _timezone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        # What has no city in it ("GMT+0") is no help to somebody who does not know the name.
        names = {zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/")}
        by_city = {zone.rsplit("/", 1)[-1]: zone for zone in sorted(names)}
        city = near(name.rsplit("/", 1)[-1], by_city)
        guess = near(name, names) or (by_city[city] if city else None)
        remedy = _("did you mean {guess}?").format(guess=guess) if guess else _("write a region and a city, such as Europe/London")
        raise broken(None, _('there is no time zone "{name}"').format(name=name), remedy) from None
    return name


def _language(tag: str) -> str:
    if not _LANGUAGE.fullmatch(tag):
        raise broken(None, _('"{tag}" is no language tag').format(tag=tag), _("write one such as en, cy or pt-BR"))
    return tag


timezone_name = AfterValidator(_timezone)
language_tag = AfterValidator(_language)
