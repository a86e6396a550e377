"""Articles written in Markdown, the guidance's and a set's own: rendered by MkDocs' own page, once for each wording."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

from cachetools import LRUCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from ....logs import heard
from ....words import _
from ...mkdocs.run import LOGGER
from .article import Article, headed
from .unfit import Unfit

__all__ = ["Articles"]

_KEPT = 1000


class Articles:
    """Renders articles of editions that have the same fixed pages, and keeps the last ones: most sets share most wordings."""

    def __init__(self) -> None:
        self._known: LRUCache[tuple[str, str], Article] = LRUCache(_KEPT)

    def known(self, source: str, markdown: str) -> Article | None:
        """The article of a source with this Markdown, where it has been rendered and its links mean the same in every set."""
        return self._known.get((source, markdown))

    def article(
        self, config: MkDocsConfig, file: File, files: Files, markdown: str, meta: MutableMapping[str, Any], *, keep: bool
    ) -> Article:
        """The article of a source with this Markdown. `keep`: its links mean the same in every set.

        Raises Unfit where MkDocs has something to say about it, so that it is said in MkDocs' own way.
        """
        key = (file.src_uri, markdown)
        if keep and (known := self.known(*key)):
            return known
        before = file.page
        page = Page(None, file, config)
        page.markdown, page.meta = markdown, meta
        with heard(LOGGER, _unfit):
            page.render(config, files)
        file.page = before
        made = Article(page.content or "", headed(page.toc), str(page.title))
        if keep:
            self._known[key] = made
        return made


def _unfit(record: logging.LogRecord) -> None:
    raise Unfit(_("MkDocs warns of something in them"))
