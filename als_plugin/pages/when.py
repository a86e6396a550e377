"""Dates and times in a set's language, and the marks by which the device puts them into words."""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from markupsafe import Markup

from ..records.model import Meeting
from ..words import _

__all__ = ["When", "last_day"]

_BRITISH = Locale("en", "GB")


def last_day(meeting: Meeting) -> dt.date:
    """The last day of a meeting."""
    return meeting.until or meeting.date


class When:
    """Says dates in one language. British English stands for plain English, and for a language Babel does not know."""

    def __init__(self, language: str) -> None:
        self.locale = _locale(language)

    def long(self, day: dt.date) -> str:
        """Wednesday 14 January 2026."""
        # British usage has no comma after the weekday; the data behind Babel has.
        style = "EEEE d MMMM y" if self.locale == _BRITISH else "full"
        return _date(day, style, self.locale)

    def plain(self, day: dt.date) -> str:
        """14 January 2026."""
        return _date(day, "long", self.locale)

    def short(self, day: dt.date) -> str:
        """14 Jan 2026."""
        return _date(day, "medium", self.locale)

    def corner(self, day: dt.date) -> tuple[str, str]:
        """14 and Jan, one above the other at the head of a narrow column."""
        return _date(day, "d", self.locale), _date(day, "MMM", self.locale)

    def clock(self, time: dt.time) -> str:
        """14:30."""
        return format_time(time, "short", locale=self.locale)

    def mark(self, day: dt.date, *, style: str = "long", days: bool = False) -> Markup:
        """A `<time>` element; with `days` the device adds how far away the day is."""
        return _mark(day, getattr(self, style)(day), days)

    def due(self, day: dt.date, owner: str) -> Markup:
        """An open action's date: the device adds words, and says "overdue" to its owner and the facilitator alone."""
        return Markup('<time datetime="{}" data-als-days data-als-due="{}">{}</time>').format(
            day.isoformat(), owner, self.plain(day)
        )

    def day_or_days(self, meeting: Meeting) -> str:
        """The day of a meeting, or its first and last."""
        if last_day(meeting) == meeting.date:
            return self.long(meeting.date)
        return _("%(first)s to %(last)s") % {"first": self.long(meeting.date), "last": self.long(last_day(meeting))}

    def day(self, meeting: Meeting) -> Markup:
        """The day or days of a meeting, to which the device adds how far away the first is."""
        words = self.day_or_days(meeting)
        return Markup('<time datetime="{}" data-als-days>{}</time>').format(meeting.date.isoformat(), words)

    def times(self, meeting: Meeting) -> str | None:
        """From when to when, as far as the meeting says."""
        if meeting.start and meeting.end:
            return _("%(start)s to %(end)s") % {"start": self.clock(meeting.start), "end": self.clock(meeting.end)}
        if meeting.start:
            return _("from %(start)s") % {"start": self.clock(meeting.start)}
        return None


@lru_cache(maxsize=10_000)
def _mark(day: dt.date, words: str, days: bool) -> Markup:
    flag = Markup(" data-als-days") if days else ""
    return Markup('<time datetime="{}"{}>{}</time>').format(day.isoformat(), flag, words)


@lru_cache(maxsize=10_000)
def _date(day: dt.date, style: str, locale: Locale) -> str:
    return format_date(day, style, locale=locale)


@cache
def _locale(language: str) -> Locale:
    if language.lower() == "en":
        return _BRITISH
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        base = language.split("-")[0]
    try:
        return Locale.parse(base)
    except (ValueError, UnknownLocaleError):
        return _BRITISH
