"""A probe: an edition of a given shape with marks in place of all that differs, for the theme to render once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from ....pages import Handbook
from ....pages import Page as RecordPage
from ...sets.edition import Edition
from . import marks
from .article import headed
from .frame import Frame, learn
from .marks import Gap
from .shape import MISSING, OWN, SESSIONS, Look, Shape, is_session, kind, look, way_to
from .white_space import plain
from .workshop import Workshop

__all__ = ["Probe"]

_ARTICLE, _SITE, _TITLE, _BASE, _SKIP, _CONTENTS = range(6)
_GROUPS = {"session": (SESSIONS, 10), "own": (OWN, 40)}
_TITLES = 15
"""How far the numbers of a group's titles are from those of its addresses."""


class Probe:
    """A probe that is being rendered.

    `many` is how many sessions and own pages it has where the shape has many; `shift` is added to the numbers of its marks.
    `looks` says how the articles of other pages than records look.
    """

    def __init__(self, edition: Edition, shape: Shape, *, many: int = 5, shift: int = 0) -> None:
        self._edition, self._shape, self._shift = edition, shape, shift
        self._counts = {group: many if count > 1 else count for group, count in (("session", shape.sessions[0]), ("own", shape.own[0]))}
        self._inner = (2, many - 1)
        self.looks: dict[str, Look] = {}
        self.site_url = f"http://localhost{self._base}"

    def frames(self, workshop: Workshop) -> dict[str, Frame]:
        """The frames by kind of page, from a workshop of this probe. Raises Unfit where the theme gives none."""
        frames: dict[str, Frame] = {}
        for url, page in workshop.pages.items():
            group, number = self._group_of(url)
            if number not in self._inner:  # of those in the middle, the one with several on both sides
                name = kind(group, number - 1, self._counts[group]) if group else url
                frames[name] = self._learn(workshop, page, (group, number) if group else None)
        missing = marks.split(plain(workshop.missing(self._base)), self._marks(lambda folder: self._base + folder), self._texts)
        frames[MISSING] = learn(missing, None, self._counts)
        return frames

    def change(self, page: Page) -> None:
        """Put marks into a page in place of its article."""
        group, number = self._group_of(page.url)
        seen = self._shape.own[1] if group == "own" else look(page.content or "", page.toc)
        assert seen is not None
        self.looks[page.url] = seen
        if group == "own":
            page.title = self._text(_GROUPS["own"][1] + _TITLES + number)
        elif group == "session":
            page.meta["title"] = self._text(_TITLE)
        page.content = self._article(seen)
        page.toc = self._toc(seen)

    @property
    def edition(self) -> Edition:
        """The edition to be rendered: the given one with marked sessions and pages in place of its own."""
        first = _GROUPS["session"][1]
        days = [page for page in self._edition.handbook.pages if is_session(page)]
        made = [
            replace(
                days[0], path=f"{SESSIONS}{self._address(first + number)}/", title="", html=self._article(seen), headings=_headings(days, seen)
            )
            for number in range(1, self._counts["session"] + 1)
            if (seen := self._shape.sessions[1])
        ]
        listed = [{self._text(first + _TITLES + number): page.path} for number, page in enumerate(made, 1)]
        pages: list[RecordPage] = []
        for page in self._edition.handbook.pages:
            pages += [page] if not is_session(page) else made if page is days[0] else []
        own = _GROUPS["own"][1]
        return replace(
            self._edition,
            name=self._text(_SITE),
            handbook=Handbook(tuple(pages), {}, frozenset(), _with(self._edition.handbook.navigation, listed)),
            own_pages={f"{OWN}{self._address(own + number)}.md": "" for number in range(1, self._counts["own"] + 1)},
            attachments={},
        )

    def _learn(self, workshop: Workshop, page: Page, current: tuple[str, int] | None) -> Frame:
        found = self._marks(lambda folder: way_to(folder, page.url))
        if page.content:
            found[page.content] = Gap("content")
        if page.toc and (contents := workshop.contents(headed(page.toc))):
            found[contents] = Gap("contents")
            found[f"#{self._address(_SKIP)}"] = Gap("skip")
        return learn(marks.split(plain(workshop.output(page)), found, self._texts), current, self._counts)

    def _marks(self, way: Callable[[str], str]) -> dict[str, Gap]:
        found = {self._base: Gap("base")}
        for group, (folder, first) in _GROUPS.items():
            for number in range(1, self._counts[group] + 1):
                found[f"{way(folder)}{self._address(first + number)}/"] = Gap(f"{group}/{number}/url")
        return found

    @property
    def _texts(self) -> dict[str, str]:
        found = {self._text(_SITE): "site", self._text(_TITLE): "title"}
        for group, (_folder, first) in _GROUPS.items():
            for number in range(1, self._counts[group] + 1):
                found[self._text(first + _TITLES + number)] = f"{group}/{number}/title"
        return found

    def _group_of(self, url: str) -> tuple[str, int]:
        """Which group a page belongs to, and its number in it; ("", 0) for any other page."""
        for group, (folder, first) in _GROUPS.items():
            for number in range(1, self._counts[group] + 1):
                if url == f"{folder}{self._address(first + number)}/":
                    return group, number
        return "", 0

    @property
    def _base(self) -> str:
        """The mark of the site's own address on its host."""
        return f"/{self._address(_BASE)}/"

    def _article(self, seen: Look) -> str:
        element = "h1" if seen.h1 else "p"
        return f"<{element}>{self._address(_ARTICLE)}</{element}>"

    def _toc(self, seen: Look) -> Any:
        below = AnchorLink("below", self._address(_CONTENTS), 2)
        top = AnchorLink("top", self._address(_SKIP), 1)
        top.children = [below] if seen.contents else []
        return TableOfContents([top] if seen.skip else [])

    def _address(self, number: int) -> str:
        return marks.address(number + self._shift)

    def _text(self, number: int) -> str:
        return marks.text(number + self._shift)


def _with(navigation: Any, listed: list[Any]) -> list[Any]:
    """The navigation with other sessions in place of its own."""
    made: list[Any] = []
    for item in navigation:
        below = next(iter(item.values())) if isinstance(item, dict) else item
        if isinstance(below, list):
            made.append({title: _with(entries, listed) for title, entries in item.items()})
        elif below.startswith(SESSIONS) and below != SESSIONS:
            made += listed
            listed = []
        else:
            made.append(item)
    return made


def _headings(days: list[RecordPage], seen: Look) -> Any:
    """Headings that give this look: those of a page that has it."""
    return next((page.headings for page in days if bool(page.headings) == seen.contents), ())
