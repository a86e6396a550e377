"""Records as tables for Excel: CSV with the mark by which Excel knows UTF-8, and no cell that it would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from ..records import Ledger, SessionEntry
from ..words import _
from .part import Part
from .prose import unwrapped

__all__ = ["GUARD", "guarded", "table_of"]

GUARD = "'"
"""What stands before a cell that begins as a formula does: Excel and others then show it as text."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Rows = Iterable[list[str]]


def table_of(known: Ledger, table: str, part: Part) -> bytes:
    """One of `TABLES` as a CSV file."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_MINIMAL)
    for row in _TABLES[table](known, part):
        writer.writerow([guarded(cell) for cell in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def guarded(cell: str) -> str:
    """The cell as it can stand in a table that somebody opens."""
    return GUARD + cell if cell.startswith(_FORMULA) else cell


def _actions(known: Ledger, part: Part) -> Rows:
    yield [_("Session"), _("Id"), _("Action"), _("Owner"), _("With"), _("Due"), _("Status"), _("Closed on"), _("Hoped for")]
    for action in sorted(known.actions, key=lambda each: each.id):
        if part.session in (None, action.session) and part.person in (None, action.owner):
            yield [
                action.session, action.id.split("/")[1], unwrapped(action.do), _name(known, action.owner), _names(known, action.with_),
                _iso(action.due), action.state, _iso(action.closed_on), unwrapped(action.outcome_wanted or ""),
            ]


def _sessions(known: Ledger, part: Part) -> Rows:
    yield [_("Session"), _("Status"), _("Facilitator"), _("Present"), _("In part"), _("Apologies"), _("Absent"), _("Guests"), _("Topics")]
    for entry in _chosen(known, part):
        there = entry.session.attendance
        lists = (there.present, there.part, there.apologies, there.absent) if there else ((), (), (), ())
        topics = [f"{_name(known, each.turn.presenter)}: {each.topic}" if each.topic else _name(known, each.turn.presenter) for each in entry.turns]
        yield [
            entry.stem, entry.session.status, _names(known, entry.facilitators), *(_names(known, each) for each in lists),
            "; ".join(entry.session.guests), "\n".join(topics),
        ]


def _attendance(known: Ledger, part: Part) -> Rows:
    sessions = [entry for entry in _chosen(known, part) if entry.session.attendance]
    yield [_("Person"), *(entry.stem for entry in sessions)]
    words = {"present": _("present"), "part": _("in part"), "apologies": _("apologies"), "absent": _("absent")}
    for person in known.people.values():
        if part.person not in (None, person.id):
            continue
        cells = [next((words[name] for name in words if person.id in getattr(entry.session.attendance, name)), "") for entry in sessions]
        if any(cells) or person.id in {each.id for each in known.file.members}:
            yield [person.name, *cells]


def _members(known: Ledger, part: Part) -> Rows:
    yield [_("Id"), _("Name"), _("E-mail"), _("Joined"), _("Left"), _("Part in the set")]
    for person in known.people.values():
        if part.person in (None, person.id):
            role = _("facilitator") if any(person.id == each.id for each in known.file.facilitator) else _("member")
            yield [person.id, person.name, person.contact or "", _iso(person.joined), _iso(person.left), role]


_TABLES: dict[str, Callable[[Ledger, Part], Rows]] = {
    "actions": _actions, "sessions": _sessions, "attendance": _attendance, "members": _members,
}


def _chosen(known: Ledger, part: Part) -> list[SessionEntry]:
    return [entry for entry in known.sessions if part.session in (None, entry.stem)]


def _name(known: Ledger, person: str) -> str:
    return known.people[person].name if person in known.people else person


def _names(known: Ledger, people: Iterable[str]) -> str:
    return "; ".join(_name(known, each) for each in people)


def _iso(day: object) -> str:
    return str(day) if day else ""
