"""The search index of a set as the theme's own plugin makes it, page by page; a page that says the same is read once."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import orjson
from cachetools import LRUCache

from ....words import _
from .sections import Section, sections
from .unfit import Unfit

__all__ = ["Search"]

_KEPT = 2000


class Search:
    """Makes search indexes that begin with what the theme's plugin says in one with nothing in it."""

    def __init__(self, empty: dict[str, Any]) -> None:
        if find_spec("jieba"):
            raise Unfit(_("the search takes Chinese words apart"))
        self._begin = orjson.dumps({**empty, "docs": []}, default=str).removesuffix(b"]}")
        self._known: LRUCache[tuple[str, str, str], bytes] = LRUCache(_KEPT)

    def index(self, pages: list[tuple[str, str, str, dict[str, Any]]]) -> bytes:
        """The index of pages, each told as its address, title, article and front matter."""
        return self._begin + b",".join(entries for page in pages if (entries := self._entries(*page))) + b"]}"

    def _entries(self, url: str, title: str, content: str, meta: dict[str, Any]) -> bytes:
        """A page's entries as they stand in the index, with commas between."""
        key = (url, title, content)
        if (known := self._known.get(key)) is not None:
            return known
        entries: list[dict[str, Any]] = []
        if not (meta.get("search") or {}).get("exclude"):
            try:
                found = sections(content)
            except ValueError as error:
                raise Unfit(_("the theme's search cannot read a page")) from error
            entries = [_entry(section, url, title, meta) for section in found if not section.is_excluded()]
        self._known[key] = made = orjson.dumps(entries, default=str)[1:-1]
        return made


def _entry(section: Section, url: str, title: str, meta: dict[str, Any]) -> dict[str, Any]:
    """What the index says of a section."""
    if section.id:
        url += f"#{section.id}"
    words = section.title or [str(meta.get("title", title))]
    entry: dict[str, Any] = {"location": url, "title": "".join(words).strip(), "text": "".join(section.text).strip()}
    if isinstance(tags := meta.get("tags"), list):
        entry["tags"] = [str(tag) for tag in tags if tag and isinstance(tag, (str, int, float, bool))]
    if "boost" in (search := meta.get("search") or {}):
        entry["boost"] = search["boost"]
    return entry
