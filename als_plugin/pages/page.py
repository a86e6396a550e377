"""The page model: what the site's two sides agree on. Pages are made here, rendered into Material elsewhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

__all__ = ["Heading", "Page"]


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
    topics), `html` the whole article, its `<h1>` included, with all text from records escaped or sanitised.
    `last_day`: the last day on which the page may be shown. `section`: the heading it stands under in the navigation
    (None: top level).
    """

    path: str
    title: str
    html: str
    headings: tuple[Heading, ...] = ()
    last_day: dt.date | None = None
    section: str | None = None
    wide: bool = False
    """Whether the page wants the room of the table of contents."""
