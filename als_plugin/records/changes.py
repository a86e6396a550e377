"""Until when what follows from a record stays as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pydantic import BaseModel

from .clock import last_day
from .model import SetRecord

__all__ = ["next_change"]


def next_change(record: SetRecord, today: dt.date) -> dt.date | None:
    """The first day after today on which anything that follows from the record can differ from today's; None where none can.

    Nothing asks more of today's date than whether it is before, on or after a date of the record, or the last day of a
    session's retention. So every such day and the one after it may make a difference, and no other day can.
    """
    days = {day for day in _dates(record.file)}
    for session in record.sessions.values():
        days.update(_dates(session))
        days.add(last_day(session.date, record.file.retention))
    after = {day + dt.timedelta(days=1) for day in days if day < dt.date.max}
    return min((day for day in days | after if day > today), default=None)


def _dates(value: object) -> Iterator[dt.date]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _dates(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _dates(each)
    elif isinstance(value, dt.date):
        yield value
