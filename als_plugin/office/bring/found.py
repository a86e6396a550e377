"""What the rows of a table are held against, and what was made of them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from ...records import SetRecord, last_day
from ...words import _
from ..reading import Cell
from .dates import Dates
from .draft import Entry, Left
from .kinds import Wish
from .names import Names
from .unclear import Unclear, text_of

__all__ = ["Found", "Set"]

_STEM = re.compile(r"\d{4}-\d{2}-\d{2}(-[a-z0-9]+)?", re.ASCII)


@dataclass
class Found:
    """What a table's rows became."""

    entries: list[Entry] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    there: list[Left] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def assumes(self, dates: Dates, heading: str) -> None:
        """Say so where a column's dates could be read with months first, too."""
        if dates.assumed:
            self.notes.append(_('"{name}": days were read before months (3/4 is 3 April); --dates month-first reads the other way').format(name=heading))


@dataclass
class Set:
    """A set, and what this draft has already given to it."""

    record: SetRecord
    names: Names
    today: dt.date
    wish: Wish
    stems: set[str] = field(default_factory=set)
    """Sessions that the draft begins."""

    def dates(self, cells: list[Cell]) -> Dates:
        """How the dates of this column are to be read."""
        return Dates(cells, self.record.file.language, self.wish.first)

    def session(self, cell: Cell, dates: Dates, *, coming: bool = False) -> str:
        """The stem of the session that is meant: one that is there, or a new one on that day. Raises Unclear."""
        text = text_of(cell)
        if _STEM.fullmatch(text) and text in self.record.sessions:
            return self._open(text)
        day = dates.read(cell)
        if day is None and self.wish.session and not text:
            return self.session(self.wish.session, dates)
        if day is None:
            raise Unclear(_("no session is named; write its date, or give --session") if not text else _('"{text}" is no session\'s date').format(text=text))
        if day > self.today and not coming:
            raise Unclear(_("{day} has not come yet").format(day=day))
        stems = [stem for stem in (*self.record.sessions, *self.stems) if stem[:10] == day.isoformat()]
        if len(dict.fromkeys(stems)) > 1:
            raise Unclear(_("there are several sessions on {day}; name one: {names}").format(day=day, names=", ".join(dict.fromkeys(stems))))
        if self.today > last_day(day, self.record.file.retention):
            raise Unclear(_("the time for which the set keeps the record of {day} is over").format(day=day))
        stem = stems[0] if stems else day.isoformat()
        return self._open(stem)

    def begun(self, stem: str) -> bool:
        """Whether a session of this stem has a file already."""
        return stem in self.record.sessions

    def _open(self, stem: str) -> str:
        session = self.record.sessions.get(stem)
        if session and session.status == "purged":
            raise Unclear(_("the record of {stem} was removed").format(stem=stem))
        self.stems.add(stem)
        return stem
