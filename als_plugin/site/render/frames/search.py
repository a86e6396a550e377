"""The search index of a set, by the theme's own plugin, page by page; a page that says the same is read once."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import orjson
from cachetools import LRUCache
from material.plugins.search.plugin import SearchIndex

from ....words import _
from .sections import sections
from .unfit import Unfit

__all__ = ["Search"]

_KEPT = 2000


class Search:
    """Makes search indexes with one organisation's settings. `options` are the search plugin's."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        self._known: LRUCache[tuple[str, str, str], bytes] = LRUCache(_KEPT)
        empty = json.loads(SearchIndex(**options).generate_search_index(None))
        self._begin = orjson.dumps({**empty, "docs": []}, default=str).removesuffix(b"]}")

    def index(self, pages: list[tuple[str, str, str, Any, dict[str, Any]]]) -> bytes:
        """The index of pages, each told as its address, title, article, table of contents and front matter."""
        return self._begin + b",".join(entries for page in pages if (entries := self._entries(*page))) + b"]}"

    def _entries(self, url: str, title: str, content: str, toc: Any, meta: dict[str, Any]) -> bytes:
        """A page's entries as they stand in the index, with commas between."""
        key = (url, title, content)
        if (known := self._known.get(key)) is not None:
            return known
        index = SearchIndex(**self._options)
        page = SimpleNamespace(url=url, title=title, meta=meta)
        if not (meta.get("search") or {}).get("exclude"):
            try:
                found = sections(content)
            except ValueError as error:
                raise Unfit(_("the theme's search cannot read a page")) from error
            for section in found:
                if not section.is_excluded():
                    index.create_entry_for_section(section, toc, url, page)
        self._known[key] = made = orjson.dumps(index.entries, default=str)[1:-1]
        return made
