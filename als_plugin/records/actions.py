"""Actions' owners and ids, where they are not written."""

from __future__ import annotations

from collections.abc import Iterator

from .model import Action, Session

__all__ = ["actions_of", "complete"]


def actions_of(session: Session) -> Iterator[tuple[tuple[str | int, ...], Action, str | None]]:
    """The actions of a session in order: the way to each, the action, its presenter (None outside a turn)."""
    for number, turn in enumerate(session.turns):
        for place, action in enumerate(turn.actions):
            yield ("turns", number, "actions", place), action, turn.presenter
    for place, action in enumerate(session.actions):
        yield ("actions", place), action, None


def complete(session: Session) -> Session:
    """The session with every action's owner and id filled in: the presenter; the owner's id, then `-2` and on.

    An action outside a turn whose owner is not written keeps none (`rules.py` says so).
    """
    if not any(action.owner is None or action.id is None for _, action, _ in actions_of(session)):
        return session
    taken = {action.id for _, action, _ in actions_of(session) if action.id}

    def filled(action: Action, presenter: str | None) -> Action:
        owner = action.owner or presenter
        if owner is None:
            return action
        name, number = action.id, 1
        while name is None:
            candidate = owner if number == 1 else f"{owner}-{number}"
            if candidate not in taken:
                name = candidate
                taken.add(name)
            number += 1
        return action.model_copy(update={"owner": owner, "id": name})

    turns = tuple(
        turn.model_copy(update={"actions": tuple(filled(action, turn.presenter) for action in turn.actions)})
        for turn in session.turns
    )
    return session.model_copy(update={"turns": turns, "actions": tuple(filled(action, None) for action in session.actions)})
