"""Frames kept from one build to the next, in the user's cache folder: nothing but the theme, the guidance's titles and those of
its pages in which no set is named, and words of ours. They may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson
from platformdirs import user_cache_path

from ....files import lock, write_cache
from .article import Article, heard, told
from .contents import Pattern
from .frame import Frame, Run
from .marks import Gap
from .shape import Look, Shape

__all__ = ["FrameCache", "Learned"]

_MOST = 12
"""How many shapes are kept; the oldest go first."""


@dataclass(frozen=True)
class Learned:
    """Frames by kind of page; by address looks, what the navigation calls a page of the guidance (`named`: because mkdocs.yml says
    so), and the articles of those of its pages that are the same in every set. `search`: what the theme's search goes by. `marked`: of
    the other pages address, Markdown with marks in place of facts, the marks, and the article. `common`: what all shapes have in common,
    if it may be kept; `contents`: what tables of contents look like."""

    frames: dict[str, Frame]
    looks: dict[str, Look]
    titles: dict[str, str]
    named: set[str]
    search: dict[str, Any]
    articles: dict[str, Article] = field(default_factory=dict)
    marked: list[tuple[str, str, tuple[str, ...], Article]] = field(default_factory=list)
    common: dict[str, Any] | None = None
    contents: dict[str, Pattern | None] = field(default_factory=dict)


class FrameCache:
    """Where the frames of one shape are kept, if they are. `shared` is a digest of everything that they are made of; "" keeps
    nothing."""

    def __init__(self, shared: str, shape: Shape) -> None:
        name = hashlib.sha256(repr((shared, shape)).encode()).hexdigest()
        self._folder = user_cache_path("als") / "frames"
        self._file = self._folder / f"{name}.json" if shared else None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Be the only process that learns these frames; the others wait, and find them kept. Where frames cannot be kept, or
        there is nothing to learn any more, nobody waits."""
        if self._file is None or self._file.exists():
            yield
            return
        place = self._file.with_suffix(".lock")
        with ExitStack() as held:
            with suppress(OSError):
                held.enter_context(lock(place))
            yield
        with suppress(OSError):
            place.unlink(missing_ok=True)

    def load(self) -> Learned | None:
        """What was kept; None where nothing was."""
        if self._file is None:
            return None
        try:
            read = orjson.loads(self._file.read_bytes())
            frames = {kind: Frame(tuple(_part(part) for part in parts)) for kind, parts in read["frames"].items()}
            looks = {url: Look(**look) for url, look in read["looks"].items()}
            articles = {url: _article(*told) for url, told in read["articles"].items()}
            marked = [(url, markdown, tuple(marks), _article(*told)) for url, markdown, marks, told in read["marked"]]
            contents = {tree: parts and tuple(_gap(part) for part in parts) for tree, parts in read["contents"].items()}
            titles, named, search = dict(read["titles"]), set(read["named"]), dict(read["search"])
            return Learned(frames, looks, titles, named, search, articles, marked, read["common"], contents)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def save(self, learned: Learned) -> None:
        """Keep what was proven. A cache that cannot be written is none."""
        frames = {
            kind: [part if isinstance(part, str) else asdict(part) for part in frame.parts] for kind, frame in learned.frames.items()
        }
        articles = {url: _plainly(each) for url, each in learned.articles.items()}
        marked = [(url, markdown, marks, _plainly(each)) for url, markdown, marks, each in learned.marked]
        looks = {url: asdict(look) for url, look in learned.looks.items()}
        contents = {tree: parts and [part if isinstance(part, str) else asdict(part) for part in parts] for tree, parts in learned.contents.items()}
        rest = {"titles": learned.titles, "named": sorted(learned.named), "search": learned.search, "marked": marked}
        self._write({"frames": frames, "looks": looks, "articles": articles, "common": learned.common, "contents": contents, **rest})

    def refuse(self) -> None:
        """Say that such frames are not kept, so that no process waits for another to learn them."""
        self._write({})

    def _write(self, told: dict[str, Any]) -> None:
        if self._file is None:
            return
        write_cache(self._file, json.dumps(told))
        with suppress(OSError):
            for old in sorted(self._folder.glob("*.json"), key=_age)[_MOST:]:
                old.unlink(missing_ok=True)


def _plainly(article: Article) -> tuple[str, list[dict[str, Any]], str]:
    return article.content, told(article.toc), article.title


def _article(content: str, toc: list[dict[str, Any]], title: str) -> Article:
    return Article(content, heard(toc), title)


def _gap(part: Any) -> str | Gap:
    return part if isinstance(part, str) else Gap(**part)


def _part(part: Any) -> str | Gap | Run:
    return part if isinstance(part, str) else Run(**part) if "joint" in part else Gap(**part)


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0
