"""The rules about who belongs to a set, and when."""

from __future__ import annotations

import datetime as dt

from .findings import Findings
from .model import SetFile
from .shape import near
from .sheet import Sheet

__all__ = ["People"]


class People:
    """The people of a set, and whether they are who a record takes them for."""

    def __init__(self, file: SetFile, sheet: Sheet, findings: Findings) -> None:
        self.file = file
        self.sheet = sheet
        self.findings = findings
        self.members = {member.id: member for member in file.members}
        self.facilitators = {person.id: person for person in file.facilitator}
        self.all = file.people

    def check(self, today: dt.date) -> None:
        seen: dict[str, str] = {}
        for name in ("facilitator", "members"):
            for number, person in enumerate(getattr(self.file, name)):
                where = self.sheet.spot((name, number)).where
                if person.id in seen:
                    self.findings.errors.append(
                        self.sheet.error(
                            (name, number, "id"),
                            f'"{person.id}" is already the id of {seen[person.id]}',
                            "give one of the two another id",
                        )
                    )
                seen.setdefault(person.id, where)
        now = [member for member in self.file.members if member.left is None or member.left >= today]
        if not 4 <= len(now) <= 8:
            self.findings.warnings.append(
                self.sheet.error(
                    ("members",),
                    f"the set has {len(now)} member{'' if len(now) == 1 else 's'}",
                    "4 to 8 is usual; nothing to do if that is meant",
                )
            )

    def problem(self, name: str, day: dt.date, *, members_only: bool = False) -> tuple[str, str] | None:
        """What is wrong with naming this person on that day, and what to do."""
        pool = self.members if members_only else self.all
        person = self.all.get(name)
        if person is None:
            guess = near(name, pool)
            return (
                f'nobody in set.yml has the id "{name}"',
                f"did you mean {guess}?" if guess else f"the ids are {', '.join(pool)}",
            )
        if name not in pool:
            return f"{name} is a facilitator and no member", "name a member"
        if person.joined and day < person.joined:
            return (
                f"{name} had not joined on {day} (joined {person.joined})",
                "name somebody else, or put the date in set.yml right",
            )
        if person.left and day > person.left:
            return f"{name} had left on {day} (left {person.left})", "name somebody else, or put the date in set.yml right"
        return None
