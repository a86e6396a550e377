"""The preparation page: what do I do before the next session?"""

from __future__ import annotations

from ..words import _
from .context import PageContext
from .page import Page

__all__ = ["checklist", "occasion", "prepare"]


def prepare(context: PageContext) -> Page:
    """The page of the checklist, the report-backs that are owed, and the private sheet."""
    ledger = context.ledger
    if ledger.next_session:
        owed = [(person, ledger.next_session.owed.get(person, ())) for person in ledger.next_session.expected]
    else:
        owed = [(person.id, context.open_of(person.id)) for person in context.members]
    named = {person for person, _actions in owed}
    owed += [(who.id, context.open_of(who.id)) for who in context.readers if who.id not in named and context.open_of(who.id)]
    return context.page(
        "prepare",
        "prepare/",
        _("Prepare"),
        meetings=context.meetings,
        ticks=checklist(context),
        occasion=occasion(context),
        owed=sorted(owed, key=lambda entry: context.name(entry[0]).casefold()),
        any_owed=any(actions for _person, actions in owed),
        prompts=[("did", _("What did you do?")), ("happened", _("What happened?")), ("learned", _("What did you learn?"))],
        held=_held(context),
    )


def checklist(context: PageContext) -> list[tuple[str, str, tuple[str, str] | None]]:
    """The checklist: a key that stays, the words, and a link with its words."""
    ticks: list[tuple[str, str, tuple[str, str] | None]] = [("date", _("The date is in my calendar, and I know where to be."), None)]
    if context.past:
        reports = ("prepare/#report-backs", _("Your report-backs"))
        ticks.append(("actions", _("I have looked at what I said I would do, and thought about what happened."), reports))
    sheet = ("prepare/#sheet", _("Your private sheet"))
    ticks += [
        ("topic", _("I have thought of something I might bring, in at most ten lines."), sheet),
        ("question", _("I have one question to put to the set."), None),
        ("time", _("I have the whole time free, with nothing straight after."), None),
    ]
    if not context.past:
        guide = ("guide/members/a-session-step-by-step/", _("A session, step by step"))
        ticks.append(("read", _("I have read how a session goes."), guide))
    return ticks


def occasion(context: PageContext) -> str:
    """What the ticks belong to: the next session's date, so that they are fresh for each."""
    return context.meetings[0].date.isoformat() if context.meetings else "next"


def _held(context: PageContext) -> dict[str, str]:
    """For each person with a bid that still stands, a sentence that says so."""
    sentences: dict[str, str] = {}
    for bid in context.ledger.held:
        date = context.when.plain(bid.since)
        if bid.headline:
            sentences[bid.member] = _("What you brought on %(date)s still stands: “%(topic)s”.") % {
                "date": date,
                "topic": bid.headline,
            }
        else:
            sentences[bid.member] = _("What you brought on %(date)s still stands.") % {"date": date}
    return sentences
