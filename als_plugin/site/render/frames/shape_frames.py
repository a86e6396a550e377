"""The frames of one shape, and what else all its editions have in common: the guidance, the theme's files, the policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from mkdocs.structure.files import File
from mkdocs.utils import meta as front_matter

from ....words import _
from ...mkdocs.guidance import expand
from ...mkdocs.set_hooks import GUIDE
from ...sets.edition import Edition
from ..content_policy import policy
from .articles import Article, Articles
from .cache import FrameCache, Learned
from .frame import Frame
from .probe import Probe
from .shape import OWN, Shape
from .theme import Theme
from .unfit import Unfit
from .workshop import Workshop

__all__ = ["Frames", "Guide"]


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
        learned = kept.load()
        self.proven = learned is not None
        self.articles = Articles()
        workshop = partial(_workshop, config_file, theme, self.articles)
        probe = Probe(edition, shape)
        self.workshop = workshop(probe, fill=learned is None)
        if not learned:
            titles = {page.url: str(page.title) for page in self.workshop.pages.values() if page.url.startswith(GUIDE)}
            learned = Learned(probe.frames(self.workshop), probe.looks, titles)
            # Another number of entries, and longer marks: what depends on either shows.
            other = Probe(edition, shape, many=6, shift=100)
            if other.frames(workshop(other, fill=True)) != learned.frames:
                raise Unfit(_("the theme's pages depend on how many there are, or how long their titles are"))
        self.frames, self.looks = learned.frames, learned.looks
        own = self.workshop.hooks.pages
        self.lasting = [file for file in self.workshop.files if file.src_uri not in own and not file.src_uri.startswith(OWN)]
        """The files that are the same in every set."""
        self.static = {
            file.dest_uri: file.content_bytes
            for file in self.lasting
            if not file.is_documentation_page() and file.inclusion.is_included()
        }
        self.public = frozenset(self.workshop.hooks.theme_paths)
        self._guides = [_guide(self.workshop, url, title) for url, title in learned.titles.items()]
        self._same = learned.articles
        """The articles of guides that are the same in every set, by address."""
        self._policies: dict[tuple[int, int], dict[str, Any]] = {}

    def prove(self) -> None:
        """These frames give what the theme gives: they may be kept, where no set's facts can be in them."""
        self.proven = True
        if all(guide.named or guide.title in guide.file.content_string for guide in self._guides):
            found = {guide.url: self.articles.known(guide.file.src_uri, guide.markdown) for guide in self._guides}
            same = {url: article for url, article in found.items() if article}
            self._kept.save(Learned(self.frames, self.looks, {guide.url: guide.title for guide in self._guides}, same))
        else:
            self._kept.refuse()

    def refuse(self) -> None:
        """These frames do not give what the theme gives."""
        self._kept.refuse()

    def guides(self, edition: Edition) -> Iterator[tuple[Guide, Article]]:
        """The guidance with the edition's facts in it."""
        for guide in self._guides:
            source = guide.file.src_uri
            markdown = expand(guide.markdown, edition.facts, f"docs/{source.removeprefix(GUIDE)}")
            if markdown == guide.markdown and (same := self._same.get(guide.url)):
                yield guide, same
                continue
            yield guide, self.articles.article(self.workshop.config, guide.file, self.workshop.files, markdown, guide.meta, keep=True)

    def policy(self, used: Mapping[str, Frame], whole: Mapping[str, str]) -> dict[str, Any]:
        """What pages made of these frames, by path, may run: what the theme has in them; and what these `whole` pages may."""
        found = [self._policy(path, frame) for path, frame in used.items()]
        found.append(policy(whole, {}, frozenset(self.static), self.workshop.hooks.language))
        merged = {name: sorted({one for policy in found for one in policy[name]}) for name in ("scripts", "hashes", "workers")}
        return merged

    def _policy(self, path: str, frame: Frame) -> dict[str, Any]:
        key = (path.count("/"), id(frame))
        if key not in self._policies:
            text = "".join(part for part in frame.parts if isinstance(part, str))
            self._policies[key] = policy({path: text}, {}, frozenset(self.static), self.workshop.hooks.language)
        return self._policies[key]


def _workshop(config_file: str, theme: Theme, articles: Articles, probe: Probe, *, fill: bool) -> Workshop:
    change = probe.change if fill else None
    return Workshop(config_file, probe.edition, probe.site_url, theme, articles, change=change, fill=fill)


def _guide(workshop: Workshop, url: str, title: str) -> Guide:
    file = workshop.pages[url].file
    markdown, meta = front_matter.get_data(file.content_string)
    return Guide(url, file, markdown, meta, title, file.src_uri in workshop.named)
