"""What each kind of reply carries: checked before anybody looks at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, ValidationError

from ..records.fields import ActionId, Line, Minutes, Model, Text
from ..records.unwritable import writable
from ..words import _

__all__ = ["KINDS", "Misfit", "checked"]


class Misfit(Exception):
    """What a reply carries does not fit; its text says why."""


class Report(Model):
    """What became of an action."""

    action: ActionId
    status: Literal["open", "done", "changed", "dropped"]
    on: dt.date
    did: Text | None = None
    happened: Text | None = None
    learned: Text | None = None
    next: Text | None = None
    do: Text | None = None
    due: dt.date | None = None


class Bid(Model):
    """A topic for next time."""

    headline: Line | None = None
    minutes: Minutes | None = None


class Absence(Model):
    """A meeting to which somebody cannot come."""

    meeting: dt.date


class Strike(Model):
    """A passage that is not to be published."""

    path: list[str | int] = Field(min_length=1, max_length=8)
    offset: int = Field(ge=0)
    length: int = Field(gt=0)


class Agree(Model):
    """A presenter's word on their turn."""

    session: str
    turn: int = Field(ge=0)
    digest: str
    struck: list[Strike] = Field(default=[], max_length=500)
    wish: Text | None = None


class Correction(Model):
    """Something that ought to be put right."""

    place: Line
    wish: Text


class Record(Model):
    """A session's file."""

    stem: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}(-[a-z0-9]+)?$")
    file: str = Field(min_length=1)


KINDS: dict[str, type[Model]] = {
    "report": Report, "bid": Bid, "absence": Absence, "agree": Agree, "correction": Correction, "record": Record,
}

_MODELS: list[type[Model]] = [*KINDS.values(), Strike]
_LINES = {"headline", "place"}
_FIELDS = {name for kind in _MODELS for name in kind.model_fields}


def checked(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as plain values, dates as dates. Raises Misfit."""
    kind = KINDS.get(content["kind"])
    if kind is None:
        raise Misfit(_("it is of a kind that is not known here; a newer als may know it"))
    try:
        # In JSON a date is a text.
        found = kind.model_validate({name: _date(kind, name, _written(kind, name, value)) for name, value in content.items() if name != "kind"})
    except ValidationError as error:
        # What a reply calls its fields is text of somebody else's: only names that are known here are told.
        where = [str(step) for step in error.errors()[0]["loc"] if isinstance(step, int) or step in _FIELDS]
        if not where:
            raise Misfit(_("it has a field that is not known here; a newer als may know it")) from error
        raise Misfit(_("what it says in {where} is not in a form that is known here").format(where=".".join(where))) from error
    return found.model_dump(exclude_none=True)


def _written(kind: type[Model], name: str, value: Any) -> Any:
    """A text without what a phone's keyboard or a paste brought along and no record may hold; a line stays one."""
    if not isinstance(value, str) or kind is Record:
        return value
    return " ".join(writable(value).split("\n")) if name in _LINES else writable(value)


def _date(kind: type[Model], name: str, value: Any) -> Any:
    field = kind.model_fields.get(name)
    if field is None or not isinstance(value, str) or "datetime.date" not in str(field.annotation):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return value
