"""Characters that nobody sees and no record may hold: found in what somebody sends, or left out where they only came along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..errors import AlsError, Errors
from ..words import _
from .scalars import invisible

__all__ = ["refuse_unwritable", "writable"]

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]")


def writable(text: str) -> str:
    """The text with the line ends of other programs as ours, and without what nobody sees: as the editor takes what is pasted."""
    return _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", text))


def refuse_unwritable(values: Mapping[str, Any], shown: str) -> None:
    """Raise Errors for all such characters in plain values by field; `shown` is the file that they are for."""
    wrong = [
        AlsError(shown, _("{where}: {character} stands in the text").format(where=where, character=character), _("take it out of this field"))
        for where, character in _found(values, "")
    ]
    if wrong:
        raise Errors(wrong)


def _found(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """The places where such a character stands, such as `turns[0].scenario`, and what it is called."""
    if isinstance(value, str):
        if found := _UNWRITABLE.search(value):
            yield where, invisible(found[0])
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _found(each, f"{where}.{name}" if where else str(name))
    elif isinstance(value, Sequence):
        for number, each in enumerate(value):
            yield from _found(each, f"{where}[{number}]")
