"""The home page: what is next, and what do I owe?"""

from __future__ import annotations

from ..records.ledger import SessionEntry
from ..words import _
from .airtime import pulse
from .calendar import ALL, NEXT
from .context import PageContext
from .guides import starting_guides
from .page import Page
from .prepare import checklist, occasion
from .tasks import tasks

__all__ = ["home", "made_and_done"]


def home(context: PageContext) -> Page:
    """The page at the top of the set's site."""
    ledger = context.ledger
    last = context.past[-1] if context.past else None
    made, done = made_and_done(last) if last else (0, 0)
    owners = [person.id for person in context.members]
    owners += [person.id for person in context.readers if person.id not in owners and context.open_of(person.id)]
    picture, legend, waiting = pulse(context) if context.past else (None, [], "")
    return context.page(
        "home",
        "",
        _("Home"),
        wide=True,
        guides=starting_guides(),
        meetings=context.meetings,
        next_file=NEXT if ledger.next_session else ALL,
        all_file=ALL,
        owed=[(person, context.open_of(person)) for person in owners],
        any_open=any(context.open_of(person) for person in owners),
        ticks=[key for key, _words, _link in checklist(context)],
        occasion=occasion(context),
        last=last,
        told=last is not None and any(turn.topic or not turn.agreed for turn in last.turns),
        made=made,
        done=done,
        picture=picture,
        legend=legend,
        waiting=waiting,
        all_made=len(ledger.actions),
        all_done=sum(action.state == "done" for action in ledger.actions),
        newcomers=_newcomers(context),
        tasks=tasks(context) if context.facilitating else [],
    )


def made_and_done(entry: SessionEntry) -> tuple[int, int]:
    """How many actions came of a session, and how many of them are done."""
    actions = [*entry.actions, *(action for turn in entry.turns for action in turn.actions)]
    return len(actions), sum(action.state == "done" for action in actions)


def _newcomers(context: PageContext) -> list[str]:
    """Members who have not been to a session yet."""
    attended = {row.person for row in context.ledger.airtime if row.attended}
    return [person.id for person in context.members if person.id not in attended]
