"""The rules about actions and the report-backs on them, across sessions."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..words import _
from .actions import actions_of
from .model import Action, Report, SetRecord
from .one_session import OneSession
from .shape import near
from .sheet import Loc, Sheet

__all__ = ["ActionRules", "Actions"]

_LONG = dt.timedelta(days=2 * 366)
"""A due date further from its session than this is probably a slip."""


class Actions:
    """All actions of a set by their full ids."""

    def __init__(self, record: SetRecord, sheets: Mapping[str, Sheet], unread: Collection[str]) -> None:
        self.sessions = record.sessions
        self._following: dict[str, dt.date | None] = {}
        first: dt.date | None = None
        for stem in sorted(record.sessions, reverse=True):
            self._following[stem] = first
            first = min(record.sessions[stem].date, first or dt.date.max)
        self.unread = unread
        self.by_id: dict[str, Action] = {}
        self.counted: dict[str, str] = {}
        """Actions whose id is counted and not written, with the file and line where one would be added."""
        for stem, session in record.sessions.items():
            for loc, action, _presenter in actions_of(session):
                full = f"{stem}/{action.id}"
                self.by_id.setdefault(full, action)
                if (*loc, "id") not in sheets[stem].spots:
                    self.counted[full] = f"{sheets[stem].shown}:{sheets[stem].spot(loc).line}"

    def following(self, stem: str) -> dt.date | None:
        """The date of the session after this one, which is one of the record's."""
        return self._following[stem]

    def asked_by(self, stem: str) -> tuple[object, ...]:
        """All of other sessions that the rules about this one's report-backs go by, as long as they find no mistake."""
        told = []
        for report in self.sessions[stem].reports:
            if report.action is not None:
                made_in = report.action.split("/")[0]
                session, action = self.sessions.get(made_in), self.by_id.get(report.action)
                when = (session.date, session.status) if session else None
                told.append((when, self.settled(made_in), action.owner if action else False, self.counted.get(report.action)))
        return self._following[stem], told

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


@dataclass
class ActionRules(OneSession):
    """The rules of one session's actions and report-backs."""

    known: Actions

    def check(self, today: dt.date) -> None:
        """Check both."""
        self.check_actions()
        self.check_reports(today)

    def check_actions(self) -> None:
        seen: dict[str, Loc] = {}
        for loc, action, presenter in actions_of(self.session):
            if action.owner is None:
                self.error((*loc, "owner"), _("is missing"), _("add owner: and the id of the person who will do it"))
            elif action.owner != presenter or (*loc, "owner") in self.sheet.spots:
                self.person((*loc, "owner"), action.owner)
            for place, helper in enumerate(action.with_):
                self.person((*loc, "with", place), helper)
            self.check_due((*loc, "due"), action.due)
            if action.id and action.id in seen:
                self.error(
                    (*loc, "id"),
                    _('"{id}" is already the id of {where}').format(id=action.id, where=self.sheet.spot(seen[action.id]).named),
                    _("give one of the two another id"),
                )
            elif action.id:
                seen[action.id] = loc

    def check_due(self, loc: Loc, due: dt.date | None) -> None:
        """Neither before the session nor, as a mistyped year is, long after it."""
        if due and due < self.session.date:
            self.error(loc, _("{due} is before the session").format(due=due), _("put the date right"))
        elif due and due - self.session.date > _LONG:
            self.findings.warnings.append(
                self.sheet.error(
                    loc,
                    _("{due} is more than two years after the session").format(due=due),
                    _("put the year right; nothing to do if that is meant"),
                )
            )

    def check_reports(self, today: dt.date) -> None:
        seen: dict[tuple[str, dt.date], list[Report]] = {}
        following = self.known.following(self.stem)
        for number, report in enumerate(self.session.reports):
            loc: Loc = ("reports", number)
            if report.on and report.on > today:
                self.error((*loc, "on"), _("{on} has not come yet").format(on=report.on), _("write the day on which it was told"))
            elif report.on and following and report.on >= following and report.on > self.session.date:
                self.error(
                    (*loc, "on"),
                    _("{on} is not before the next session, of {date}").format(on=report.on, date=following),
                    _("put the date right, or move the report-back into that session's file"),
                )
            self.person((*loc, "member"), report.member, day=report.on or self.session.date)
            self.check_due((*loc, "due"), report.due)
            if report.action is None:
                continue
            told = (report.action, report.on or self.session.date)
            # Between sessions somebody may well report twice on a day; that both were told is known where both have the day.
            if any(before == report or not (before.on and report.on) for before in seen.setdefault(told, [])):
                self.error(
                    (*loc, "action"),
                    _("{action} is reported on twice on one day").format(action=report.action),
                    _("make one report of the two"),
                )
            seen[told].append(report)
            self.check_reference((*loc, "action"), report.action, report.member, report.on)

    def check_reference(self, loc: Loc, full: str, member: str, on: dt.date | None) -> None:
        stem = full.split("/")[0]
        if stem == self.stem and on is None or stem > self.stem and stem in self.known.sessions:
            problem = (
                _("{full} is from this session").format(full=full)
                if stem == self.stem
                else _("{full} is from a later session").format(full=full)
            )
            remedy = (
                _("report on it in a later session, or add on: with the day on which it was told")
                if stem == self.stem
                else _("report on an action in a session after the one that made it")
            )
            self.error(loc, problem, remedy)
            return
        if self.known.settled(stem):
            return
        action = self.known.by_id.get(full)
        if action is None:
            guess = self.known.guess(full, member, self.stem)
            problem = (
                _("there is no action {full}").format(full=full)
                if stem in self.known.sessions
                else _("there is no session {stem}").format(stem=stem)
            )
            self.error(
                loc,
                problem,
                _("did you mean {guess}?").format(guess=guess)
                if guess
                else _("write the full id of an action from an earlier session"),
            )
            return
        if full in self.known.counted:
            self.error(
                loc,
                _("{full} is counted, and would move if an action were put in above it").format(full=full),
                _("add the line id: {id} to that action ({place}), or run als check --fix").format(
                    id=full.split("/")[1], place=self.known.counted[full]
                ),
            )
        if action.owner is not None and action.owner != member:
            self.error(
                loc,
                _("{full} is {owner}'s action, not {member}'s").format(full=full, owner=action.owner, member=member),
                _("an action is reported on by its owner"),
            )
        if self.known.sessions[stem].status == "draft" and not self.draft:
            self.error(loc, _("{full} is in a draft").format(full=full), _("publish sessions/{stem}.yml first").format(stem=stem))
        if on and on < self.known.sessions[stem].date:
            self.error(
                (*loc[:-1], "on"), _("{on} is before the session that made the action").format(on=on), _("put the date right")
            )
