"""The proof: pages made of frames, held against what MkDocs and the theme make of them."""

from __future__ import annotations

from collections.abc import Sequence

from ...sets.edition import Edition
from ..output import Rendered
from .shape import MISSING
from .shape_frames import Frames
from .theme import Theme
from .white_space import plain
from .workshop import Workshop

__all__ = ["differing"]


def differing(
    config_file: str, edition: Edition, urls: Sequence[str], made: Rendered, theme: Theme, frames: Frames
) -> str | None:
    """The first of these pages (or the page for what is missing) that is not the theme's, white space between lines
    apart; None if all are."""
    workshop = Workshop(config_file, edition, edition.site_url, theme=theme, articles=frames.articles)
    if {f"{url}index.html" for url in workshop.pages} | {MISSING} != {path for path in made.files if path.endswith(".html") and path not in edition.attachments}:
        return "the list of pages"
    for url in urls:
        if plain(workshop.output(workshop.pages[url])) != plain(made.data(f"{url}index.html").decode()):
            return f"{url}index.html"
    return MISSING if plain(workshop.missing(edition.base)) != plain(made.data(MISSING).decode()) else None
