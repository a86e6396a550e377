"""Tables of contents as the theme renders them, each once: pages with the same headings have the same."""

from __future__ import annotations

from typing import Any

from cachetools import LRUCache

from .workshop import Workshop

__all__ = ["Contents"]

_KEPT = 2000


class Contents:
    """The last tables of contents, known by everything that is in them."""

    def __init__(self) -> None:
        self._known: LRUCache[tuple[str, tuple[Any, ...]], str] = LRUCache(_KEPT)

    def html(self, workshop: Workshop, toc: Any) -> str:
        """The theme's rendering of a table of contents (MkDocs' own)."""
        key = (workshop.hooks.language, _told(toc))
        if (known := self._known.get(key)) is not None:
            return known
        self._known[key] = made = workshop.contents(toc)
        return made


def _told(toc: Any) -> tuple[Any, ...]:
    return tuple((item.id, item.title, item.level, _told(item.children)) for item in toc)
