"""What all editions of one language have in common, whatever their shape, told without MkDocs: so that it may be kept beside the frames."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...mkdocs.public_files import shipped

if TYPE_CHECKING:
    from .workshop import Workshop

__all__ = ["Common", "Source", "known", "taken"]


@dataclass(frozen=True)
class Source:
    """A page of the guidance as it is written: where, its Markdown, its front matter."""

    path: str
    markdown: str
    meta: dict[str, Any]


@dataclass(frozen=True)
class Common:
    """The files that are the same in every set, those of them that come as they are from the theme or from us (`public`), the theme's
    language, what the search index begins with, the names of Markdown's extensions, and the guidance's pages by address. `kept`: the
    same as it may be kept for the next build; None where somebody else has a say in settings."""

    static: Mapping[str, bytes]
    public: frozenset[str]
    language: str
    search: dict[str, Any]
    extensions: frozenset[str]
    guides: Mapping[str, Source]
    kept: dict[str, Any] | None = None


def taken(workshop: Workshop, root: Path) -> Common:
    """What is in common, from a workshop. `root` is the organisation's folder."""
    from .lasting import lasting_files, source_of, statics  # MkDocs is at hand

    files = lasting_files(workshop)
    guides = {file.page.url: source_of(file) for file in files if file.page is not None}
    search = workshop.search_index
    static = statics(files)
    places = {path: _place(path, source, data, root, workshop.colour) for path, (source, data) in static.items()}
    told: dict[str, Any] = {
        "static": places,
        "public": sorted(workshop.hooks.theme_paths),
        "language": workshop.hooks.language,
        "colour": workshop.colour,
        "search": search,
        "extensions": sorted(workshop.config.markdown_extensions),
        "guides": {url: [guide.path, guide.markdown, guide.meta] for url, guide in guides.items()},
    }
    return Common(
        {path: data for path, (_source, data) in static.items()},
        frozenset(workshop.hooks.theme_paths),
        workshop.hooks.language,
        search,
        frozenset(workshop.config.markdown_extensions),
        guides,
        told if workshop.ours_alone and None not in places.values() and _survives(told) else None,
    )


def known(told: dict[str, Any], root: Path) -> Common | None:
    """The same from what was kept of it; None where a file is not what it was."""
    ours, static = shipped(told["colour"]), dict[str, bytes]()
    for path, (where, name, digest) in told["static"].items():
        if where == "ours":
            data = ours.get(path)
        else:
            try:
                data = (root / name).read_bytes()  # a theme's file has an absolute path
            except OSError:
                data = None
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            return None
        static[path] = data
    guides = {url: Source(*guide) for url, guide in told["guides"].items()}
    return Common(static, frozenset(told["public"]), told["language"], told["search"], frozenset(told["extensions"]), guides, told)


def _place(path: str, source: str | None, data: bytes, root: Path, colour: str | None) -> tuple[str, str, str] | None:
    """Where such a file is found again: among ours, in the organisation's folder, in a package."""
    digest = hashlib.sha256(data).hexdigest()
    if source is None:
        return ("ours", "", digest) if shipped(colour).get(path) == data else None
    place = Path(source)
    return ("file", str(place.relative_to(root)) if place.is_relative_to(root) else str(place), digest)


def _survives(told: dict[str, Any]) -> bool:
    """Whether it is the same when it has been written as JSON and read again: front matter may hold anything."""
    try:
        return bool(json.loads(json.dumps({**told, "static": []})) == {**told, "static": []})
    except (TypeError, ValueError):
        return False
