"""What goes into a locked site: files, pages made of a skeleton and its fill, and public files that it leans on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from als_plugin.vault.letters import Letter

__all__ = ["Clear", "Content", "Entry", "PageContent", "Shared", "Slot", "ViewContent", "assemble"]


@dataclass(frozen=True)
class Slot:
    """A named gap in a page's skeleton."""

    name: str


@dataclass(frozen=True)
class Shared:
    """A text that many pages have in one of their gaps; it is stored once."""

    text: str


def assemble(skeleton: Sequence[str | Slot], fill: Mapping[str, str | Shared]) -> str:
    """The page: the skeleton's texts joined, each gap replaced once by its fill. Raises KeyError for a gap without a fill."""
    return "".join(part if isinstance(part, str) else _text(fill[part.name]) for part in skeleton)


def _text(fill: str | Shared) -> str:
    return fill.text if isinstance(fill, Shared) else fill


@dataclass(frozen=True)
class Content:
    """A whole file. After `until` (a day in the set's timezone) it counts as missing."""

    data: bytes
    type: str
    until: dt.date | None = None

    def assembled(self) -> bytes:
        """The file as a reader gets it."""
        return self.data


@dataclass(frozen=True)
class PageContent:
    """A page as a skeleton, which many pages can share, and what fills its gaps."""

    skeleton: Sequence[str | Slot]
    fill: Mapping[str, str | Shared]
    type: str = "text/html; charset=utf-8"
    until: dt.date | None = None

    def assembled(self) -> bytes:
        """The page as a reader gets it. Raises KeyError for a gap without a fill."""
        return assemble(self.skeleton, self.fill).encode()


Entry = Content | PageContent


@dataclass(frozen=True)
class Clear:
    """A public file outside the set's folder: its address from that folder (`../assets/…`), SHA-256 and type."""

    url: str
    sha256: bytes
    type: str


@dataclass(frozen=True)
class ViewContent:
    """All that one view may read. `audience` is `members` or `facilitator`; `files` and `clear` go by path of the site.
    `also`: the places of further views of the same build that whoever reads this one may open as well. `letters` are for one
    reader each; `inbox` names those who take replies in, each with `public` (bytes) and whatever else helps to reach them. `eyes`: whose
    own view it is, names by id, for who may open it as a further one."""

    audience: str
    since: dt.date | None
    files: Mapping[str, Entry]
    clear: Mapping[str, Clear] = field(default_factory=dict)
    csp: Mapping[str, Any] = field(default_factory=lambda: {"scripts": [], "hashes": [], "workers": []})
    timezone: str = "Europe/London"
    also: Sequence[int] = ()
    letters: Sequence[Letter] = ()
    inbox: Sequence[Mapping[str, Any]] = ()
    eyes: Mapping[str, str] = field(default_factory=dict)
    base: str | None = None
    """The path on its host of the folder that 404.html was made for, where anybody knows it."""
