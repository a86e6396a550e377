"""Tables of contents as the theme renders them, each once: pages with the same headings have the same."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from .workshop import Workshop

__all__ = ["Contents"]

_KEPT = 2000


class Contents:
    """The last tables of contents, known by everything that is in them."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, tuple[Any, ...]], str] = OrderedDict()

    def html(self, workshop: Workshop, toc: Any) -> str:
        """The theme's rendering of a table of contents (MkDocs' own)."""
        key = (workshop.hooks.language, _told(toc))
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        self._known[key] = made = workshop.contents(toc)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return made


def _told(toc: Any) -> tuple[Any, ...]:
    return tuple((item.id, item.title, item.level, _told(item.children)) for item in toc)
