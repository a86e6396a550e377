"""The rules about who belongs to a set, and when."""

from __future__ import annotations

import datetime as dt

from ..words import _, ngettext
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
                where = self.sheet.spot((name, number)).named
                if person.id in seen:
                    self.findings.errors.append(
                        self.sheet.error(
                            (name, number, "id"),
                            _('"{id}" is already the id of {seen}').format(id=person.id, seen=seen[person.id]),
                            _("give one of the two another id"),
                        )
                    )
                seen.setdefault(person.id, where)
        for number, name in enumerate(self.file.record_keeper):
            if name not in self.all:
                guess = near(name, self.all)
                remedy = _("did you mean {guess}?").format(guess=guess) if guess else _("the ids are {names}").format(names=", ".join(self.all))
                problem = _('nobody in set.yml has the id "{name}"').format(name=name)
                self.findings.errors.append(self.sheet.error(("record_keeper", number), problem, remedy))
        now = [member for member in self.file.members if (member.left is None or member.left >= today) and (member.joined is None or member.joined <= today)]
        if not 4 <= len(now) <= 8:
            self.findings.warnings.append(
                self.sheet.error(
                    ("members",),
                    ngettext("the set has {number} member", "the set has {number} members", len(now)).format(
                        number=len(now)
                    ),
                    _("4 to 8 is usual; nothing to do if that is meant"),
                )
            )

    def guess(self, name: str) -> str | None:
        """The id that was probably meant by one that nobody has."""
        return None if name in self.all else near(name, self.all)

    def problem(self, name: str, day: dt.date, *, members_only: bool = False) -> tuple[str, str] | None:
        """What is wrong with naming this person on that day, and what to do."""
        pool = self.members if members_only else self.all
        person = self.all.get(name)
        if person is None:
            guess = near(name, pool)
            return (
                _('nobody in set.yml has the id "{name}"').format(name=name),
                _("did you mean {guess}?").format(guess=guess)
                if guess
                else _("the ids are {names}").format(names=", ".join(pool)),
            )
        if name not in pool:
            return _("{name} is a facilitator and no member").format(name=name), _("name a member")
        if person.joined and day < person.joined:
            return (
                _("{name} had not joined on {day} (joined {joined})").format(name=name, day=day, joined=person.joined),
                _("name somebody else, or put the date in set.yml right"),
            )
        if person.left and day > person.left:
            return _("{name} had left on {day} (left {left})").format(name=name, day=day, left=person.left), _(
                "name somebody else, or put the date in set.yml right"
            )
        return None
