"""Dates as people type them into tables. Whether a day or a month comes first is asked of the whole column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from ...words import _
from ..reading import Cell
from .unclear import Unclear, said, text_of

__all__ = ["Dates", "time_of"]

_NUMBERS = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_WORDS = re.compile(r"(?:[^\W\d]+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?([^\W\d]+)\.?,?[\s-]+(\d{4}|\d{2})")
_AMERICAN = re.compile(r"(?:[^\W\d]+,\s+)?([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)


class Dates:
    """How the dates of one column are to be read. `first`: "day" or "month" where somebody has said so."""

    def __init__(self, cells: Iterable[Cell], language: str, first: str | None = None) -> None:
        self._months = _months(language)
        found = [match for cell in cells if (match := _NUMBERS.fullmatch(text_of(cell)))]
        day_first, month_first = any(int(each[1]) > 12 for each in found), any(int(each[2]) > 12 for each in found)
        self._mixed = day_first and month_first and first is None
        self._first = first or ("month" if month_first and not day_first else "day")
        self.assumed = bool(found) and not day_first and not month_first and first is None
        """Whether the column would also read with months first; days were taken to be first."""

    def read(self, cell: Cell) -> dt.date | None:
        """The cell's date, None where it says nothing yet. Raises Unclear."""
        if isinstance(cell, dt.date):
            return cell
        text = said(cell)
        if not text:
            return None
        try:
            return self._read(text)
        except ValueError:
            raise Unclear(_('"{text}" is no date that there is').format(text=text)) from None

    def _read(self, text: str) -> dt.date:
        if match := _ISO.fullmatch(text):
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        if match := _NUMBERS.fullmatch(text):
            one, two, year = int(match[1]), int(match[2]), _year(match[3])
            if self._mixed and one <= 12 and two <= 12 and one != two:
                raise Unclear(_('"{text}" can be read in two ways, and other dates of this column do not tell which').format(text=text))
            day_first = one > 12 or (two <= 12 and self._first == "day")
            return dt.date(year, two, one) if day_first else dt.date(year, one, two)
        if match := _WORDS.fullmatch(text):
            day, month, written = match[1], match[2], match[3]
        elif match := _AMERICAN.fullmatch(text):
            month, day, written = match[1], match[2], match[3]
        else:
            raise Unclear(_('"{text}" is no date; write it such as 2026-01-14').format(text=text))
        number = self._months.get(month.casefold().rstrip("."))
        if number is None:
            raise Unclear(_('"{text}" is no date; write it such as 2026-01-14').format(text=text))
        return dt.date(_year(written), number, int(day))


def time_of(cell: Cell) -> dt.time | None:
    """A time of day such as 12:30, 12.30 or 2 pm. Raises Unclear."""
    text = said(cell)
    if not text:
        return None
    match = _TIME.fullmatch(text)
    if match and (match[2] or match[3]):
        hour = int(match[1]) % 12 + 12 * match[3].lower().startswith("p") if match[3] else int(match[1])
        if hour < 24 and int(match[2] or 0) < 60:
            return dt.time(hour, int(match[2] or 0))
    raise Unclear(_('"{text}" is no time of day; write it such as 12:30').format(text=text))


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


@cache
def _months(language: str) -> dict[str, int]:
    """Months by their names, whole and short, in English and in this language."""
    found: dict[str, int] = {"sept": 9}
    for tag in ("en", language):
        try:
            locale = Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                found.setdefault(name.casefold().rstrip("."), number)
    return found
