"""The frames of one shape, and what else all its editions have in common: the guidance, the theme's files, the policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from cachetools import LRUCache
from mkdocs.structure.files import File
from mkdocs.utils import meta as front_matter

from ....words import _
from ...mkdocs.guidance import expand
from ...mkdocs.set_hooks import GUIDE
from ...sets.edition import Edition
from ..content_policy import policy
from .articles import Article, Articles
from .cache import FrameCache, Learned
from .common import Common
from .facts import Skeleton, marked, skeleton
from .frame import Frame
from .probe import Probe
from .shape import Shape
from .theme import Theme
from .unfit import Unfit
from .workshop import Workshop

__all__ = ["Frames", "Guide"]

_KEPT = 500
"""Articles with marks for facts: of each page as many as it has wordings."""


@dataclass(frozen=True)
class Guide:
    """A page of the guidance: `title` is what the navigation calls it, `named` whether mkdocs.yml says so."""

    url: str
    file: File
    markdown: str
    meta: dict[str, Any]
    title: str
    named: bool


class Frames:
    """Everything that editions of one shape share. Raises Unfit where there is no such thing."""

    def __init__(self, config_file: str, edition: Edition, shape: Shape, theme: Theme, kept: FrameCache) -> None:
        self._kept = kept
        self._make = partial(Workshop, config_file, theme=theme)
        self._probe = Probe(edition, shape)
        self.articles = Articles()
        learned = kept.load()
        self.proven = learned is not None
        if learned is None:
            workshop = self._whole = self._filled(self._probe)
            self.common = Common(workshop)
            learned = _learned(workshop, self._probe)
            # Another number of entries, and longer marks: what depends on either shows.
            other = Probe(edition, shape, many=6, shift=100)
            if other.frames(self._filled(other)) != learned.frames:
                raise Unfit(_("the theme's pages depend on how many there are, or how long their titles are"))
        else:
            self._learned = learned
            self.common = theme.common = theme.common or Common(self._empty())
        self._learned = learned
        self.frames, self.looks = learned.frames, learned.looks
        self._guides = [_guide(self.common.guides[url], url, title, url in learned.named) for url, title in learned.titles.items()]
        self._marked: LRUCache[tuple[str, str], Skeleton | None] = LRUCache(_KEPT)
        """The guides that name facts, by address and Markdown with marks; None where facts must go through Markdown themselves."""
        self._marked.update({(url, markdown): skeleton(article, marks) for url, markdown, marks, article in learned.marked})
        self._public: dict[tuple[str, str], tuple[str, ...]] = {}
        """The marks of those in which nothing of a set's stands."""
        self._policies: dict[tuple[int, int], dict[str, Any]] = {}

    def _filled(self, probe: Probe) -> Workshop:
        return self._make(probe.edition, probe.site_url, articles=self.articles, change=probe.change)

    def _empty(self) -> Workshop:
        return self._make(self._probe.edition, self._probe.site_url, search=self._learned.search)

    @cached_property
    def _whole(self) -> Workshop:
        """A workshop with the pages of this shape and no other."""
        return self._empty()

    def prove(self) -> None:
        """These frames give what the theme gives: they may be kept, where no set's facts can be in them."""
        self.proven = True
        if all(guide.named or guide.title in guide.file.content_string for guide in self._guides):
            found = {guide.url: self.articles.known(guide.file.src_uri, guide.markdown) for guide in self._guides}
            self._learned = replace(self._learned, articles={url: article for url, article in found.items() if article})
            self._save()
        else:
            self._kept.refuse()

    def remember(self) -> None:
        """Keep the guidance in other wordings too, which a set has brought that is like none before it."""
        if self._public and self._learned.articles:
            self._save()

    def _save(self) -> None:
        more = [(*key, marks, known.article) for key, marks in self._public.items() if (known := self._marked.get(key))]
        self._learned = replace(self._learned, marked=[*self._learned.marked, *more][-_KEPT:])
        self._public.clear()
        self._kept.save(self._learned)

    def refuse(self) -> None:
        """These frames do not give what the theme gives."""
        self._kept.refuse()

    def guides(self, edition: Edition) -> Iterator[tuple[Guide, Article]]:
        """The guidance with the edition's facts in it."""
        for guide in self._guides:
            yield guide, self._guide(guide, edition.facts, f"docs/{guide.file.src_uri.removeprefix(GUIDE)}")

    def _guide(self, guide: Guide, facts: Mapping[str, Any], place: str) -> Article:
        if found := marked(guide.markdown, facts, place, self.common.workshop.config.markdown_extensions):
            if found.markdown == guide.markdown:
                return self._learned.articles.get(guide.url) or self._article(guide, guide.markdown)
            key = (guide.url, found.markdown)
            if key not in self._marked:
                self._marked[key] = skeleton(self._article(guide, found.markdown), found.marks)
                if found.public:
                    self._public[key] = found.marks
            if known := self._marked[key]:
                return known.filled(found.facts)
        return self._article(guide, expand(guide.markdown, facts, place))

    def _article(self, guide: Guide, markdown: str) -> Article:
        """A page of the guidance with this Markdown; where it leads to pages that only this shape has, rendered with those."""
        if known := self.articles.known(guide.file.src_uri, markdown):
            return known
        if article := self.common.article(guide.file, markdown, guide.meta):
            return article
        whole = self._whole
        return self.articles.article(whole.config, guide.file, whole.files, markdown, guide.meta, keep=True)

    def policy(self, used: Mapping[str, Frame], whole: Mapping[str, str]) -> dict[str, Any]:
        """What pages made of these frames, by path, may run: what the theme has in them; and what these `whole` pages may."""
        found = [self._policy(path, frame) for path, frame in used.items()]
        found.append(policy(whole, {}, frozenset(self.common.static), self.common.workshop.hooks.language))
        merged = {name: sorted({one for policy in found for one in policy[name]}) for name in ("scripts", "hashes", "workers")}
        return merged

    def _policy(self, path: str, frame: Frame) -> dict[str, Any]:
        key = (path.count("/"), id(frame))
        if key not in self._policies:
            text = "".join(part for part in frame.parts if isinstance(part, str))
            self._policies[key] = policy({path: text}, {}, frozenset(self.common.static), self.common.workshop.hooks.language)
        return self._policies[key]


def _learned(workshop: Workshop, probe: Probe) -> Learned:
    guides = {page.url: page for page in workshop.pages.values() if page.url.startswith(GUIDE)}
    titles = {url: str(page.title) for url, page in guides.items()}
    named = {url for url, page in guides.items() if page.file.src_uri in workshop.named}
    return Learned(probe.frames(workshop), probe.looks, titles, named, workshop.search)


def _guide(file: File, url: str, title: str, named: bool) -> Guide:
    markdown, meta = front_matter.get_data(file.content_string)
    return Guide(url, file, markdown, meta, title, named)
