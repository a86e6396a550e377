"""The rules of one session: who was there, what was brought, who had a turn."""

from __future__ import annotations

import datetime as dt

from ..words import _
from .clock import last_day
from .levels import above
from .model import Attendance, Session
from .one_session import OneSession
from .sheet import Loc

__all__ = ["SessionRules"]

LISTS = ("present", "part", "apologies", "absent")


class SessionRules(OneSession):
    """The rules of one session, but for its actions and report-backs."""

    def check(self, today: dt.date) -> None:
        """Check them all."""
        session = self.session
        if session.date.isoformat() != self.stem[:10]:
            self.error(
                ("date",),
                _("{date} is not the date in the file's name").format(date=session.date),
                _("write {stem}, or rename the file {date}.yml").format(stem=self.stem[:10], date=session.date),
            )
        if session.status == "purged":
            self.check_purged()
            return
        if session.date > today and not self.draft:
            self.error(
                ("date",), _("{date} has not come yet, and the session is published").format(date=session.date),
                _("put the date right, or write status: draft until then"),
            )
        if session.counts is not None:
            self.error(("counts",), _("stands in a session that was not purged"), _("take it out; the program writes it"))
        self.check_level()
        self.check_roles()
        self.check_attendance()
        self.check_bids()
        self.check_turns(today)
        end = last_day(session.date, self.file.retention)
        if end < today:
            self.findings.expired.append(
                self.sheet.error(
                    (),
                    _("is past its retention (kept until {end})").format(end=end),
                    _("run als purge {set_id}").format(set_id=self.set_id),
                )
            )

    def check_purged(self) -> None:
        for name in Session.model_fields:
            if name not in ("date", "status", "counts") and getattr(self.session, name) not in (None, ()):
                self.error(
                    (name,), _("stands in a purged session"), _("take it out; a purged session keeps its date and counts alone")
                )

    def check_level(self) -> None:
        level = self.file.agreement.record
        for loc, needs in above(self.session, level) if level else ():
            self.error(
                loc,
                _("is more than the set agreed to write down (record: {level}; this needs {needs})").format(
                    level=level, needs=needs
                ),
                _("take it out, or change agreement.record in set.yml if the set agrees"),
            )

    def check_roles(self) -> None:
        for number, name in enumerate(self.session.facilitator):
            self.person(("facilitator", number), name)
        self.person(("timekeeper",), self.session.timekeeper)
        if not self.file.facilitator and not self.session.facilitator and not self.draft:
            self.error(
                ("facilitator",),
                _("is missing, and the set facilitates itself"),
                _("add facilitator: and the id of the member who did"),
            )

    def check_attendance(self) -> None:
        attendance = self.session.attendance
        if attendance is None:
            if not self.draft:
                self.error(("attendance",), _("is missing"), _("add attendance: with present, part, apologies and absent"))
            return
        seen: dict[str, str] = {}
        for name in LISTS:
            for number, person in enumerate(getattr(attendance, name)):
                loc = ("attendance", name, number)
                if not self.person(loc, person):
                    continue
                if person in seen:
                    again = (
                        _("{person} stands twice").format(person=person)
                        if seen[person] == name
                        else _("{person} stands in {seen} already").format(person=person, seen=seen[person])
                    )
                    self.error(loc, again, _("keep one of the two"))
                seen.setdefault(person, name)
                member = self.people.members.get(person)
                if member and not member.expected(self.session.date):
                    self.unless_draft(
                        loc,
                        _("{person} is away on {date} by set.yml").format(person=person, date=self.session.date),
                        _("take the name out, or put the time away in set.yml right"),
                    )
        if self.draft:
            return
        told = seen.keys() | self.meant(attendance)
        missing = [each.id for each in self.file.members if each.expected(self.session.date) and each.id not in told]
        if missing:
            self.error(
                ("attendance",),
                _("says nothing about {names}").format(names=", ".join(missing)),
                _("put each member of that day into one of present, part, apologies and absent"),
            )

    def meant(self, attendance: Attendance) -> set[str]:
        """Who is probably meant by the ids in the attendance that nobody has: the slip is told, and not its consequences."""
        named = (person for name in LISTS for person in getattr(attendance, name))
        return {guess for person in named if (guess := self.people.guess(person))}

    def there(self, loc: Loc, name: str, otherwise: str) -> None:
        """Who brings, presents or suggests by name was there (or facilitated); says `otherwise` where not."""
        attendance = self.session.attendance
        if attendance is None or name in attendance.there or name in self.meant(attendance):
            return
        listed = next((each for each in LISTS if name in getattr(attendance, each)), None)
        if listed is None and (self.draft or name not in self.people.members):
            return
        self.error(
            loc,
            f"{otherwise} ({listed})" if listed else otherwise,
            _("put the attendance right, or name somebody who was there"),
        )

    def check_bids(self) -> None:
        turns = {self.people.guess(turn.presenter) or turn.presenter for turn in self.session.turns}
        for number, bid in enumerate(self.session.topics):
            loc = ("topics", number)
            if not self.person((*loc, "member"), bid.member, members_only=True):
                continue
            self.there((*loc, "member"), bid.member, _("{member} brought a topic but was not there").format(member=bid.member))
            if bid.outcome == "chosen" and bid.member not in turns and not self.draft:
                self.error(
                    (*loc, "outcome"),
                    _("is chosen, and {member} has no turn").format(member=bid.member),
                    _("add the turn, or write held, not_chosen or withdrawn"),
                )

    def check_turns(self, today: dt.date) -> None:
        for number, turn in enumerate(self.session.turns):
            loc = ("turns", number)
            if self.person((*loc, "presenter"), turn.presenter, members_only=True):
                self.there(
                    (*loc, "presenter"),
                    turn.presenter,
                    _("{presenter} presented but was not there").format(presenter=turn.presenter),
                )
            brought = [bid for bid in self.session.topics if bid.member == turn.presenter]
            if brought and not any(bid.outcome in (None, "chosen") for bid in brought):
                self.error(
                    (*loc, "presenter"),
                    _("{presenter} has a turn, and none of their topics is chosen").format(presenter=turn.presenter),
                    _("write outcome: chosen at the one that was worked on"),
                )
            for place, suggestion in enumerate(turn.suggestions):
                here = (*loc, "suggestions", place, "by")
                if suggestion.by and self.person(here, suggestion.by):
                    self.there(here, suggestion.by, _("{by} made a suggestion but was not there").format(by=suggestion.by))
            for place, question in enumerate(turn.questions):
                here = (*loc, "questions", place, "by")
                if question.by and self.person(here, question.by):
                    self.there(here, question.by, _("{by} asked a question but was not there").format(by=question.by))
            if turn.agreed_on and turn.agreed_on > today:
                self.error(
                    (*loc, "agreed_on"), _("{agreed_on} has not come yet").format(agreed_on=turn.agreed_on),
                    _("write the day on which they agreed"),
                )
            if turn.agreed_on and turn.agreed_on < self.session.date:
                self.error(
                    (*loc, "agreed_on"),
                    _("{agreed_on} is before the session").format(agreed_on=turn.agreed_on),
                    _("put the date right"),
                )
            if self.file.agreement.presenter_agrees and turn.agreed_on is None and not self.draft:
                self.findings.warnings.append(
                    self.sheet.error(
                        loc,
                        _("{presenter} has not agreed this record, so members read only that a topic was worked on").format(
                            presenter=turn.presenter
                        ),
                        _("add agreed_on: and the date when they agree"),
                    )
                )
