"""The page model: what the site's two sides agree on. Pages are made here, rendered into Material elsewhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

__all__ = ["Handbook", "Heading", "NavItem", "Page"]

NavItem = str | dict[str, str | list["NavItem"]]
"""One entry of the navigation in MkDocs' own shape, with page addresses in place of files: `{title: path}`,
`{title: [entries]}`, or a bare path for the index page of the section it stands in."""


@dataclass(frozen=True)
class Heading:
    """A heading of a page, for its table of contents and for the search's sections."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Page:
    """One page of a set's handbook, made of records.

    `path` is its address in the set's site ("" for home, "sessions/2026-01-14/"), `title` plain text (dates, never
    topics), `html` the whole article, its `<h1>` included, with all text from records escaped or sanitised; links in it are
    relative to the page. `last_day`: the last day on which the page may be shown. `section`: the heading it stands under in
    the navigation (None: top level).
    """

    path: str
    title: str
    html: str
    headings: tuple[Heading, ...] = ()
    last_day: dt.date | None = None
    section: str | None = None
    wide: bool = False
    """Whether the page wants the room of the table of contents."""


@dataclass(frozen=True)
class Handbook:
    """All that one view of a set consists of, besides the guidance and the set's own pages.

    `files` maps a path in the site to its bytes and content type. `attachments` are the files of the set that its records
    link to, as paths relative to the set's folder (`files/estate.png`); they are expected at the same path in the site.
    """

    pages: tuple[Page, ...]
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    attachments: frozenset[str] = frozenset()
    navigation: list[NavItem] = field(default_factory=list)

    def page(self, path: str) -> Page:
        """The page at this address; `KeyError` where there is none."""
        for page in self.pages:
            if page.path == path:
                return page
        raise KeyError(path)
