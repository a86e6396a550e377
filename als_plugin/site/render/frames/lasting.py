"""The files of MkDocs' that are the same in every set, and articles of the guidance that lead to no others."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any

from mkdocs.structure.files import File, Files
from mkdocs.utils import meta as front_matter

from .article import Article
from .articles import Articles
from .common import Source
from .shape import OWN
from .unfit import Unfit
from .workshop import Workshop

__all__ = ["Lasting", "lasting_files", "source_of", "statics"]


class Lasting:
    """What is needed of MkDocs to render another wording of the guidance, or a set's own pages."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.files = lasting_files(workshop)
        self._articles, self._files = Articles(), Files(self.files)
        links: Any = workshop.config.validation.links
        self._told = links.not_found >= logging.WARNING
        """Whether MkDocs warns of a link that leads to no file: an article of which it says nothing needs no others."""

    @cached_property
    def guides(self) -> dict[str, File]:
        """The sources of the guidance's pages by address."""
        return {file.page.url: file for file in self.files if file.page is not None}

    def article(self, url: str, markdown: str, meta: dict[str, Any]) -> Article | None:
        """The article of a page of the guidance with this Markdown; None where it may lead to pages that only some shapes have."""
        if not self._told:
            return None
        try:
            return self._articles.article(self.workshop.config, self.guides[url], self._files, markdown, meta, keep=True)
        except Unfit:
            return None


def lasting_files(workshop: Workshop) -> list[File]:
    """The files that are the same in every set."""
    own = workshop.hooks.pages
    return [file for file in workshop.files if file.src_uri not in own and not file.src_uri.startswith(OWN)]


def statics(files: list[File]) -> dict[str, tuple[str | None, bytes]]:
    """Of these what is no page: where each comes from (None: made), and what is in it, by address."""
    return {
        file.dest_uri: (file.abs_src_path, file.content_bytes)
        for file in files
        if not file.is_documentation_page() and file.inclusion.is_included()
    }


def source_of(file: File) -> Source:
    """A page of the guidance as it is written."""
    markdown, meta = front_matter.get_data(file.content_string)
    return Source(file.src_uri, markdown, meta)
