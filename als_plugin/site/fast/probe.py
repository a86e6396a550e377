"""A probe: an edition of a given shape with marks in place of all that differs, for the theme to render once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url

from ...pages import Handbook
from ...pages import Page as RecordPage
from ..edition import Edition
from . import marks
from .frame import Frame, learn
from .marks import Gap
from .shape import OWN, SESSIONS, Look, Shape, is_session, look
from .space import plain
from .workshop import Workshop

__all__ = ["MISSING", "Probe", "kind", "probe", "way_to"]

_ARTICLE, _SITE, _TITLE, _BASE, _SKIP, _CONTENTS = range(6)
_GROUPS = {"session": (SESSIONS, 10), "own": (OWN, 30)}
_MANY = 5
MISSING = "404.html"

_SITE_URL = f"http://localhost/{marks.address(_BASE)}/"


def kind(group: str, place: int, count: int) -> str:
    """The kind of a page that is one of a group: where it stands decides what is before and after it."""
    where = "only" if count == 1 else "first" if place == 0 else "last" if place == count - 1 else "middle"
    return f"{group}:{where}"


def way_to(folder: str, page: str) -> str:
    """The way from a page to a folder, as it stands before the name of something in it."""
    return get_relative_url(folder, page).removeprefix("./")


@dataclass(frozen=True)
class Probe:
    """A probe that was rendered: the frames by kind of page, and how the articles of other pages than records look."""

    workshop: Workshop
    frames: dict[str, Frame]
    looks: dict[str, Look]


def probe(config_file: str, edition: Edition, shape: Shape, *, preview: bool) -> Probe:
    """Let the theme render a probe of this shape, and take the frames from it. Raises Unfit where that does not go."""
    counts = {"session": _MANY if shape.sessions[0] > 1 else shape.sessions[0], "own": _MANY if shape.own[0] > 1 else shape.own[0]}
    looks: dict[str, Look] = {}

    def change(page: Page) -> None:
        group, number = _group_of(page.url)
        seen = shape.own[1] if group == "own" else look(page.content or "", page.toc)
        assert seen is not None
        looks[page.url] = seen
        if group == "own":
            page.title = marks.text(_GROUPS["own"][1] + 10 + number)
        elif group == "session":
            page.meta["title"] = marks.text(_TITLE)
        page.content = _article(seen)
        page.toc = _toc(seen)

    workshop = Workshop(config_file, _edition(edition, shape, counts), _SITE_URL, preview=preview, change=change)
    frames: dict[str, Frame] = {}
    for url, page in workshop.pages.items():
        group, number = _group_of(url)
        name = kind(group, number - 1, counts[group]) if group else url
        if number not in (2, _MANY - 1):  # of those in the middle, the one with several on both sides
            frames[name] = _learn(workshop, page, counts, (group, number) if group else None)
    missing = marks.split(plain(workshop.missing(_base())), _marks(counts, lambda folder: _base() + folder), _texts(counts))
    frames[MISSING] = learn(missing, None, counts)
    return Probe(workshop, frames, looks)


def _learn(workshop: Workshop, page: Page, counts: dict[str, int], current: tuple[str, int] | None) -> Frame:
    found = _marks(counts, lambda folder: way_to(folder, page.url))
    if page.content:
        found[page.content] = Gap("content")
    if page.toc and (contents := workshop.contents(page.toc)):
        found[contents] = Gap("contents")
        found[f"#{marks.address(_SKIP)}"] = Gap("skip")
    found[f"{_SITE_URL}{page.url}"] = Gap("canonical")
    return learn(marks.split(plain(workshop.output(page)), found, _texts(counts)), current, counts)


def _base() -> str:
    """The mark of the site's own address on its host."""
    return f"/{marks.address(_BASE)}/"


def _marks(counts: dict[str, int], way: Callable[[str], str]) -> dict[str, Gap]:
    found = {_base(): Gap("base")}
    for group, (folder, first) in _GROUPS.items():
        for number in range(1, counts[group] + 1):
            found[f"{way(folder)}{marks.address(first + number)}/"] = Gap(f"{group}/{number}/url")
    return found


def _texts(counts: dict[str, int]) -> dict[str, str]:
    found = {marks.text(_SITE): "site", marks.text(_TITLE): "title"}
    for group, (_folder, first) in _GROUPS.items():
        for number in range(1, counts[group] + 1):
            found[marks.text(first + 10 + number)] = f"{group}/{number}/title"
    return found


def _group_of(url: str) -> tuple[str, int]:
    """Which group a probe's page belongs to, and its number in it; ("", 0) for any other page."""
    for group, (folder, first) in _GROUPS.items():
        for number in range(1, _MANY + 1):
            if url == f"{folder}{marks.address(first + number)}/":
                return group, number
    return "", 0


def _edition(edition: Edition, shape: Shape, counts: dict[str, int]) -> Edition:
    first = _GROUPS["session"][1]
    days = [page for page in edition.handbook.pages if is_session(page)]
    made = [
        replace(days[0], path=f"{SESSIONS}{marks.address(first + number)}/", title="", html=_article(seen), headings=_headings(days, seen))
        for number in range(1, counts["session"] + 1)
        if (seen := shape.sessions[1])
    ]
    listed = [{marks.text(first + 10 + number): page.path} for number, page in enumerate(made, 1)]
    pages: list[RecordPage] = []
    for page in edition.handbook.pages:
        pages += [page] if not is_session(page) else made if page is days[0] else []
    own = _GROUPS["own"][1]
    return replace(
        edition,
        name=marks.text(_SITE),
        handbook=Handbook(tuple(pages), {}, frozenset(), _with(edition.handbook.navigation, listed)),
        own_pages={f"{OWN}{marks.address(own + number)}.md": "" for number in range(1, counts["own"] + 1)},
        attachments={},
    )


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


def _article(seen: Look) -> str:
    element = "h1" if seen.h1 else "p"
    return f"<{element}>{marks.address(_ARTICLE)}</{element}>"


def _toc(seen: Look) -> Any:
    below = AnchorLink("below", marks.address(_CONTENTS), 2)
    top = AnchorLink("top", marks.address(_SKIP), 1)
    top.children = [below] if seen.contents else []
    return TableOfContents([top] if seen.skip else [])

