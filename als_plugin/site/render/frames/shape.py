"""Which pages look alike: two editions of one shape are rendered with the same frames."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ....pages import Page
from ....words import _
from ...sets.edition import Edition, sees_guides
from .unfit import Unfit

__all__ = ["MISSING", "OWN", "SESSIONS", "Look", "Shape", "is_session", "kind", "look", "own_name", "record_look", "session_name", "way_to"]

SESSIONS, OWN = "sessions/", "pages/"
"""The folders of what a set may have any number of."""
MISSING = "404.html"

_MANY = 2


@dataclass(frozen=True)
class Look:
    """What makes the theme render one article otherwise than another: whether it has a first heading of its own, whether
    there is something to skip to, and whether there is a table of contents."""

    h1: bool
    skip: bool
    contents: bool


@dataclass(frozen=True)
class Shape:
    """All of an edition that frames depend on. `sessions` and `own`: none, one, or two for many, and how such a page looks."""

    language: str
    caretaking: bool
    fixed: tuple[tuple[str, str, bool, str | None, Look], ...]
    navigation: tuple[str, ...]
    sessions: tuple[int, Look | None, bool]
    own: tuple[int, Look | None]

    @classmethod
    def of(cls, edition: Edition, session: Look | None, own: Look | None) -> Shape:
        """The edition's shape, with its pages of sessions looking like `session` and its own pages like `own`."""
        pages = edition.handbook.pages
        days = [page for page in pages if is_session(page)]
        if len({(page.wide, page.section) for page in days}) > 1:
            raise Unfit(_("pages of sessions differ"))
        fixed = tuple((page.path, page.title, page.wide, page.section, record_look(page)) for page in pages if not is_session(page))
        return cls(
            edition.language,
            sees_guides(edition),
            fixed,
            tuple(_titles(edition.handbook.navigation)),
            (min(len(days), _MANY), session, days[0].wide if days else False),
            (min(len(edition.own_pages), _MANY), own),
        )


def look(content: str, toc: Iterable[Any]) -> Look:
    """The look of an article with this table of contents (MkDocs' own)."""
    items = list(toc)
    first = items[0] if items else None
    if first is not None and first.level == 1:
        items = first.children
    return Look("<h1" in content, first is not None, bool(items))


def record_look(page: Page) -> Look:
    """The look of a page made of records, whose headings begin below the first level."""
    return Look("<h1" in page.html, bool(page.headings), bool(page.headings))


def is_session(page: Page) -> bool:
    """Whether this is the page of one session."""
    return page.path.startswith(SESSIONS) and page.path != SESSIONS


def session_name(page: Page) -> str:
    """The address of a session's page below the sessions' folder."""
    return page.path.removeprefix(SESSIONS)


def kind(group: str, place: int, count: int) -> str:
    """The kind of a page that is one of a group: where it stands decides what is before and after it."""
    where = "only" if count == 1 else "first" if place == 0 else "last" if place == count - 1 else "middle"
    return f"{group}:{where}"


def way_to(folder: str, page: str) -> str:
    """The way from a page to a folder, as it stands before the name of something in it."""
    way = posixpath.relpath(f"/{folder}", f"/{page}")
    return "" if way == "." else f"{way}/"


def own_name(source: str) -> str:
    """The address of one of the set's own pages below their folder. Raises Unfit where it is no plain page in it."""
    name = source.removeprefix(OWN).removesuffix(".md")
    if not name.replace("-", "").replace("_", "").isalnum() or not name.isascii() or name.lower() in ("index", "readme"):
        raise Unfit(_("the set's own pages lie in folders of their own"))
    return f"{name}/"


def _titles(navigation: Sequence[Any]) -> list[str]:
    """The fixed entries of the navigation, flat; sessions stand for themselves."""
    found: list[str] = []
    for item in navigation:
        if isinstance(item, str):
            found.append(item)
            continue
        for title, below in item.items():
            if isinstance(below, list):
                found += [title, "(", *_titles(below), ")"]
            elif not (below.startswith(SESSIONS) and below != SESSIONS):
                found += [title, below]
    return found
