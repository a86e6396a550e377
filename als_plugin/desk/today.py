"""What is to be done, across sets, and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ..errors import AlsError, Errors
from ..records import Ledger, SetRecord, View, expired_sessions, ledger, not_invited, project, today_in
from ..records.taken import read_inbox
from ..vault import Access
from ..words import _, ngettext
from .organisation import Desk

__all__ = ["Thing", "today_in_set", "today_of"]

When = Literal["now", "write", "coming"]


@dataclass(frozen=True)
class Thing:
    """Something to do: what, why, and where on the desk (`to`, an address of the desk's own) under which words."""

    set_id: str
    name: str
    when: When
    what: str
    why: str
    to: str
    act: str
    urgent: bool = False


def today_of(desk: Desk, changed: Callable[[str], bool | None]) -> dict[str, Any]:
    """All things of all sets, and each set's line. `changed`: whether a set's files are other than those last published; None
    where it was never published."""
    found = [today_in_set(desk, set_id, changed) for set_id in desk.ids()]
    return {"things": [thing for each in found for thing in each["things"]], "sets": [each["set"] for each in found], "folder": str(desk.root / "sets")}


def today_in_set(desk: Desk, set_id: str, changed: Callable[[str], bool | None]) -> dict[str, Any]:
    """The things of one set, and its line."""
    try:
        record = desk.record(set_id)
    except AlsError as error:
        errors = error.errors if isinstance(error, Errors) else (error,)
        return {"things": [asdict(_mistakes(set_id, errors))], "set": {"id": set_id, "name": set_id, "things": 1, "next": None}}
    today = today_in(record.file.timezone)
    known = ledger(project(record, View("facilitator"), today=today), View("facilitator"), today=today)
    try:
        unpublished, mistake = changed(set_id), None
    except AlsError as error:
        unpublished, mistake = False, error
    mine = [asdict(each) for each in _of_set(desk, record, known, today, unpublished)]
    if mistake and set_id == desk.ids()[0]:  # it is of all sets, and told once
        mine.insert(0, asdict(_settings(desk, set_id, mistake)))
    coming = known.next_session
    line = {"id": set_id, "name": record.file.name, "things": len(mine), "next": coming.meeting.date.isoformat() if coming else None}
    return {"things": mine, "set": line}


def _mistakes(set_id: str, errors: tuple[AlsError, ...]) -> Thing:
    number = ngettext("{n} mistake in the records", "{n} mistakes in the records", len(errors)).format(n=len(errors))
    return Thing(set_id, set_id, "now", number, str(errors[0]), f"#/set/{set_id}", _("See them"), urgent=True)


def _settings(desk: Desk, set_id: str, error: AlsError) -> Thing:
    return Thing(set_id, desk.config_file.name, "now", _("The settings have a mistake, so nothing can be published"), str(error), "#/publish", _("See it"), urgent=True)


def _of_set(desk: Desk, record: SetRecord, known: Ledger, today: dt.date, changed: bool | None) -> Iterator[Thing]:
    def thing(when: When, what: str, why: str, to: str, act: str, urgent: bool = False) -> Thing:
        return Thing(record.id, record.file.name, when, what, why, to, act, urgent)

    set_page = f"#/set/{record.id}"
    yield from _inbox(desk, record, thing, f"{set_page}/inbox")
    yield from _access(desk, record, today, thing)
    if over := expired_sessions(record, today=today):
        number = ngettext("The time of {n} record is over", "The time of {n} records is over", len(over)).format(n=len(over))
        yield thing("now", number, _("What the set agreed to keep no longer has to go: als purge {set}").format(set=record.id), set_page, _("See them"))
    if changed is not False and record.sessions:
        if changed is None:
            what, why = _("Not published yet"), _("Until it is published, nobody can read it.")
        else:
            what, why = _("Changed, and not published"), _("What members read is older than what lies here.")
        yield thing("now", what, why, "#/publish", _("See what changes"))
    for entry in known.sessions:
        page = f"#/session/{record.id}/{entry.stem}"
        if entry.session.status == "draft":
            yield thing("write", _day(entry.session.date), _("Draft."), page, _("Go on"))
        elif record.file.agreement.presenter_agrees and entry.session.status == "published":
            waiting = [record.file.people[each.turn.presenter].name for each in entry.turns if not each.turn.agreed_on]
            if waiting:
                why = _("Not agreed yet by {names}.").format(names=", ".join(waiting))
                yield thing("write", _("Turns of {day}").format(day=_day(entry.session.date)), why, page, _("Open it"))
    yield from _coming(record, known, today, thing, set_page)


def _access(desk: Desk, record: SetRecord, today: dt.date, thing: Callable[..., Thing]) -> Iterator[Thing]:
    path = desk.folder(record.id) / "access.json"
    page = f"#/set/{record.id}/access"
    try:
        held = set(Access.load(path).people) if path.is_file() and not path.is_symlink() else set()
    except AlsError as error:
        yield thing("now", _("Who may open this set cannot be read"), error.problem, page, _("See it"), True)
        return
    people = record.file.people.values()
    if gone := [each for each in people if each.id in held and each.left and each.left < today]:
        names = ", ".join(each.name for each in gone)
        yield thing("now", _("Take away the keys of who has left"), names, page, _("Take them away"), True)
    if missing := not_invited(record.file, held, today):
        number = ngettext("{n} person is not invited yet", "{n} people are not invited yet", len(missing)).format(n=len(missing))
        yield thing("now", number, ", ".join(each.name for each in missing), page, _("Invite"))


def _inbox(desk: Desk, record: SetRecord, thing: Callable[..., Thing], page: str) -> Iterator[Thing]:
    try:
        waiting = len(read_inbox(desk.folder(record.id), f"sets/{record.id}").waiting)
    except AlsError as error:
        yield thing("now", _("The inbox cannot be read"), f"{error.problem}; {error.remedy}", page, _("See it"), True)
        return
    if waiting:
        number = ngettext("{n} reply to take in", "{n} replies to take in", waiting).format(n=waiting)
        yield thing("now", number, _("Sealed as they came, until you open the inbox."), page, _("Take in"))


def _coming(record: SetRecord, known: Ledger, today: dt.date, thing: Callable[..., Thing], page: str) -> Iterator[Thing]:
    coming = known.next_session
    if coming is None:
        yield thing("coming", _("Set the next dates"), _("No meeting is to come."), f"{page}/meetings", _("Add dates"))
    elif not any(entry.session.date == coming.meeting.date for entry in known.sessions):
        days = (coming.meeting.date - today).days
        owed = sum(len(each) for each in coming.owed.values())
        why = [_("Today.") if days <= 0 else ngettext("In {n} day.", "In {n} days.", days).format(n=days)]
        if owed:
            why.append(ngettext("{n} report-back owed.", "{n} report-backs owed.", owed).format(n=owed))
        if known.held:
            why.append(ngettext("{n} topic waits.", "{n} topics wait.", len(known.held)).format(n=len(known.held)))
        yield thing("coming", _("Plan {day}").format(day=_day(coming.meeting.date)), " ".join(why), f"{page}/new", _("Plan"))
    review = record.file.agreement.review_on
    if review and (review - today).days <= 60:
        yield thing("coming", _("Look over the agreement"), _("Due on {day}.").format(day=_day(review)), f"{page}/agreement", _("Read it"))


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
