"""The set's dates as calendar files. They say when and where, and nothing that a colleague looking at a shared calendar
should not see: no topics, no people, not the set's name."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..records.ledger import Ledger
from ..records.model import Meeting
from ..words import _
from .when import last_day

if TYPE_CHECKING:
    from icalendar import Alarm, Event

__all__ = ["ALL", "NEXT", "calendar_files", "coming"]

ALL = "calendar/dates.ics"
NEXT = "calendar/next.ics"
_TYPE = "text/calendar; charset=utf-8"
_NAMESPACE = uuid.UUID("6ff2e4b4-6d0c-4d62-9f5e-0b8c8e1f4a11")


def coming(ledger: Ledger) -> tuple[Meeting, ...]:
    """The meetings still to come, the ledger's next session first; cancelled ones are left out."""
    first = ledger.next_session.meeting.date if ledger.next_session else ledger.today
    return tuple(meeting for meeting in _dated(ledger, first) if not meeting.cancelled)


def calendar_files(ledger: Ledger) -> dict[str, tuple[bytes, str]]:
    """One file with all coming meetings (cancelled ones marked so), and one with the next, where there are any."""
    first = ledger.next_session.meeting.date if ledger.next_session else ledger.today
    files = {}
    every = _dated(ledger, first)
    if every:
        files[ALL] = (_calendar(ledger, every), _TYPE)
    if ledger.next_session:
        files[NEXT] = (_calendar(ledger, [ledger.next_session.meeting]), _TYPE)
    return files


def _dated(ledger: Ledger, first: dt.date) -> list[Meeting]:
    since = min(first, ledger.today)
    return sorted((m for m in ledger.file.meetings if last_day(m) >= since), key=lambda m: (m.date, m.start or dt.time()))


def _calendar(ledger: Ledger, meetings: Iterable[Meeting]) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//mkdocs-als//action learning//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for meeting in meetings:
        calendar.add_component(_event(ledger, meeting))
    return calendar.to_ical()


def _event(ledger: Ledger, meeting: Meeting) -> Event:
    from icalendar import Event

    zone = ZoneInfo(ledger.file.timezone)
    event = Event()
    event.add("uid", _uid(ledger, meeting))
    # The same records give the same bytes, so the stamp comes from the records too.
    event.add("dtstamp", dt.datetime.combine(meeting.date, dt.time(), dt.UTC))
    event.add("summary", _("Action learning session"))
    if meeting.start is None or _whole_days(meeting):
        event.add("dtstart", meeting.date)
        event.add("dtend", last_day(meeting) + dt.timedelta(days=1))
    else:
        # Universal time needs no timezone table in the file, and every calendar shows it in its own.
        event.add("dtstart", dt.datetime.combine(meeting.date, meeting.start, zone).astimezone(dt.UTC))
        if meeting.end:
            event.add("dtend", dt.datetime.combine(meeting.date, meeting.end, zone).astimezone(dt.UTC))
    if meeting.where:
        event.add("location", meeting.where)
    if meeting.link:
        event.add("url", meeting.link)
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    if not meeting.cancelled:
        event.add_component(_reminder(meeting))
    return event


def _uid(ledger: Ledger, meeting: Meeting) -> str:
    """One id a meeting, whatever else of it changes than its day: so a calendar that has it already moves it and adds no second one."""
    that_day = [each for each in ledger.file.meetings if each.date == meeting.date]
    number = f"/{that_day.index(meeting) + 1}" if meeting in that_day[1:] else ""
    return f"{uuid.uuid5(_NAMESPACE, f'{ledger.set_id}/{meeting.date}{number}')}@als"


def _reminder(meeting: Meeting) -> Alarm:
    """A reminder one day before; of a day without times on its eve at nine."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Action learning session"))
    alarm.add("trigger", -dt.timedelta(hours=15) if _whole_days(meeting) else -dt.timedelta(days=1))
    return alarm


def _whole_days(meeting: Meeting) -> bool:
    return meeting.start is None or last_day(meeting) != meeting.date
