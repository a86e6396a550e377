"""The frames of one shape, and what else all its editions have in common: the guidance, the theme's files, the policy."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from ....words import _
from ...mkdocs.guidance import expand
from ...sets.edition import GUIDE, Edition
from ..content_policy import policy
from .article import Article, Headed
from .cache import FrameCache, Learned
from .common import Common, Source, known, taken
from .facts import Skeleton, marked, skeleton
from .frame import Frame
from .shape import Shape
from .theme import Theme
from .unfit import Unfit

if TYPE_CHECKING:
    from .articles import Articles
    from .lasting import Lasting
    from .probe import Probe
    from .workshop import Workshop

__all__ = ["Frames", "Guide"]

_KEPT = 500
"""Articles with marks for facts: of each page as many as it has wordings."""


@dataclass(frozen=True)
class Guide:
    """A page of the guidance: `title` is what the navigation calls it, `named` whether mkdocs.yml says so."""

    url: str
    source: Source
    title: str
    named: bool

    @property
    def place(self) -> str:
        """Where it is written, for whoever made a mistake in it."""
        return f"docs/{self.source.path.removeprefix(GUIDE)}"


class Frames:
    """Everything that editions of one shape share. Raises Unfit where there is no such thing.

    What was kept is taken as it is; MkDocs is asked, and imported, for what was not.
    """

    def __init__(self, config_file: str, edition: Edition, shape: Shape, theme: Theme, kept: FrameCache) -> None:
        self._kept, self._theme, self._root = kept, theme, Path(os.path.abspath(config_file)).parent
        self._config_file, self._edition, self._shape = config_file, edition, shape
        learned = kept.load()
        self.proven = learned is not None
        self._learned = self._learn() if learned is None else learned
        theme.contents.patterns = {**self._learned.contents, **theme.contents.patterns}
        theme.common = self.common = theme.common or self._common()
        self.frames, self.looks = self._learned.frames, self._learned.looks
        self._guides = [Guide(url, self.common.guides[url], title, url in self._learned.named) for url, title in self._learned.titles.items()]
        self._marked: LRUCache[tuple[str, str], Skeleton | None] = LRUCache(_KEPT)
        """The guides that name facts, by address and Markdown with marks; None where facts must go through Markdown themselves."""
        self._marked.update({(url, markdown): skeleton(article, marks) for url, markdown, marks, article in self._learned.marked})
        self._public: dict[tuple[str, str], tuple[str, ...]] = {}
        """The marks of those in which nothing of a set's stands."""
        self._policies: dict[tuple[int, int], dict[str, Any]] = {}

    def _learn(self) -> Learned:
        from .probe import Probe

        probe = Probe(self._edition, self._shape)
        workshop = self._whole = self._filled(probe)
        learned = _learned(workshop, probe)
        # Another number of entries, and longer marks: what depends on either shows.
        other = Probe(self._edition, self._shape, many=6, shift=100)
        if other.frames(self._filled(other)) != learned.frames:
            raise Unfit(_("the theme's pages depend on how many there are, or how long their titles are"))
        return learned

    def _filled(self, probe: Probe) -> Workshop:
        return self._make(probe.edition, probe.site_url, articles=self.articles, change=probe.change)

    def _make(self, edition: Edition, site_url: str, **more: Any) -> Workshop:
        from .workshop import Workshop

        return Workshop(self._config_file, edition, site_url, theme=self._theme, **more)

    def _common(self) -> Common:
        kept = self._learned.common and known(self._learned.common, self._root)
        return kept or taken(self._whole, self._root)

    @cached_property
    def articles(self) -> Articles:
        """Articles as MkDocs renders them."""
        from .articles import Articles

        return Articles()

    @cached_property
    def _whole(self) -> Workshop:
        """A workshop with the pages of this shape and no other."""
        from .probe import Probe

        probe = Probe(self._edition, self._shape)
        return self._make(probe.edition, probe.site_url, search=self._learned.search)

    @property
    def lasting(self) -> Lasting:
        """MkDocs' files that all shapes have in common."""
        from .lasting import Lasting

        self._theme.lasting = self._theme.lasting or Lasting(self._whole)
        return self._theme.lasting

    def contents(self, toc: Sequence[Headed]) -> str:
        """A table of contents as the theme renders it."""
        return self._theme.contents.html(toc, self._render_contents)

    def _render_contents(self, toc: Any) -> str:
        return self.lasting.workshop.contents(toc)

    def prove(self) -> None:
        """These frames give what the theme gives: they may be kept, where no set's facts can be in them."""
        self.proven = True
        if all(guide.named or guide.title in guide.source.markdown or guide.title == guide.source.meta.get("title") for guide in self._guides):
            found = {guide.url: self.articles.known(guide.source.path, guide.source.markdown) for guide in self._guides}
            self._learned = replace(self._learned, articles={url: article for url, article in found.items() if article})
            self._save()
        else:
            self._kept.refuse()

    def remember(self) -> None:
        """Keep the guidance in other wordings too, and other tables of contents, which a set has brought that is like none before it."""
        if self._learned.articles and (self._public or not self._learned.contents.keys() >= self._theme.contents.patterns.keys()):
            self._save()

    def _save(self) -> None:
        more = [(*key, marks, found.article) for key, marks in self._public.items() if (found := self._marked.get(key))]
        contents = dict(list(self._theme.contents.patterns.items())[-_KEPT:])
        self._learned = replace(
            self._learned, marked=[*self._learned.marked, *more][-_KEPT:], common=self.common.kept, contents=contents
        )
        self._public.clear()
        self._kept.save(self._learned)

    def refuse(self) -> None:
        """These frames do not give what the theme gives."""
        self._kept.refuse()

    def guides(self, edition: Edition) -> Iterator[tuple[Guide, Article]]:
        """The guidance with the edition's facts in it."""
        for guide in self._guides:
            yield guide, self._guide(guide, edition.facts)

    def _guide(self, guide: Guide, facts: Mapping[str, Any]) -> Article:
        written = guide.source.markdown
        if found := marked(written, facts, guide.place, self.common.extensions):
            if found.markdown == written:
                return self._learned.articles.get(guide.url) or self._article(guide, written)
            key = (guide.url, found.markdown)
            if key not in self._marked:
                self._marked[key] = skeleton(self._article(guide, found.markdown), found.marks)
                if found.public:
                    self._public[key] = found.marks
            if filling := self._marked[key]:
                return filling.filled(found.facts)
        return self._article(guide, expand(written, facts, guide.place))

    def _article(self, guide: Guide, markdown: str) -> Article:
        """A page of the guidance with this Markdown; where it leads to pages that only this shape has, rendered with those."""
        if article := self.articles.known(guide.source.path, markdown) or self.lasting.article(guide.url, markdown, guide.source.meta):
            return article
        whole = self._whole
        return self.articles.article(whole.config, self.lasting.guides[guide.url], whole.files, markdown, guide.source.meta, keep=True)

    def policy(self, used: Mapping[str, Frame], whole: Mapping[str, str]) -> dict[str, Any]:
        """What pages made of these frames, by path, may run: what the theme has in them; and what these `whole` pages may."""
        found = [self._policy(path, frame) for path, frame in used.items()]
        found.append(policy(whole, {}, frozenset(self.common.static), self.common.language))
        merged = {name: sorted({one for policy in found for one in policy[name]}) for name in ("scripts", "hashes", "workers")}
        return merged

    def _policy(self, path: str, frame: Frame) -> dict[str, Any]:
        key = (path.count("/"), id(frame))
        if key not in self._policies:
            text = "".join(part for part in frame.parts if isinstance(part, str))
            self._policies[key] = policy({path: text}, {}, frozenset(self.common.static), self.common.language)
        return self._policies[key]


def _learned(workshop: Workshop, probe: Probe) -> Learned:
    guides = {page.url: page for page in workshop.pages.values() if page.url.startswith(GUIDE)}
    titles = {url: str(page.title) for url, page in guides.items()}
    named = {url for url, page in guides.items() if page.file.src_uri in workshop.named}
    return Learned(probe.frames(workshop), probe.looks, titles, named, workshop.search)
