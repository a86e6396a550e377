"""What `agreement.record` lets be written down: each level includes the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from .model import Action, Bid, Model, RecordLevel, Report, Review, Session, Turn
from .sheet import Loc

__all__ = ["LEVELS", "above", "needed_levels"]

LEVELS: tuple[str, ...] = get_args(RecordLevel)

_NEEDS: dict[type[Model], dict[str, str]] = {
    Session: {
        **dict.fromkeys(("date", "status", "facilitator", "timekeeper", "attendance", "guests", "counts", "replies"), "none"),
        **dict.fromkeys(("reports", "topics", "turns", "actions", "review", "notes"), "actions"),
    },
    Bid: {**dict.fromkeys(("member", "minutes", "outcome", "thread"), "actions"), "headline": "topics"},
    Turn: {
        **dict.fromkeys(("presenter", "minutes", "minutes_used", "agreed_on", "actions", "thread"), "actions"),
        **dict.fromkeys(("topic", "scenario", "question", "question_became"), "topics"),
        **dict.fromkeys(("suggestions", "questions", "response"), "suggestions"),
    },
    Report: dict.fromkeys(Report.model_fields, "actions"),
    Action: dict.fromkeys(Action.model_fields, "actions"),
    Review: dict.fromkeys(Review.model_fields, "actions"),
}


def above(session: Session, level: str) -> Iterator[tuple[Loc, str]]:
    """The way to each field that is written although it needs a higher level, and that level."""
    if level != LEVELS[-1]:  # nothing needs more
        yield from _above(session, (), LEVELS.index(level))


def _above(model: Model, loc: Loc, allowed: int) -> Iterator[tuple[Loc, str]]:
    for name, needs in _NEEDS[type(model)].items():
        value = getattr(model, name)
        if value in (None, ()):
            continue
        here = (*loc, name)
        if LEVELS.index(needs) > allowed:
            yield here, needs
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if type(item) in _NEEDS:
                    yield from _above(item, (*here, number), allowed)
        elif type(value) in _NEEDS:
            yield from _above(value, here, allowed)


def needed_levels() -> dict[str, dict[str, str]]:
    """The level that each field of a session needs, by model and by its name in the files."""
    return {
        model.__name__: {
            (model.model_fields[name].alias or name): level for name, level in fields.items() if name in model.model_fields
        }
        for model, fields in _NEEDS.items()
    }
