"""What all editions of one language have in common, whatever their shape: settings, files, and most articles of the guidance."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any

from mkdocs.structure.files import File, Files

from .articles import Article, Articles
from .shape import OWN
from .unfit import Unfit
from .workshop import Workshop

__all__ = ["Common"]


class Common:
    """What is taken from a workshop and is the same for editions of every shape."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        own = workshop.hooks.pages
        self.lasting = [file for file in workshop.files if file.src_uri not in own and not file.src_uri.startswith(OWN)]
        """The files that are the same in every set."""
        self.static = {
            file.dest_uri: file.content_bytes
            for file in self.lasting
            if not file.is_documentation_page() and file.inclusion.is_included()
        }
        self.public = frozenset(workshop.hooks.theme_paths)
        self._articles, self._files = Articles(), Files(self.lasting)
        links: Any = workshop.config.validation.links
        self._told = links.not_found >= logging.WARNING
        """Whether MkDocs warns of a link that leads to no file: an article of which it says nothing needs no others."""

    @cached_property
    def guides(self) -> dict[str, File]:
        """The sources of the guidance's pages by address."""
        return {file.page.url: file for file in self.lasting if file.page is not None}

    def article(self, file: File, markdown: str, meta: dict[str, Any]) -> Article | None:
        """The article of a page of the guidance with this Markdown; None where it may lead to pages that only some shapes have."""
        if not self._told:
            return None
        try:
            return self._articles.article(self.workshop.config, file, self._files, markdown, meta, keep=True)
        except Unfit:
            return None
