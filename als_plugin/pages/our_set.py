"""The page of the set itself: who are we, what did we agree?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from ..records.model import Meeting, Member, Person
from ..words import _
from .agreed import keep_sentence, record_sentence
from .calendar import ALL
from .context import PageContext
from .page import Page
from .when import last_day

__all__ = ["our_set"]


def our_set(context: PageContext) -> Page:
    """The page of people, agreement, readers, dates, retention and whom to ask."""
    today, file = context.ledger.today, context.file
    gone = [person for person in file.members if person.left and person.left < today]
    dates = sorted((m for m in file.meetings if last_day(m) >= today), key=lambda meeting: meeting.date)
    usual = _usual(dates)
    return context.page(
        "set",
        "set/",
        _("The set"),
        people_now=[(person, _notes(context, person)) for person in _everybody(context)],
        people_gone=", ".join(person.name for person in gone),
        messages=_messages(context),
        further=[
            (anchor, title, words)
            for anchor, title, words in (
                ("if-you-cannot-come", _("If you cannot come"), file.agreement.attendance),
                ("between-sessions", _("Between sessions"), file.agreement.between_sessions),
                ("when-we-are-stuck", _("When we are stuck"), file.agreement.conflict),
                ("how-we-end", _("How we end"), file.agreement.ending),
            )
            if words
        ],
        record=record_sentence(file.agreement.record),
        agreed=file.agreement.agreed_on,
        review=file.agreement.review_on,
        dates=[(meeting, _differs(meeting, usual)) for meeting in dates],
        usual=usual,
        all_file=ALL,
        keep=keep_sentence(file, context.when),
        ask=_("Ask the facilitator.")
        if file.facilitator
        else _("Ask whoever keeps the set’s records; any member can tell you who."),
    )


def _usual(dates: Sequence[Meeting]) -> Meeting | None:
    """One of the meetings that share their hours and their place with most of the others; None where there is no such habit."""
    common = Counter(_habit(meeting) for meeting in dates if not meeting.cancelled).most_common(1)
    if not common or common[0][1] < 2:
        return None
    return next(meeting for meeting in dates if not meeting.cancelled and _habit(meeting) == common[0][0])


def _habit(meeting: Meeting) -> tuple[object, ...]:
    return meeting.start, meeting.end, meeting.where, meeting.link


def _differs(meeting: Meeting, usual: Meeting | None) -> Meeting:
    """What is to be said of a meeting beside its day: all of it, or what is not as usual."""
    if usual is None:
        return meeting
    same_hours = (meeting.start, meeting.end) == (usual.start, usual.end)
    same_place = (meeting.where, meeting.link) == (usual.where, usual.link)
    hours = {"start": None, "end": None} if same_hours else {}
    place = {"where": None, "link": None} if same_place else {}
    return meeting.model_copy(update=hours | place)


def _everybody(context: PageContext) -> list[Person]:
    today = context.ledger.today
    members = sorted((m for m in context.file.members if not m.left or m.left >= today), key=lambda m: m.name.casefold())
    return [person for person in context.file.facilitator if not person.left or person.left >= today] + list(members)


def _notes(context: PageContext, person: Person) -> list[str]:
    today, when = context.ledger.today, context.when
    notes = []
    if not isinstance(person, Member):
        notes.append(_("facilitator"))
    if person.joined and person.joined > today:
        notes.append(_("joins on %(date)s") % {"date": when.plain(person.joined)})
    if person.left:
        notes.append(_("until %(date)s") % {"date": when.plain(person.left)})
    for away in person.away if isinstance(person, Member) else ():
        if away.until >= today:
            notes.append(_("away from %(first)s to %(last)s") % {"first": when.plain(away.from_), "last": when.plain(away.until)})
    return notes


def _messages(context: PageContext) -> list[tuple[str, str]]:
    """Links that open a message to the facilitator, or to all members of a self-facilitated set. A subject travels readable,
    so it never holds a topic."""
    people = context.readers if context.self_facilitated else context.file.facilitator
    to = ",".join(quote(person.contact, safe="@") for person in people if person.contact and person.belongs(context.ledger.today))
    if not to:
        return []
    return [
        (_("I can’t come"), f"mailto:{to}?subject={quote(_('I can’t come to the next session'))}"),
        (_("Change my part"), f"mailto:{to}?subject={quote(_('Please change my part of a record'))}"),
    ]
