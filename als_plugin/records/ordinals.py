"""Places in words: `turns[0].actions[1]` is said as "first turn, of amara; second action" beside its path."""

from __future__ import annotations

import re

from ..words import _
from .nodes import Node
from .shape import N_

__all__ = ["item_in_words"]

_ITEMS = {
    "actions": N_("{nth} action"),
    "away": N_("{nth} time away"),
    "facilitator": N_("{nth} facilitator"),
    "ground_rules": N_("{nth} ground rule"),
    "guests": N_("{nth} guest"),
    "meetings": N_("{nth} meeting"),
    "members": N_("{nth} member"),
    "process": N_("{nth} stage"),
    "questions": N_("{nth} question"),
    "reports": N_("{nth} report-back"),
    "suggestions": N_("{nth} suggestion"),
    "topics": N_("{nth} bid"),
    "turns": N_("{nth} turn"),
}
_OTHER = N_("{nth} entry")
_WHOSE = {
    "actions": ("owner", N_("{item}, of {name}")),
    "facilitator": ("id", N_("{item}, {name}")),
    "meetings": ("date", N_("{item}, of {name}")),
    "members": ("id", N_("{item}, {name}")),
    "reports": ("member", N_("{item}, of {name}")),
    "topics": ("member", N_("{item}, of {name}")),
    "turns": ("presenter", N_("{item}, of {name}")),
}
"""The field by which an item of a list is known, and how that is said."""

_FIRST = (
    N_("first"), N_("second"), N_("third"), N_("fourth"), N_("fifth"), N_("sixth"),
    N_("seventh"), N_("eighth"), N_("ninth"), N_("tenth"), N_("eleventh"), N_("twelfth"),
)  # fmt: skip
_LATER = {1: N_("{number}st"), 2: N_("{number}nd"), 3: N_("{number}rd")}
_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def item_in_words(field: str, index: int, item: Node) -> str:
    """An item of the list `field` (its place from 0) in words: its place as people count, and whose it is where that is written.

    Ids and dates alone are said, as they stand in the file: messages are read in logs too.
    """
    said = _(_ITEMS.get(field, _OTHER)).format(nth=_nth(index + 1))
    key, pattern = _WHOSE.get(field, (None, ""))
    for name, value in item.pairs:
        if name.text == key and value.kind == "scalar" and (_DATE if key == "date" else _ID).fullmatch(value.text):
            return _(pattern).format(item=said, name=value.text)
    return said


def _nth(number: int) -> str:
    if number <= len(_FIRST):
        return _(_FIRST[number - 1])
    later = N_("{number}th") if number % 100 in (11, 12, 13) else _LATER.get(number % 10, N_("{number}th"))
    return _(later).format(number=number)
