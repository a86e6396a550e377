"""One session as the rules look at it: its file, the set's people, and where to put what is found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .findings import Findings
from .model import Session, SetFile
from .people import People
from .sheet import Loc, Sheet

__all__ = ["OneSession"]


@dataclass
class OneSession:
    """A session, with what it is judged by."""

    set_id: str
    file: SetFile
    people: People
    findings: Findings
    sheet: Sheet
    stem: str
    session: Session

    @property
    def draft(self) -> bool:
        """Whether it may still lack things."""
        return self.session.status == "draft"

    def error(self, loc: Loc, problem: str, remedy: str) -> None:
        """Keep an error about the value at `loc`."""
        self.findings.errors.append(self.sheet.error(loc, problem, remedy))

    def person(self, loc: Loc, name: str | None, *, members_only: bool = False, day: dt.date | None = None) -> bool:
        """Whether this person may be named here; says so where not."""
        if name is None:
            return True
        if problem := self.people.problem(name, day or self.session.date, members_only=members_only):
            self.error(loc, *problem)
            return False
        return True
