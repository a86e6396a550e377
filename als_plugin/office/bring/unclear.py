"""What is not understood, and cells that say nothing."""

from __future__ import annotations

from ..reading import Cell
from ..tables import GUARD

__all__ = ["Unclear", "said", "text_of"]

_NOTHING = {
    "", "tbc", "t.b.c.", "tba", "tbd", "?", "??", "???", "n/a", "na", "-", "--", "–", "—", "none", "nil", "not set", "to be confirmed",
    "to be agreed", "to be decided", "to be arranged", "unknown", "ongoing", "asap",
}
_MISSING = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")


class Unclear(Exception):
    """A row or cell cannot be understood; its text says why, in words for people."""


def text_of(cell: Cell) -> str:
    """A cell as the text that its reader sees, without what guards it from being a formula."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).replace("\r\n", "\n").replace("\xa0", " ").strip()
    if text.startswith(GUARD) and text[1:2] in ("=", "+", "-", "@"):
        return text[1:]
    return text


def said(cell: Cell) -> str:
    """A cell's text, "" where it says that nothing is known yet ("TBC") or is an error of Excel's."""
    text = text_of(cell)
    return "" if text.casefold().rstrip(".") in _NOTHING or text.casefold() in _NOTHING or text in _MISSING else text
