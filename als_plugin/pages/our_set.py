"""The page of the set itself: who are we, what did we agree?"""

from __future__ import annotations

from urllib.parse import quote

from ..records.model import Member, Person
from ..words import _
from .agreed import keep_sentence, record_sentence
from .calendar import ALL, calendar_files
from .edition import Edition
from .page import Page
from .when import last_day

__all__ = ["our_set"]


def our_set(edition: Edition) -> Page:
    """The page of people, agreement, readers, dates, retention and whom to ask."""
    today, file = edition.ledger.today, edition.file
    gone = [person for person in file.members if person.left and person.left < today]
    dates = sorted((m for m in file.meetings if last_day(m) >= today), key=lambda meeting: meeting.date)
    return edition.page(
        "set",
        "set/",
        _("Our set"),
        people_now=[(person, _notes(edition, person)) for person in _everybody(edition)],
        people_gone=", ".join(person.name for person in gone),
        messages=_messages(edition),
        record=record_sentence(file.agreement.record),
        agreed=file.agreement.agreed_on,
        review=file.agreement.review_on,
        dates=dates,
        all_file=ALL if ALL in calendar_files(edition.ledger) else None,
        keep=keep_sentence(file, edition.when),
        ask=_("Ask the facilitator.")
        if file.facilitator
        else _("Ask whoever keeps the set’s records; any member can tell you who."),
    )


def _everybody(edition: Edition) -> list[Person]:
    today = edition.ledger.today
    members = sorted((m for m in edition.file.members if not m.left or m.left >= today), key=lambda m: m.name.casefold())
    return [person for person in edition.file.facilitator if not person.left or person.left >= today] + list(members)


def _notes(edition: Edition, person: Person) -> list[str]:
    today, when = edition.ledger.today, edition.when
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


def _messages(edition: Edition) -> list[tuple[str, str]]:
    """Links that open a message to the facilitator, or to all members of a self-facilitated set. A subject travels readable,
    so it never holds a topic."""
    people = edition.readers if edition.self_facilitated else edition.file.facilitator
    to = ",".join(quote(person.contact, safe="@") for person in people if person.contact and person.belongs(edition.ledger.today))
    if not to:
        return []
    return [
        (_("I can’t come"), f"mailto:{to}?subject={quote(_('I can’t come to the next session'))}"),
        (_("Change my part"), f"mailto:{to}?subject={quote(_('Please change my part of a record'))}"),
    ]
