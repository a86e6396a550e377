"""Which day it is in a set, and how far months reach."""

from __future__ import annotations

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

from .model import Retention

__all__ = ["add_months", "last_day", "today_in"]


def today_in(timezone: str) -> dt.date:
    """Today's date in an IANA time zone."""
    return dt.datetime.now(ZoneInfo(timezone)).date()


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(date: dt.date, retention: Retention) -> dt.date:
    """The last day on which the record of a session on `date` may be kept and shown."""
    if retention.until is not None:
        return retention.until
    assert retention.keep_months is not None
    return add_months(date, retention.keep_months)
