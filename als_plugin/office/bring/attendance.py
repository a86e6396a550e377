"""Tables of attendance: people by sessions, with a mark in each cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...records import Attendance, Put
from ...words import _
from ..reading import Cell
from .draft import Entry, Left
from .found import Found, Set
from .kinds import Table
from .names import folded
from .unclear import Unclear, said, text_of

__all__ = ["LISTS", "attendance_of", "entry_of", "mark"]

LISTS = ("present", "part", "apologies", "absent")
_MARKS = {
    "present": ("present", "p", "pr", "yes", "y", "x", "✓", "✔", "1", "true", "attended", "here", "there", "in person", "online"),
    "part": ("part", "in part", "partial", "half", "late", "l", "left early", "came late"),
    "apologies": ("apologies", "apology", "ap", "apol", "apols", "sent apologies", "excused", "sick", "leave", "on leave", "holiday"),
    "absent": ("absent", "ab", "no", "n", "0", "✗", "false", "dna", "did not attend", "missing"),
}


def attendance_of(table: Table, known: Set) -> Found:
    """What a table of marks becomes: one entry a session."""
    found = Found()
    there: dict[str, dict[str, list[str]]] = {}
    places: dict[str, str] = {}
    for row, heading, person_cell, session_cell, cell in _cells(table):
        place = f"{table.sheet.place(row)}, {heading}"
        if not said(cell):
            continue
        try:
            stem = known.session(session_cell, known.dates(_sessions(table)))
            person = known.names.one(text_of(person_cell), dt.date.fromisoformat(stem[:10]))
            there.setdefault(stem, {}).setdefault(mark(text_of(cell)), []).append(person)
            places.setdefault(stem, place)
        except Unclear as unclear:
            found.left.append(Left(place, str(unclear)))
    if table.across:
        found.assumes(known.dates(_sessions(table)), table.sheet.place(table.row))
    for stem, lists in there.items():
        entry_of(stem, lists, places[stem], known, found)
    return found


def entry_of(stem: str, lists: dict[str, list[str]], place: str, known: Set, found: Found) -> None:
    """Let a session have this attendance, unless it has one."""
    wanted = {name: lists[name] for name in LISTS if lists.get(name)}
    session = known.record.sessions.get(stem)
    if session and session.attendance:
        if _same(session.attendance, wanted):
            found.there.append(Left(place, _("{stem} has this attendance already").format(stem=stem)))
        else:
            found.left.append(Left(place, _("{stem} has an attendance already, and another one; it stays").format(stem=stem)))
        return
    people = known.record.file.people
    words = "; ".join(f"{name}: {', '.join(people[each].name for each in ids)}" for name, ids in wanted.items())
    found.entries.append(Entry(place, f"{stem}: {words}", ((stem, Put(("attendance",), wanted)),)))


def mark(text: str) -> str:
    """The list that a mark stands for. Raises Unclear."""
    word = folded(text)
    for name, words in _MARKS.items():
        if word in words:
            return name
    if word == "a":
        raise Unclear(_('"{text}" may mean apologies or absent; write the word').format(text=text))
    raise Unclear(_('"{text}" is no mark that is known; write present, in part, apologies or absent').format(text=text))


def _cells(table: Table) -> Iterator[tuple[int, str, Cell, Cell, Cell]]:
    """Each mark with its row, its heading, and what names its person and its session."""
    above = table.sheet.rows[table.row]
    for row in table.rows():
        cells = table.sheet.rows[row]
        beside = cells[table.lead] if table.lead < len(cells) else None
        if not text_of(beside):
            continue
        for heading, column in table.columns.items():
            cell = cells[column] if column < len(cells) else None
            yield (row, heading, beside, above[column], cell) if table.across else (row, heading, above[column], beside, cell)


def _sessions(table: Table) -> list[Cell]:
    if table.across:
        return [table.sheet.rows[table.row][column] for column in table.columns.values()]
    return [table.sheet.rows[row][table.lead] for row in table.rows() if table.lead < len(table.sheet.rows[row])]


def _same(there: Attendance, wanted: dict[str, list[str]]) -> bool:
    return all(set(getattr(there, name)) == set(wanted.get(name, ())) for name in LISTS)
