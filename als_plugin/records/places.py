"""Where something stands in a set's files, and whether it may stand there at all."""

from __future__ import annotations

from .actions import actions_of
from .levels import LEVELS
from .model import SetFile, SetRecord

__all__ = ["may_record", "place_of_action"]


def place_of_action(record: SetRecord, full: str) -> tuple[str, tuple[str | int, ...]]:
    """The stem of the session that made an action (by its full id), and the way to it in that file. Raises LookupError."""
    stem, _slash, name = full.partition("/")
    for loc, action, _presenter in actions_of(record.sessions[stem]):
        if action.id == name:
            return stem, tuple(loc)
    raise LookupError(full)


def may_record(file: SetFile, level: str) -> bool:
    """Whether the set agreed to write down what needs this level."""
    return LEVELS.index(level) <= LEVELS.index(file.agreement.record or "actions")
