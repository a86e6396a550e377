"""An article written in Markdown, as frames are filled with it and as it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ....pages import Heading
from ...sets.headings import nested

__all__ = ["Article", "Headed", "headed", "heard", "headings_of", "told"]


@dataclass(frozen=True)
class Headed:
    """An entry of a table of contents, and those below it: what MkDocs has of it, without MkDocs."""

    title: str
    id: str
    level: int
    children: tuple[Headed, ...]

    @property
    def url(self) -> str:
        """Where it leads to within its page."""
        return f"#{self.id}"


@dataclass(frozen=True)
class Article:
    """A page's article, its table of contents, and the title that MkDocs gives the page."""

    content: str
    toc: tuple[Headed, ...]
    title: str


def headed(links: Iterable[Any]) -> tuple[Headed, ...]:
    """A table of contents of MkDocs' own."""
    return tuple(Headed(link.title, link.id, link.level, headed(link.children)) for link in links)


def told(toc: Iterable[Headed]) -> list[Any]:
    """A table of contents as the extension of Markdown tells it."""
    return [{"name": each.title, "id": each.id, "level": each.level, "children": told(each.children)} for each in toc]


def heard(tokens: Iterable[dict[str, Any]]) -> tuple[Headed, ...]:
    """What `told` has told."""
    return tuple(Headed(token["name"], token["id"], token["level"], heard(token["children"])) for token in tokens)


@lru_cache(maxsize=1000)
def headings_of(headings: tuple[Heading, ...]) -> tuple[Headed, ...]:
    """The table of contents of a page made of records. Headings of a page are the same in each view, and mostly in the next preview."""
    return heard(nested(headings))
