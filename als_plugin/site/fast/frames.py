"""The frames of one shape, and what else all its editions have in common: the guidance, the theme's files, the policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs.structure.files import File
from mkdocs.utils import meta as front_matter

from ..csp import policy
from ..edition import Edition
from ..guidance import expand
from ..setside import GUIDE
from .articles import Article, Articles
from .frame import Frame
from .probe import probe
from .shape import OWN, Shape

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

    def __init__(self, config_file: str, edition: Edition, shape: Shape, *, preview: bool) -> None:
        made = probe(config_file, edition, shape, preview=preview)
        self.workshop, self.frames, self.looks = made.workshop, made.frames, made.looks
        self.articles = Articles(self.workshop.config)
        lasting = [file for file in self.workshop.files if file.src_uri not in self.workshop.side.pages and not file.src_uri.startswith(OWN)]
        self.lasting = lasting
        """The files that are the same in every set."""
        self.static = {file.dest_uri: file.content_bytes for file in lasting if not file.is_documentation_page() and file.inclusion.is_included()}
        self.public = frozenset(self.workshop.side.theme_paths)
        self._guides = [_guide(page) for page in self.workshop.pages.values() if page.url.startswith(GUIDE)]
        self._policies: dict[tuple[str, int], dict[str, Any]] = {}

    def guides(self, edition: Edition) -> Iterator[tuple[Guide, Article]]:
        """The guidance with the edition's facts in it."""
        for guide in self._guides:
            source = guide.file.src_uri
            markdown = expand(guide.markdown, edition.facts, f"docs/{source.removeprefix(GUIDE)}")
            yield guide, self.articles.article(guide.file, self.workshop.files, markdown, guide.meta, keep=True)

    def policy(self, used: Mapping[str, Frame], whole: Mapping[str, str]) -> dict[str, Any]:
        """What pages made of these frames, by path, may run: what the theme has in them; and what these `whole` pages may."""
        found = [self._policy(path, frame) for path, frame in used.items()]
        found.append(policy(whole, {}, frozenset(self.static), self.workshop.side.language))
        merged = {name: sorted({one for policy in found for one in policy[name]}) for name in ("scripts", "hashes", "workers")}
        return merged

    def _policy(self, path: str, frame: Frame) -> dict[str, Any]:
        key = (path.count("/"), id(frame))
        if key not in self._policies:
            text = "".join(part for part in frame.parts if isinstance(part, str))
            self._policies[key] = policy({path: text}, {}, frozenset(self.static), self.workshop.side.language)
        return self._policies[key]


def _guide(page: Any) -> Guide:
    markdown, meta = front_matter.get_data(page.file.content_string)
    return Guide(page.url, page.file, markdown, meta, str(page.title), "title" in vars(page))
