"""A set's own pages as articles."""

from __future__ import annotations

from mkdocs.structure.files import File, Files
from mkdocs.utils import meta as front_matter

from ....words import _
from ...mkdocs.guidance import expand
from ...mkdocs.set_hooks import own_source, record_sources
from ...sets.edition import Edition
from .article import Article
from .shape_frames import Frames
from .unfit import Unfit

__all__ = ["own_articles"]


def own_articles(edition: Edition, frames: Frames) -> dict[str, Article]:
    """The articles by source (`pages/our-room.md`), with links to any page and file of this set.

    Raises Unfit for a page with front matter, which may ask for anything.
    """
    lasting = frames.lasting
    config = lasting.workshop.config
    made = {
        **{source: File.generated(config, source, content="") for source in record_sources(edition)},
        **{path: File.generated(config, path, content="") for path in edition.own_pages},
        **{path: File.generated(config, path, content=data) for path, (data, _kind) in edition.handbook.files.items()},
        **{path: File.generated(config, path, abs_src_path=str(source)) for path, source in edition.attachments.items()},
    }
    files = Files([*lasting.files, *made.values()])
    articles = {}
    for path, text in edition.own_pages.items():
        markdown, meta = front_matter.get_data(own_source(text))
        if meta:
            raise Unfit(_("one of the set's own pages has front matter"))
        expanded = expand(markdown, edition.facts, f"sets/{edition.set_id}/{path}")
        articles[path] = frames.articles.article(config, made[path], files, expanded, {}, keep=False)
    return articles
