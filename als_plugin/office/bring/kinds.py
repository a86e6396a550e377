"""What a table is about, and which of its columns says what: guessed from its headings, corrected by whoever asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...errors import AlsError
from ...words import _
from ..reading import Cell, Sheet
from .dates import Dates
from .names import Names, folded
from .unclear import Unclear, said, text_of

__all__ = ["FIELDS", "KINDS", "Table", "Wish", "table_in"]

_COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "actions": {
        "do": ("action", "actions", "agreed action", "action agreed", "what", "task", "to do", "todo", "what will be done", "what will you do", "commitment", "do"),
        "owner": ("owner", "who", "by whom", "whom", "responsible", "person responsible", "assigned to", "lead", "action owner", "person", "name", "member"),
        "due": ("due", "by when", "due date", "deadline", "target date", "when", "due by", "complete by", "date due"),
        "session": ("session", "date", "session date", "meeting", "meeting date", "raised", "date raised", "set meeting", "date agreed", "agreed on"),
        "with": ("with", "helpers", "support", "supported by", "together with"),
        "outcome_wanted": ("hoped for", "outcome wanted", "wanted outcome", "intended outcome", "success looks like"),
        "status": ("status", "state", "progress", "done", "complete", "completed", "rag"),
        "on": ("closed on", "date completed", "completed on", "done on", "date closed", "closed"),
        "did": ("comment", "comments", "update", "updates", "notes", "what happened", "did"),
        "id": ("id", "action id"),
    },
    "sessions": {
        "session": ("session", "date", "session date", "meeting", "meeting date", "day"),
        "present": ("present", "attendees", "attended", "attendance", "in attendance", "who came", "there"),
        "part": ("in part", "part", "for a part", "partial", "left early", "came late"),
        "apologies": ("apologies", "apology", "apologies from", "sent apologies"),
        "absent": ("absent", "missing", "did not attend", "dna"),
        "guests": ("guests", "guest", "visitors"),
        "topics": ("topics", "topic", "presenters", "presenter", "issue", "issues", "problem", "problems"),
        "facilitator": ("facilitator", "facilitators", "facilitated by", "adviser", "advisor", "set adviser"),
        "start": ("start", "starts", "from", "start time", "time"),
        "end": ("end", "ends", "until", "end time", "finish", "to"),
        "where": ("where", "venue", "place", "location", "room"),
        "link": ("link", "url", "online", "zoom", "teams link"),
    },
    "members": {
        "name": ("name", "member", "members", "person", "full name", "participant", "people"),
        "contact": ("e-mail", "email", "mail", "e-mail address", "email address", "contact"),
        "joined": ("joined", "joined on", "since", "start date", "member since"),
        "left": ("left", "left on", "until", "leaving date", "end date"),
        "id": ("id", "short name"),
        "role": ("part in the set", "role"),
    },
    "attendance": {},
}
_NEEDED = {"actions": ("do", "owner"), "sessions": ("session",), "members": ("name",)}
_TELLING = {
    "actions": {"do"}, "sessions": {"present", "part", "apologies", "absent", "topics", "start", "end", "where", "facilitator", "guests"},
    "members": {"contact", "joined", "left"},
}
KINDS = tuple(_COLUMNS)
FIELDS = {kind: tuple(fields) for kind, fields in _COLUMNS.items()}
"""What a table of each kind may say."""
_STEM = re.compile(r"\d{4}-\d{2}-\d{2}(?:-[a-z0-9]+)?", re.ASCII)
_FIRST_ROWS = 30


@dataclass(frozen=True)
class Wish:
    """What whoever asked has said about the table: its kind, its sheet, headings by field ("": no column has it), whether day or month
    comes first, and the session of rows that name none."""

    kind: str | None = None
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    first: str | None = None
    session: str | None = None


@dataclass(frozen=True)
class Table:
    """A table that is understood: its kind, the row with its headings, and the column of each field. Of attendance, `columns` has by
    heading those with marks, and `across` says whether headings are sessions (people stand in `lead`) or people."""

    sheet: Sheet
    kind: str
    row: int
    columns: Mapping[str, int]
    lead: int = 0
    across: bool = True

    @property
    def headings(self) -> dict[str, str]:
        """For each field, the heading that its column has."""
        return {name: text_of(_at(self.sheet.rows[self.row], place)) for name, place in self.columns.items()}

    @property
    def unused(self) -> list[str]:
        """Headings of which nothing is taken."""
        used = {*self.columns.values(), *([self.lead] if self.kind == "attendance" else [])}
        return [text_of(cell) for place, cell in enumerate(self.sheet.rows[self.row]) if place not in used and text_of(cell)]

    def rows(self) -> list[int]:
        """The rows below the headings that have something in them."""
        return [number for number in range(self.row + 1, len(self.sheet.rows)) if any(text_of(cell) for cell in self.sheet.rows[number])]

    def cell(self, row: int, name: str) -> Cell:
        """What stands in a row for a field; None where the table has no such column."""
        return _at(self.sheet.rows[row], self.columns[name]) if name in self.columns else None

    def column(self, name: str) -> list[Cell]:
        """All that stands below a field's heading."""
        return [self.cell(row, name) for row in self.rows()]


def table_in(sheet: Sheet, names: Names, language: str, wish: Wish, *, shown: str) -> Table | None:
    """The table of a sheet; None where none is recognised. Raises AlsError where a column that was asked for is not there."""
    wanted = [folded(each) for each in wish.columns.values() if each]
    for number, row in enumerate(sheet.rows[:_FIRST_ROWS]):
        headings = [folded(text_of(cell)).strip(" :?*") for cell in row]
        if sum(bool(each) for each in headings) < 2 and not wanted:
            continue
        if wanted and all(each in headings for each in wanted):
            return _as_wished(sheet, number, headings, wish, shown)
        if not wanted and (found := _guessed(sheet, number, headings, names, language, wish)):
            return found
    if wanted and sheet.rows:
        missing = next((each for each in wish.columns.values() if each and not any(folded(each) in map(folded, map(text_of, row)) for row in sheet.rows[:_FIRST_ROWS])), None)
        if missing is not None:
            raise AlsError(shown, _('no column is headed "{name}"').format(name=missing), _("write the heading as it stands in the table"))
    return None


def _as_wished(sheet: Sheet, number: int, headings: list[str], wish: Wish, shown: str) -> Table:
    kinds = [wish.kind] if wish.kind else [kind for kind in KINDS if set(wish.columns) <= set(_COLUMNS[kind])]
    if not kinds or not set(wish.columns) <= set(_COLUMNS[kinds[0]]):
        names = "; ".join(f"{kind}: {', '.join(fields)}" for kind, fields in _COLUMNS.items() if fields)
        raise AlsError(shown, _("these columns are no fields of one kind of table"), _("the fields are {names}").format(names=names))
    asked = {name: headings.index(folded(each)) for name, each in wish.columns.items() if each}
    guessed = {name: place for name, place in _mapped(kinds[0], headings).items() if name not in wish.columns and place not in asked.values()}
    return Table(sheet, kinds[0], number, {**guessed, **asked})


def _guessed(sheet: Sheet, number: int, headings: list[str], names: Names, language: str, wish: Wish) -> Table | None:
    for kind in ("actions", "attendance", "sessions", "members"):
        if wish.kind not in (None, kind):
            continue
        if kind == "attendance":
            if found := _marks(sheet, number, names, language):
                return found
            continue
        columns = _mapped(kind, headings)
        if all(name in columns for name in _NEEDED[kind]) and (wish.kind == kind or _TELLING[kind] & set(columns)):
            return Table(sheet, kind, number, columns)
    return None


def _mapped(kind: str, headings: list[str]) -> dict[str, int]:
    """The column of each field, by the words that people put above it; the likelier words first, each column once."""
    found: dict[str, int] = {}
    for name, words in _COLUMNS[kind].items():
        for word in (name.replace("_", " "), *words):
            place = next((each for each, heading in enumerate(headings) if heading == word and each not in found.values()), None)
            if place is not None:
                found[name] = place
                break
    return found


def _marks(sheet: Sheet, number: int, names: Names, language: str) -> Table | None:
    """A table of attendance: sessions above and people at the side, or the other way round."""
    row = sheet.rows[number]
    dates = Dates(row, language)
    sessions = {text_of(cell): place for place, cell in enumerate(row) if _is_session(cell, dates)}
    people = {text_of(cell): place for place, cell in enumerate(row) if said(cell) and names.knows(text_of(cell))}
    below = sheet.rows[number + 1 :]
    if sessions and len(people) < 2:
        lead = min(sessions.values()) - 1
        if lead >= 0 and any(names.knows(text_of(_at(each, lead))) for each in below if text_of(_at(each, lead))):
            return Table(sheet, "attendance", number, sessions, lead, True)
    if len(people) >= 2:
        lead = next((place for place in range(len(row)) if place not in people.values() and any(_is_session(_at(each, place), dates) for each in below)), -1)
        if lead >= 0:
            return Table(sheet, "attendance", number, people, lead, False)
    return None


def _is_session(cell: Cell, dates: Dates) -> bool:
    if isinstance(cell, str) and _STEM.fullmatch(cell.strip()):
        return True
    try:
        return dates.read(cell) is not None
    except Unclear:
        return False


def _at(row: tuple[Cell, ...], place: int) -> Cell:
    return row[place] if 0 <= place < len(row) else None
