"""What needs more than one field or file to be judged: people, attendance, bids and turns, actions and report-backs."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from ..errors import AlsError
from .actions import actions_of
from .clock import last_day
from .levels import LEVELS, above
from .model import Action, Session, SetFile, SetRecord
from .shape import near
from .sheet import Loc, Sheet

__all__ = ["Findings", "check"]

LISTS = ("present", "part", "apologies", "absent")


@dataclass
class Findings:
    """What was found: errors, sessions past their retention, warnings."""

    errors: list[AlsError] = field(default_factory=list)
    expired: list[AlsError] = field(default_factory=list)
    warnings: list[AlsError] = field(default_factory=list)


def check(record: SetRecord, sheets: dict[str, Sheet], *, today: dt.date, unread: Collection[str] = ()) -> Findings:
    """Check every rule over a set's files.

    `sheets` are the files by stem ("set.yml" for the set's own); `unread` the stems of sessions that could not be read, so
    that nothing is said about what they may hold.
    """
    findings = Findings()
    people = _People(record.file, sheets["set.yml"], findings)
    people.check(today)
    if (record.sessions or unread) and record.file.agreement.record is None:
        findings.errors.append(sheets["set.yml"].error(
            ("agreement", "record"), "is missing, and there are sessions", f"add record: and one of {', '.join(LEVELS[:-1])} or {LEVELS[-1]}"))
    known = _Actions(record, unread)
    for stem, session in record.sessions.items():
        _SessionRules(record, people, known, findings, sheets[stem], stem, session).check(today)
    return findings


class _People:
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
                    self.findings.errors.append(self.sheet.error(
                        (name, number, "id"), f'"{person.id}" is already the id of {seen[person.id]}', "give one of the two another id"))
                seen.setdefault(person.id, where)
        now = [member for member in self.file.members if member.left is None or member.left >= today]
        if not 4 <= len(now) <= 8:
            self.findings.warnings.append(self.sheet.error(
                ("members",), f"the set has {len(now)} member{'' if len(now) == 1 else 's'}", "4 to 8 is usual; nothing to do if that is meant"))

    def problem(self, name: str, day: dt.date, *, members_only: bool = False) -> tuple[str, str] | None:
        """What is wrong with naming this person on that day, and what to do."""
        pool = self.members if members_only else self.all
        person = self.all.get(name)
        if person is None:
            guess = near(name, pool)
            return f'nobody in set.yml has the id "{name}"', f"did you mean {guess}?" if guess else f"the ids are {', '.join(pool)}"
        if name not in pool:
            return f"{name} is a facilitator and no member", "name a member"
        if person.joined and day < person.joined:
            return f"{name} had not joined on {day} (joined {person.joined})", "name somebody else, or put the date in set.yml right"
        if person.left and day > person.left:
            return f"{name} had left on {day} (left {person.left})", "name somebody else, or put the date in set.yml right"
        return None


class _Actions:
    """All actions of a set by their full ids."""

    def __init__(self, record: SetRecord, unread: Collection[str]) -> None:
        self.sessions = record.sessions
        self.unread = unread
        self.by_id: dict[str, Action] = {}
        for stem, session in record.sessions.items():
            for _, action, _ in actions_of(session):
                self.by_id.setdefault(f"{stem}/{action.id}", action)

    def settled(self, stem: str) -> bool:
        """Whether nothing can be said about the actions of a session: it was purged, or could not be read."""
        return stem in self.unread or stem in self.sessions and self.sessions[stem].status == "purged"

    def guess(self, full: str, member: str, before: str) -> str | None:
        """The full id that was probably meant: the same action in a renamed file first, then the nearest spelling."""
        stem, name = full.split("/")
        mine = [each for each, action in self.by_id.items() if each.split("/")[0] < before and action.owner == member]
        if stem not in self.sessions:
            renamed = [each for each in mine if each.split("/")[1] == name]
            if renamed:
                return max(renamed, key=lambda each: difflib.SequenceMatcher(None, each, full).ratio())
        return near(full, mine)


class _SessionRules:
    """The rules of one session."""

    def __init__(
        self, record: SetRecord, people: _People, known: _Actions, findings: Findings, sheet: Sheet, stem: str, session: Session,
    ) -> None:
        self.set_id = record.id
        self.file = record.file
        self.people = people
        self.known = known
        self.findings = findings
        self.sheet = sheet
        self.stem = stem
        self.session = session
        self.draft = session.status == "draft"

    def error(self, loc: Loc, problem: str, remedy: str) -> None:
        self.findings.errors.append(self.sheet.error(loc, problem, remedy))

    def check(self, today: dt.date) -> None:
        session = self.session
        if session.date.isoformat() != self.stem[:10]:
            self.error(("date",), f"{session.date} is not the date in the file's name", f"write {self.stem[:10]}, or rename the file {session.date}.yml")
        if session.status == "purged":
            self.check_purged()
            return
        if session.counts is not None:
            self.error(("counts",), "stands in a session that was not purged", "take it out; the program writes it")
        self.check_level()
        self.check_roles()
        self.check_attendance()
        self.check_bids()
        self.check_turns()
        self.check_actions()
        self.check_reports()
        end = last_day(session.date, self.file.retention)
        if end < today:
            self.findings.expired.append(self.sheet.error((), f"is past its retention (kept until {end})", f"run als purge {self.set_id}"))

    def check_purged(self) -> None:
        for name in Session.model_fields:
            if name not in ("date", "status", "counts") and getattr(self.session, name) not in (None, ()):
                self.error((name,), "stands in a purged session", "take it out; a purged session keeps its date and counts alone")

    def check_level(self) -> None:
        level = self.file.agreement.record
        for loc, needs in above(self.session, level) if level else ():
            self.error(loc, f'is more than the set agreed to write down (record: {level}; this needs {needs})',
                       "take it out, or change agreement.record in set.yml if the set agrees")

    def person(self, loc: Loc, name: str | None, *, members_only: bool = False, day: dt.date | None = None) -> bool:
        """Whether this person may be named here; says so where not."""
        if name is None:
            return True
        if problem := self.people.problem(name, day or self.session.date, members_only=members_only):
            self.error(loc, *problem)
            return False
        return True

    def check_roles(self) -> None:
        for number, name in enumerate(self.session.facilitator):
            self.person(("facilitator", number), name)
        self.person(("timekeeper",), self.session.timekeeper)
        if not self.file.facilitator and not self.session.facilitator and not self.draft:
            self.error(("facilitator",), "is missing, and the set facilitates itself", "add facilitator: and the id of the member who did")

    def check_attendance(self) -> None:
        attendance = self.session.attendance
        if attendance is None:
            if not self.draft:
                self.error(("attendance",), "is missing", "add attendance: with present, part, apologies and absent")
            return
        seen: dict[str, str] = {}
        for name in LISTS:
            for number, person in enumerate(getattr(attendance, name)):
                loc = ("attendance", name, number)
                if not self.person(loc, person):
                    continue
                if person in seen:
                    again = "twice" if seen[person] == name else f"in {seen[person]} already"
                    self.error(loc, f"{person} stands {again}", "keep one of the two")
                seen.setdefault(person, name)
                member = self.people.members.get(person)
                if member and not member.expected(self.session.date):
                    self.error(loc, f"{person} is away on {self.session.date} by set.yml", "take the name out, or put the time away in set.yml right")
        if self.draft:
            return
        missing = [each.id for each in self.file.members if each.expected(self.session.date) and each.id not in seen]
        if missing:
            self.error(("attendance",), f"says nothing about {', '.join(missing)}", "put each member of that day into one of present, part, apologies and absent")

    def there(self, loc: Loc, name: str, doing: str) -> None:
        """Who brings, presents or suggests by name was there (or facilitated)."""
        attendance = self.session.attendance
        if attendance is None or name in attendance.there:
            return
        listed = next((each for each in LISTS if name in getattr(attendance, each)), None)
        if listed is None and (self.draft or name not in self.people.members):
            return
        self.error(loc, f"{name} {doing} but was not there{f' ({listed})' if listed else ''}", "put the attendance right, or name somebody who was there")

    def check_bids(self) -> None:
        turns = Counter(turn.presenter for turn in self.session.turns)
        for number, bid in enumerate(self.session.topics):
            loc = ("topics", number)
            if not self.person((*loc, "member"), bid.member, members_only=True):
                continue
            self.there((*loc, "member"), bid.member, "brought a topic")
            if bid.outcome == "chosen" and not turns[bid.member] and not self.draft:
                self.error((*loc, "outcome"), f"is chosen, and {bid.member} has no turn", "add the turn, or write held, not_chosen or withdrawn")

    def check_turns(self) -> None:
        for number, turn in enumerate(self.session.turns):
            loc = ("turns", number)
            if self.person((*loc, "presenter"), turn.presenter, members_only=True):
                self.there((*loc, "presenter"), turn.presenter, "presented")
            brought = [bid for bid in self.session.topics if bid.member == turn.presenter]
            if brought and not any(bid.outcome in (None, "chosen") for bid in brought):
                self.error((*loc, "presenter"), f"{turn.presenter} has a turn, and none of their topics is chosen",
                           "write outcome: chosen at the one that was worked on")
            for place, suggestion in enumerate(turn.suggestions):
                here = (*loc, "suggestions", place, "by")
                if suggestion.by and self.person(here, suggestion.by):
                    self.there(here, suggestion.by, "made a suggestion")
            if turn.agreed_on and turn.agreed_on < self.session.date:
                self.error((*loc, "agreed_on"), f"{turn.agreed_on} is before the session", "put the date right")
            if self.file.agreement.presenter_agrees and turn.agreed_on is None and not self.draft:
                self.findings.warnings.append(self.sheet.error(
                    loc, f"{turn.presenter} has not agreed this record, so members read only that a topic was worked on",
                    "add agreed_on: and the date when they agree"))

    def check_actions(self) -> None:
        seen: dict[str, Loc] = {}
        for loc, action, presenter in actions_of(self.session):
            if action.owner is None:
                self.error((*loc, "owner"), "is missing", "add owner: and the id of the person who will do it")
            elif action.owner != presenter or (*loc, "owner") in self.sheet.spots:
                self.person((*loc, "owner"), action.owner)
            for place, helper in enumerate(action.with_):
                self.person((*loc, "with", place), helper)
            if action.due and action.due < self.session.date:
                self.error((*loc, "due"), f"{action.due} is before the session", "put the date right")
            if action.id and action.id in seen:
                self.error((*loc, "id"), f'"{action.id}" is already the id of {self.sheet.spot(seen[action.id]).where}', "give one of the two another id")
            elif action.id:
                seen[action.id] = loc

    def check_reports(self) -> None:
        seen: dict[str, Loc] = {}
        for number, report in enumerate(self.session.reports):
            loc: Loc = ("reports", number)
            if report.on and report.on > self.session.date:
                self.error((*loc, "on"), f"{report.on} is after the session", "put the date right")
            self.person((*loc, "member"), report.member, day=min(report.on or self.session.date, self.session.date))
            if report.due and report.due < self.session.date:
                self.error((*loc, "due"), f"{report.due} is before the session", "put the date right")
            if report.action is None:
                continue
            if report.action in seen:
                self.error((*loc, "action"), f"{report.action} is reported on twice in this session", "make one report of the two")
            seen.setdefault(report.action, loc)
            self.check_reference((*loc, "action"), report.action, report.member, report.on)

    def check_reference(self, loc: Loc, full: str, member: str, on: dt.date | None) -> None:
        stem = full.split("/")[0]
        if stem == self.stem or stem > self.stem and stem in self.known.sessions:
            which = "this" if stem == self.stem else "a later"
            self.error(loc, f"{full} is from {which} session", "report on an action in a session after the one that made it")
            return
        if self.known.settled(stem):
            return
        action = self.known.by_id.get(full)
        if action is None:
            guess = self.known.guess(full, member, self.stem)
            problem = f"there is no action {full}" if stem in self.known.sessions else f"there is no session {stem}"
            self.error(loc, problem, f"did you mean {guess}?" if guess else "write the full id of an action from an earlier session")
            return
        if action.owner is not None and action.owner != member:
            self.error(loc, f"{full} is {action.owner}'s action, not {member}'s", "an action is reported on by its owner")
        if self.known.sessions[stem].status == "draft" and not self.draft:
            self.error(loc, f"{full} is in a draft", f"publish sessions/{stem}.yml first")
        if on and on < self.known.sessions[stem].date:
            self.error((*loc[:-1], "on"), f"{on} is before the session that made the action", "put the date right")
