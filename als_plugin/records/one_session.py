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
            known = self.people.members if members_only else self.people.all
            (self.unless_draft if name in known else self.error)(loc, *problem)
            return False
        return True

    def unless_draft(self, loc: Loc, problem: str, remedy: str) -> None:
        """Keep an error about who belongs to the set on the day of the session; of a draft, made before somebody left, a warning: it
        must keep nobody's passphrase in force."""
        (self.findings.warnings if self.draft else self.findings.errors).append(self.sheet.error(loc, problem, remedy))
