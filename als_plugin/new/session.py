"""A new session's file, filled with what the records already know: who is expected, what they report on, what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain
from string import ascii_lowercase

from ..errors import AlsError
from ..records import ActionEntry, HeldBid, Ledger, SetRecord, View, ledger
from ..words import _
from .template import one_line, render

__all__ = ["NewSession", "new_session"]


@dataclass(frozen=True)
class NewSession:
    """A session's file to be written. `reports` counts the report-backs that it lists; `first` is the stem of the
    session that already has this day, where there is one, `actions` the full ids that the file refers to, and `cancelled` why the
    meeting of that day is cancelled."""

    stem: str
    text: str
    reports: int
    first: str | None
    actions: tuple[str, ...] = ()
    cancelled: str | None = None


@dataclass(frozen=True)
class _Owed:
    member: str
    action: str
    note: str


def new_session(
    record: SetRecord, date: dt.date | None, *, today: dt.date, schema: str | None = None, aside: Collection[str] = ()
) -> NewSession:
    """The file of a session on this date; without one, of the next meeting, or else of today.

    It knows all that the facilitator knows of the sessions before it, drafts included. A second session on a day that
    is asked for by name gets the stem `<date>-b`. `aside` are the stems of sessions that are there and not in the record.
    Raises AlsError where the next meeting has its file already, and where nobody belongs to the set on that day.
    """
    day = date or _next_day(record, today)
    stem = _free_stem(record, day, aside, asked=date is not None)
    members = [member for member in record.file.members if member.expected(day)]
    if not members:
        raise AlsError(f"sets/{record.id}/set.yml", _("nobody is expected on {date}").format(date=day),
                       _("check `joined`, `left` and `away`, or give another date"))
    known = ledger(_before(record, stem), View("facilitator"), today=today)
    expected = {member.id for member in members}
    level = record.file.agreement.record or "actions"
    owed = [_owed(known, action) for action in known.actions if action.state == "open" and action.owner in expected]
    owed = [] if level == "none" else sorted(owed, key=lambda each: [member.id for member in members].index(each.member))
    text = render(
        "session.yml", schema=schema, name=record.file.name, date=day, level=level, airtime=record.file.airtime, owed=owed,
        self_facilitated=not record.file.facilitator, expected=[member.id for member in members], first=members[0].id,
        held=[_held(known, bid) for bid in known.waiting if bid.member in expected],
        presenter_agrees=record.file.agreement.presenter_agrees, example_due=day + dt.timedelta(days=14),
    )
    cancelled = next((meeting.cancelled for meeting in record.file.meetings if meeting.date == day and meeting.cancelled), None)
    return NewSession(stem, text, len(owed), None if stem == str(day) else str(day), tuple(each.action for each in owed), cancelled)


def _next_day(record: SetRecord, today: dt.date) -> dt.date:
    coming = ledger(record, View("facilitator"), today=today).next_session
    return coming.meeting.date if coming else today


def _free_stem(record: SetRecord, day: dt.date, aside: Collection[str], *, asked: bool) -> str:
    stems = chain([str(day)], (f"{day}-{letter}" for letter in ascii_lowercase[1:]))
    stem = next((each for each in stems if each not in record.sessions and each not in aside), None)
    file = f"sets/{record.id}/sessions/{day}.yml"
    if stem is None:
        raise AlsError(file, _("has twenty-five more of the same day"), _("check the date"))
    if stem != str(day) and not asked:
        remedy = _("go on in it; for another session that day: als new session {set} {date}").format(set=record.id, date=day)
        raise AlsError(file, _("is there already"), remedy)
    return stem


def _before(record: SetRecord, stem: str) -> SetRecord:
    """The record as it stood when that session began."""
    return record.model_copy(update={"sessions": {key: each for key, each in record.sessions.items() if key < stem}})


def _owed(known: Ledger, action: ActionEntry) -> _Owed:
    name = known.people[action.owner].name
    if action.due:
        place = _("{name}, on {date}, by {due}:").format(name=name, date=action.made_on, due=action.due)
    else:
        place = _("{name}, on {date}:").format(name=name, date=action.made_on)
    return _Owed(action.owner, action.id, f"{one_line(place)} {one_line(action.do, 160)}")


def _held(known: Ledger, bid: HeldBid) -> str:
    name = known.people[bid.member].name
    said = _("{name}, since {date}: {headline}") if bid.headline else _("{name}, since {date}")
    return one_line(said.format(name=name, date=bid.since, headline=bid.headline))
