"""The preparation page: what do I do before the next session?"""

from __future__ import annotations

from ..words import _
from .edition import Edition
from .page import Page

__all__ = ["checklist", "occasion", "prepare"]


def prepare(edition: Edition) -> Page:
    """The page of the checklist, the report-backs that are owed, and the private sheet."""
    ledger = edition.ledger
    if ledger.next_session:
        owed = [(person, ledger.next_session.owed.get(person, ())) for person in ledger.next_session.expected]
    else:
        owed = [(person.id, edition.open_of(person.id)) for person in edition.members]
    named = {person for person, _actions in owed}
    owed += [(who.id, edition.open_of(who.id)) for who in edition.readers if who.id not in named and edition.open_of(who.id)]
    return edition.page(
        "prepare",
        "prepare/",
        _("Prepare"),
        meetings=edition.meetings,
        ticks=checklist(edition),
        occasion=occasion(edition),
        owed=sorted(owed, key=lambda entry: edition.name(entry[0]).casefold()),
        any_owed=any(actions for _person, actions in owed),
        prompts=[("did", _("What did you do?")), ("happened", _("What happened?")), ("learned", _("What did you learn?"))],
        held=_held(edition),
    )


def checklist(edition: Edition) -> list[tuple[str, str, tuple[str, str] | None]]:
    """The checklist: a key that stays, the words, and a link with its words."""
    ticks = [("date", _("The date is in my calendar, and I know where to be."), None)]
    if edition.past:
        reports = ("prepare/#report-backs", _("Your report-backs"))
        ticks.append(("actions", _("I have looked at what I said I would do, and thought about what happened."), reports))
    sheet = ("prepare/#sheet", _("Your private sheet"))
    ticks += [
        ("topic", _("I have thought of something I might bring, in at most ten lines."), sheet),
        ("question", _("I have one question to put to the set."), None),
        ("time", _("I have the whole time free, with nothing straight after."), None),
    ]
    if not edition.past:
        guide = ("guide/members/a-session-step-by-step/", _("A session, step by step"))
        ticks.append(("read", _("I have read how a session goes."), guide))
    return ticks


def occasion(edition: Edition) -> str:
    """What the ticks belong to: the next session's date, so that they are fresh for each."""
    return edition.meetings[0].date.isoformat() if edition.meetings else "next"


def _held(edition: Edition) -> dict[str, str]:
    """For each person with a bid that still stands, a sentence that says so."""
    sentences: dict[str, str] = {}
    for bid in edition.ledger.held:
        date = edition.when.plain(bid.since)
        if bid.headline:
            sentences[bid.member] = _("What you brought on %(date)s still stands: “%(topic)s”.") % {
                "date": date,
                "topic": bid.headline,
            }
        else:
            sentences[bid.member] = _("What you brought on %(date)s still stands.") % {"date": date}
    return sentences
