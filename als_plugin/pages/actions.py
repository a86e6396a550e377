"""The page of actions: who said they would do what, and did they?"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from ..records.ledger import ActionEntry
from ..words import _
from .context import PageContext
from .page import Page
from .sessions import SessionPages

__all__ = ["actions"]


class _Cards:
    """The cards of actions: a template's macro makes those that are not made of what they were made of before."""

    def __init__(self, context: PageContext, made: SessionPages) -> None:
        self._context, self._before, self._made = context, made.cards, made
        made.cards = {}

    def __call__(self, action: ActionEntry, card: Callable[[ActionEntry], Markup]) -> Markup:
        context = self._context
        told = [context.by_stem.get(stem) for stem in (action.session, *(report.session for report in action.reports))]
        title = context.session_title(action.session) if action.session in context.by_stem else None
        parts = action, title, [each and each.last_day for each in told]
        known = self._before.get(action.id)
        if known is None or known[0] != parts:
            linked, context.prose.attachments = context.prose.attachments, set()
            known = parts, card(action), frozenset(context.prose.attachments)
            context.prose.attachments = linked
        self._made.cards[action.id] = known
        context.prose.attachments |= known[2]
        return known[1]


def actions(context: PageContext, made: SessionPages) -> Page:
    """The page of all actions, open first; cards of actions that are made of what they were made of before are taken from `made`, which
    then has these."""
    every = context.ledger.actions
    stems = {action.session for action in every}
    states = [(state, words) for state, words in _states() if any(action.state == state for action in every)]
    return context.page(
        "actions",
        "actions/",
        _("Actions"),
        wide=True,
        kept=_Cards(context, made),
        open=[action for action in every if action.state == "open"],
        closed=[(words, [action for action in every if action.state == state]) for state, words in states if state != "open"],
        done=sum(action.state == "done" for action in every),
        owners=sorted({action.owner for action in every}, key=lambda person: context.name(person).casefold()),
        states=states,
        stems=[entry.stem for entry in reversed(context.told) if entry.stem in stems],
    )


def _states() -> list[tuple[str, str]]:
    return [("open", _("Open")), ("done", _("Done")), ("dropped", _("Dropped")), ("ended", _("Ended"))]
