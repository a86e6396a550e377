"""An edition rendered by filling frames."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache

from ....vault import PageContent
from ....words import _
from ...sets.edition import Edition
from ..output import Rendered
from .article import Article, Headed, headings_of
from .cache import FrameCache
from .filling import Binder, Position
from .frame import Frame, Group, NavEntry
from .search import Search
from .search_marks import without_search_marks
from .shape import MISSING, OWN, SESSIONS, Look, Shape, is_session, kind, look, own_name, record_look, session_name, way_to
from .shape_frames import Frames
from .theme import Theme
from .unfit import Unfit

__all__ = ["FrameRenderer"]

log = logging.getLogger("als.site")

_FOLDERS = {"session": SESSIONS, "own": OWN}
_BINDERS = 16
_USUAL = Look(h1=True, skip=True, contents=True)


@dataclass(frozen=True)
class _Page:
    """A page to be: what fills its frame, and what the search knows of it."""

    url: str
    frame: Frame
    heading: str
    """The title in the page's head."""
    title: str
    content: str
    toc: tuple[Headed, ...]
    meta: dict[str, Any]
    group: str = ""
    here: int = 0


class FrameRenderer:
    """Renders editions of one organisation, and remembers what they have in common: for later builds too where `shared` is a
    digest of everything that sets share."""

    def __init__(self, config_file: str, *, shared: str = "") -> None:
        self._config_file, self._shared = config_file, shared
        self._themes: dict[str, Theme] = {}
        self._frames: dict[Shape, Frames] = {}
        self._searches: dict[str, Search] = {}
        self._binders: LRUCache[tuple[object, ...], Binder] = LRUCache(_BINDERS)
        self._unfit: Unfit | None = None

    def render(self, edition: Edition) -> Rendered:
        """The edition's site. Raises Unfit for one that MkDocs must render, AlsError for a mistake in its pages.

        Each frame that is filled for the first time is held against the theme's own output of that page.
        """
        if self._unfit:
            raise self._unfit
        with ExitStack() as turns:
            return self._render(edition, turns)

    def _render(self, edition: Edition, turns: ExitStack) -> Rendered:
        days = [page for page in edition.handbook.pages if is_session(page)]
        session_looks = {record_look(page) for page in days}
        if len(session_looks) > 1:
            raise Unfit(_("pages of sessions look differently"))
        session = next(iter(session_looks), None)
        frames = self._of_shape(edition, session, _USUAL if edition.own_pages else None, turns)
        own = _own_articles(edition, frames)
        own_looks = {look(article.content, article.toc) for article in own.values()}
        if len(own_looks) > 1:
            raise Unfit(_("the set's own pages look differently"))
        if own_looks - {_USUAL}:
            frames = self._of_shape(edition, session, own_looks.pop(), turns)
        groups = {
            "session": Group(SESSIONS, tuple(_entries(edition, [session_name(page) for page in days]))),
            "own": Group(OWN, tuple(NavEntry(own_name(path), own[path].title) for path in sorted(own))),
        }
        pages = [*self._guides(edition, frames), *self._records(edition, frames, groups), *self._own(frames, groups, own)]
        made = self._bind(edition, frames, groups, pages)
        self._prove(edition, frames, pages, made)
        return made

    def _of_shape(self, edition: Edition, session: Look | None, own: Look | None, turns: ExitStack) -> Frames:
        shape = Shape.of(edition, session, own)
        if shape not in self._frames:
            kept = FrameCache(self._shared, shape)
            turns.enter_context(kept.turn())
            try:
                self._frames[shape] = Frames(self._config_file, edition, shape, self._theme(edition), kept)
            except Unfit as unfit:
                kept.refuse()
                self._unfit = unfit
                raise
        return self._frames[shape]

    def _theme(self, edition: Edition) -> Theme:
        return self._themes.setdefault(edition.language, Theme())

    def _guides(self, edition: Edition, frames: Frames) -> Iterator[_Page]:
        for guide, article in frames.guides(edition):
            if look(article.content, article.toc) != frames.looks[guide.url]:
                raise Unfit(_("a page of the guidance looks differently in this set"))
            if article.title != guide.title and not guide.named:
                raise Unfit(_("a page of the guidance has another title in this set"))
            yield _Page(guide.url, frames.frames[guide.url], "", guide.title, article.content, article.toc, guide.source.meta)

    def _records(self, edition: Edition, frames: Frames, groups: dict[str, Group]) -> Iterator[_Page]:
        places = {f"{SESSIONS}{entry.name}": place for place, entry in enumerate(groups["session"].entries)}
        for page in edition.handbook.pages:
            name, group, here = page.path, "", 0
            if is_session(page):
                group, here = "session", places[page.path]
                name = kind(group, here, len(places))
            # What the search calls a page is its name in the navigation's place of a title: that in its front matter.
            yield _Page(
                page.path, frames.frames[name], page.title, page.title, page.html, headings_of(page.headings),
                {"title": page.title}, group, here,
            )

    def _own(self, frames: Frames, groups: dict[str, Group], own: Mapping[str, Article]) -> Iterator[_Page]:
        names = [entry.name for entry in groups["own"].entries]
        for path, article in own.items():
            here = names.index(own_name(path))
            frame = frames.frames[kind("own", here, len(names))]
            yield _Page(f"{OWN}{own_name(path)}", frame, article.title, article.title, article.content, article.toc, {}, "own", here)

    def _bind(self, edition: Edition, frames: Frames, groups: dict[str, Group], pages: list[_Page]) -> Rendered:
        # An edition that is rendered again has its skeletons from before: its pages are then known to be as they were at a glance.
        made_for = tuple(groups.items()), edition.name, edition.base
        if made_for not in self._binders:
            self._binders[made_for] = Binder(groups, {"site": edition.name, "base": edition.base})
        binder = self._binders[made_for]
        files: dict[str, bytes | PageContent] = dict(frames.common.static)
        for page in pages:
            first = page.toc[0] if page.toc else None
            fill = {
                "content": without_search_marks(page.content),
                "contents": frames.contents(page.toc),
                "skip": first.url if first else "",
                "title": page.heading,
            }
            place = Position({group: way_to(folder, page.url) for group, folder in _FOLDERS.items()}, page.group, page.here)
            files[f"{page.url}index.html"] = binder.page(page.frame, place, fill)
        away = Position({group: edition.base + folder for group, folder in _FOLDERS.items()})
        files[MISSING] = missing = binder.page(frames.frames[MISSING], away, {})
        if edition.language not in self._searches:
            self._searches[edition.language] = Search(frames.common.search)
        files["search/search_index.json"] = self._searches[edition.language].index([(page.url, page.title, page.content, page.meta) for page in pages])
        files.update({path: data for path, (data, _kind) in edition.handbook.files.items()})
        files.update({path: source.read_bytes() for path, source in edition.attachments.items()})
        csp = frames.policy({f"{page.url}index.html": page.frame for page in pages}, {MISSING: missing.assembled().decode()})
        return Rendered(files, frames.common.public, frames.common.language, (), csp)

    def _prove(self, edition: Edition, frames: Frames, pages: list[_Page], made: Rendered) -> None:
        """Hold one page of each frame of a new shape against what MkDocs and the theme make of it."""
        if frames.proven:
            frames.remember()
            return
        from .proof import differing

        urls = {id(page.frame): page.url for page in pages}
        if wrong := differing(self._config_file, edition, list(urls.values()), made, self._theme(edition), frames):
            frames.refuse()
            self._unfit = Unfit(_("the theme's templates do something unusual ({page})").format(page=wrong))
            raise self._unfit
        frames.prove()


def _own_articles(edition: Edition, frames: Frames) -> Mapping[str, Article]:
    """The set's own pages, which MkDocs renders."""
    if not edition.own_pages:
        return {}
    from .own_pages import own_articles

    return own_articles(edition, frames)


def _entries(edition: Edition, names: list[str]) -> Iterator[NavEntry]:
    """The sessions in the navigation's order."""
    titles: dict[str, str] = {}

    def collect(items: Any) -> None:
        for item in items:
            for title, below in item.items() if isinstance(item, dict) else ():
                if isinstance(below, list):
                    collect(below)
                elif below.startswith(SESSIONS) and below != SESSIONS:
                    titles[below.removeprefix(SESSIONS)] = title

    collect(edition.handbook.navigation)
    if set(titles) != set(names):
        raise Unfit(_("not every session stands in the navigation"))
    return (NavEntry(name, title) for name, title in titles.items())
