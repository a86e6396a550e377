"""The home page: what is next, and what do I owe?"""

from __future__ import annotations

from ..records.ledger import SessionEntry
from ..words import _
from .airtime import pulse
from .calendar import ALL, NEXT
from .edition import Edition
from .guides import starting_guides
from .page import Page
from .prepare import checklist, occasion

__all__ = ["home", "made_and_done"]


def home(edition: Edition) -> Page:
    """The page at the top of the set's site."""
    ledger = edition.ledger
    last = edition.past[-1] if edition.past else None
    made, done = made_and_done(last) if last else (0, 0)
    owners = [person.id for person in edition.members]
    owners += [person.id for person in edition.readers if person.id not in owners and edition.open_of(person.id)]
    return edition.page(
        "home",
        "",
        _("Home"),
        guides=starting_guides(),
        meetings=edition.meetings,
        next_file=NEXT if ledger.next_session else ALL,
        all_file=ALL,
        owed=[(person, edition.open_of(person)) for person in owners],
        any_open=any(edition.open_of(person) for person in owners),
        ticks=[key for key, _words, _link in checklist(edition)],
        occasion=occasion(edition),
        last=last,
        told=last is not None and any(turn.topic or not turn.agreed for turn in last.turns),
        made=made,
        done=done,
        picture=pulse(edition) if edition.past else None,
        all_made=len(ledger.actions),
        all_done=sum(action.state == "done" for action in ledger.actions),
        newcomers=_newcomers(edition),
    )


def made_and_done(entry: SessionEntry) -> tuple[int, int]:
    """How many actions came of a session, and how many of them are done."""
    actions = [*entry.actions, *(action for turn in entry.turns for action in turn.actions)]
    return len(actions), sum(action.state == "done" for action in actions)


def _newcomers(edition: Edition) -> list[str]:
    """Members who have not been to a session yet."""
    attended = {row.person for row in edition.ledger.airtime if row.attended}
    return [person.id for person in edition.members if person.id not in attended]
