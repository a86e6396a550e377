"""The page of actions: who said they would do what, and did they?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from markupsafe import Markup

from ..records.ledger import ActionEntry
from ..words import _
from .context import PageContext
from .page import Page

__all__ = ["actions"]


def actions(context: PageContext) -> Page:
    """The page of all actions, open first."""

    def kept(action: ActionEntry, card: Callable[[ActionEntry], Markup]) -> Markup:
        told = [context.by_stem.get(stem) for stem in (action.session, *(report.session for report in action.reports))]
        title = context.session_title(action.session) if action.session in context.by_stem else None
        return context.kept(("card", action.id), partial(card, action), action, title, [each and each.last_day for each in told])

    every = context.ledger.actions
    stems = {action.session for action in every}
    states = [(state, words) for state, words in _states() if any(action.state == state for action in every)]
    return context.page(
        "actions",
        "actions/",
        _("Actions"),
        wide=True,
        kept=kept,
        open=[action for action in every if action.state == "open"],
        closed=[(words, [action for action in every if action.state == state]) for state, words in states if state != "open"],
        done=sum(action.state == "done" for action in every),
        owners=sorted({action.owner for action in every}, key=lambda person: context.name(person).casefold()),
        states=states,
        stems=[entry.stem for entry in reversed(context.told) if entry.stem in stems],
    )


def _states() -> list[tuple[str, str]]:
    return [("open", _("Open")), ("done", _("Done")), ("dropped", _("Dropped")), ("ended", _("Ended"))]
