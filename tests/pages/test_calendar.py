"""The calendar files: when and where, nothing else, in universal time."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from als_plugin.pages import make_pages
from als_plugin.records.ledger import Ledger, NextSession
from als_plugin.records.model import Meeting
from als_plugin.records.view import View

from .hand_made import APRIL, JANUARY, made_ledger, set_file


def events(ledger: Ledger, path: str) -> list[Event]:
    """The events of one of the calendar files."""
    content, kind = make_pages(ledger, View("members")).files[path]
    assert kind == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(content)
    assert calendar["METHOD"] == "PUBLISH"
    return list(calendar.walk("VEVENT"))


def only(*meetings: Meeting, **changes: object) -> Ledger:
    """A ledger with these meetings, the first of them next."""
    return made_ledger(file=set_file(meetings=meetings, **changes), next_session=NextSession(meetings[0], (), {}))


def test_the_next_session() -> None:
    [event] = events(made_ledger(), "calendar/next.ics")
    assert event.decoded("dtstart") == dt.datetime(2026, 4, 15, 13, tzinfo=dt.UTC)
    assert event.decoded("dtend") == dt.datetime(2026, 4, 15, 16, tzinfo=dt.UTC)
    assert event["location"] == "The Old Library"
    assert event["url"] == "https://meet.example.org/x"
    assert event["status"] == "CONFIRMED"


def test_all_coming_dates_with_the_cancelled_marked() -> None:
    told = events(made_ledger(), "calendar/dates.ics")
    assert [(event.decoded("dtstart"), str(event["status"])) for event in told] == [
        (dt.datetime(2026, 3, 25, 14, tzinfo=dt.UTC), "CANCELLED"),
        (dt.datetime(2026, 4, 15, 13, tzinfo=dt.UTC), "CONFIRMED"),
        (dt.date(2026, 5, 13), "CONFIRMED"),
    ]
    assert told[2].decoded("dtend") == dt.date(2026, 5, 15)


def test_nothing_that_a_shared_calendar_should_not_show() -> None:
    for content, _kind in make_pages(made_ledger(), View("members")).files.values():
        words = content.decode()
        assert "Riverside" not in words
        assert "riverside" not in words
        assert not any(person.name.split()[0] in words for person in made_ledger().people.values())


def test_an_event_keeps_its_identity() -> None:
    before = events(made_ledger(), "calendar/next.ics")[0]
    assert events(made_ledger(), "calendar/dates.ics")[1]["uid"] == before["uid"]
    for changed in (Meeting(date=APRIL, start=dt.time(9), where="Elsewhere"), Meeting(date=APRIL), Meeting(date=APRIL, cancelled="snow")):
        assert events(only(changed), "calendar/dates.ics")[0]["uid"] == before["uid"]
    assert len({str(event["uid"]) for event in events(made_ledger(), "calendar/dates.ics")}) == 3
    twice = events(only(Meeting(date=APRIL, start=dt.time(9)), Meeting(date=APRIL, start=dt.time(14))), "calendar/dates.ics")
    assert twice[0]["uid"] == before["uid"] != twice[1]["uid"]


def test_a_reminder_the_day_before() -> None:
    def reminder(*meetings: Meeting) -> list[tuple[dt.timedelta, str]]:
        [event] = events(only(*meetings), "calendar/dates.ics")
        return [(alarm.decoded("trigger"), str(alarm["description"])) for alarm in event.walk("VALARM")]

    said = "Action learning session"
    assert reminder(Meeting(date=APRIL, start=dt.time(14), where="Hall")) == [(-dt.timedelta(days=1), said)]
    assert reminder(Meeting(date=APRIL)) == [(-dt.timedelta(hours=15), said)]
    assert reminder(Meeting(date=APRIL, cancelled="snow")) == []


def test_a_day_without_times() -> None:
    [event] = events(only(Meeting(date=APRIL)), "calendar/next.ics")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (APRIL, dt.date(2026, 4, 16))


def test_an_open_end() -> None:
    [event] = events(only(Meeting(date=APRIL, start=dt.time(22))), "calendar/next.ics")
    assert event.decoded("dtstart") == dt.datetime(2026, 4, 15, 21, tzinfo=dt.UTC)
    assert "dtend" not in event


def test_another_timezone() -> None:
    [event] = events(
        only(Meeting(date=APRIL, start=dt.time(9), end=dt.time(10)), timezone="Pacific/Auckland"), "calendar/next.ics"
    )
    assert event.decoded("dtstart") == dt.datetime(2026, 4, 14, 21, tzinfo=dt.UTC)


def test_hostile_places_stay_in_their_field() -> None:
    [event] = events(only(Meeting(date=APRIL, where="Hall\\nSUMMARY:Gone;X=1,2")), "calendar/next.ics")
    assert event["summary"] == "Action learning session"
    assert event["location"] == "Hall\\nSUMMARY:Gone;X=1,2"


def test_past_dates_are_left_out() -> None:
    starts = [event.decoded("dtstart") for event in events(made_ledger(), "calendar/dates.ics")]
    assert not [start for start in starts if str(start).startswith(str(JANUARY))]
