"""Rows of sessions: past ones become drafts, those to come dates in the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ...records import Add, Change, Put
from ...words import _
from .attendance import LISTS, entry_of
from .dates import Dates, time_of
from .draft import Entry, Left
from .found import Found, Set
from .kinds import Table
from .unclear import Unclear, said, text_of

__all__ = ["sessions_of"]


def sessions_of(table: Table, known: Set) -> Found:
    """What the rows of a table of sessions become."""
    found = Found()
    dates = known.dates(table.column("session"))
    found.assumes(dates, table.headings["session"])
    for row in table.rows():
        try:
            _take(table, row, known, dates, found)
        except Unclear as unclear:
            found.left.append(Left(table.sheet.place(row), str(unclear)))
    return found


def _take(table: Table, row: int, known: Set, dates: Dates, found: Found) -> None:
    place = table.sheet.place(row)
    stem = known.session(table.cell(row, "session"), dates, coming=True)
    day = dt.date.fromisoformat(stem[:10])
    meeting = _meeting(table, row, day, known)
    if day > known.today:
        known.stems.discard(stem)
        if any(said(table.cell(row, name)) for name in ("present", "part", "absent", "topics")):
            raise Unclear(_("{day} has not come yet, and yet it says who was there or what was talked about").format(day=day))
        if meeting is None:
            found.there.append(Left(place, _("the calendar has {day} already").format(day=day)))
        else:
            found.entries.append(Entry(place, _("a date to come: {day}").format(day=day), ((None, Add(("meetings",), meeting)),)))
        return
    _past(table, row, stem, meeting, known, found)


def _past(table: Table, row: int, stem: str, meeting: dict[str, Any] | None, known: Set, found: Found) -> None:
    place, day = table.sheet.place(row), dt.date.fromisoformat(stem[:10])
    lists = {name: known.names.several(said(table.cell(row, name)), day) for name in LISTS if said(table.cell(row, name))}
    if known.begun(stem):
        if lists:
            entry_of(stem, lists, place, known, found)
        else:
            found.there.append(Left(place, _("there is a record of {stem} already").format(stem=stem)))
        return
    changes: list[tuple[str | None, Change]] = []
    words = [stem]
    if lists:
        changes.append((stem, Put(("attendance",), lists)))
        words.append(", ".join(f"{name}: {len(ids)}" for name, ids in lists.items()))
    changes += [(stem, each) for each in _facilitators(table, row, day, known)]
    if guests := [each.strip() for each in said(table.cell(row, "guests")).replace("\n", ";").split(";") if each.strip()]:
        changes.append((stem, Put(("guests",), guests)))
    for presenter, topic in _topics(table, row, day, known):
        changes.append((stem, Add(("turns",), {"presenter": presenter, "topic": topic} if topic else {"presenter": presenter})))
        words.append(f"{known.record.file.people[presenter].name}: {topic}" if topic else known.record.file.people[presenter].name)
    if meeting and len(meeting) > 1:
        changes.append((None, Add(("meetings",), meeting)))
    if not any(each[0] == stem for each in changes):
        changes.append((stem, Put(("status",), "draft")))
    found.entries.append(Entry(place, "; ".join(words), tuple(changes)))


def _meeting(table: Table, row: int, day: dt.date, known: Set) -> dict[str, Any] | None:
    """The calendar's entry for a row; None where the set has one for that day."""
    if any(each.date == day for each in known.record.file.meetings):
        return None
    made: dict[str, Any] = {"date": day, "start": time_of(table.cell(row, "start")), "end": time_of(table.cell(row, "end")), "where": said(table.cell(row, "where"))}
    link = said(table.cell(row, "link"))
    if link.startswith("https://"):
        made["link"] = link
    return {name: value for name, value in made.items() if value}


def _facilitators(table: Table, row: int, day: dt.date, known: Set) -> list[Change]:
    if not said(table.cell(row, "facilitator")):
        return []
    ids = known.names.several(said(table.cell(row, "facilitator")), day)
    own = {each.id for each in known.record.file.facilitator}
    return [] if set(ids) <= own and own else [Put(("facilitator",), ids if len(ids) > 1 else ids[0])]


def _topics(table: Table, row: int, day: dt.date, known: Set) -> list[tuple[str, str]]:
    """Who presented, with the topic where it stands behind their name and a colon."""
    text = said(table.cell(row, "topics"))
    if not text:
        return []
    if ":" not in text:
        return [(each, "") for each in known.names.several(text, day)]
    found = []
    for line in (each.strip() for each in text.replace("; ", "\n").split("\n") if each.strip()):
        name, _colon, topic = line.partition(":")
        if not _colon:
            raise Unclear(_('nobody is named before the topic "{text}"').format(text=line))
        found.append((known.names.one(text_of(name), day), " ".join(topic.split())))
    return found
