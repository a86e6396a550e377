"""A set's own build inside MkDocs: its pages, the guidance under guide/, and nothing else of the front door's."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Navigation, Section, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from ...client import page_words
from ...pages import Heading
from ...pages import Page as RecordPage
from ...words import _, ngettext, speaking
from ..sets.edition import GUIDE, Edition, sees_guides
from ..sets.headings import nested
from . import public_files as public
from .guidance import expand
from .hooks import Hooks
from .other_plugins import caching_below, expands_jinja, make_navigation, named_paths, without
from .shell import STATEMENT, add_shell
from .theme import add_public_files, add_styles, colour_of, is_theme_file, keep_to_itself, speak
from .tokens import Tokens

__all__ = ["SetHooks", "own_source", "record_sources", "table_of_contents"]

_CANONICAL = re.compile(r'<link rel="canonical" href="[^"]*">')
# A link to an attachment is written as in records (files/plan.pdf); the page itself stands one folder deeper.
_ATTACHMENT_LINK = re.compile(r"(\]\(|\]:\s*|(?:href|src)=[\"'])(files/)")


class SetHooks(Hooks):
    """One edition of one set; other plugins' caches belong into `caches`."""

    def __init__(self, edition: Edition, *, caches: Path | None = None) -> None:
        self.edition = edition
        self.caches = caches
        self.pages: dict[str, RecordPage] = {}
        self.theme_paths: set[str] = set()
        """Paths of files that come as they are from the theme's package or from ours."""
        self.tokens = Tokens()

    def config(self, config: MkDocsConfig) -> MkDocsConfig:
        edition = self.edition
        config.site_name = escape(edition.name)  # the theme writes it as it is given
        config.use_directory_urls = True
        config.repo_url = config.edit_uri = None
        config.site_description = None
        config.theme["font"] = False  # the theme would load fonts from another host
        keep_to_itself(config)
        self.language = speak(config, edition.language)
        add_styles(config)
        with speaking(edition.language):
            add_shell(config, guide=GUIDE)
            self.script_words = page_words(_, ngettext)
        config.extra_javascript = [*config.extra_javascript, *public.scripts()]
        self.pages = record_sources(edition)
        self.front_nav = config.nav
        self.nav_by_others = config.nav is None and make_navigation(config)
        self.shared = expands_jinja(config)
        self.left_out = without(config)
        if self.caches:
            caching_below(config, self.caches)
        return config

    def files(self, files: Files, config: MkDocsConfig) -> Files:
        made = Files([])
        kept = _kept(config)
        guide_pages: list[str] = []
        for file in files:
            if file.src_dir != config.docs_dir:
                if is_theme_file(file):
                    self.theme_paths.add(file.dest_uri)
                made.append(file)
                continue
            if any(file.src_uri.startswith(f"{folder}/") for folder in self.left_out):
                continue
            # What MkDocs leaves out of a site (`.meta.yml`) may be what another plugin reads.
            made.append(_moved(config, file))
            if not file.inclusion.is_included():
                continue
            if file.is_documentation_page():
                guide_pages.append(GUIDE + file.src_uri)
            elif file.src_uri in kept or file.src_uri.split("/")[0] in kept:
                made.append(file)
        add_public_files(made, config)
        self.theme_paths |= set(public.shipped(colour_of(config)))
        for source in self.pages:
            made.append(File.generated(config, source, content=""))
        for path, text in self.edition.own_pages.items():
            made.append(File.generated(config, path, content=own_source(text)))
        for path, (data, _type) in self.edition.handbook.files.items():
            made.append(File.generated(config, path, content=data))
        for path, place in self.edition.attachments.items():
            made.append(File.generated(config, path, abs_src_path=str(place)))
        self.guide_pages = guide_pages
        if any(file.dest_uri == f"{GUIDE}{STATEMENT}index.html" for file in made):
            config.theme["als"]["statement"] = GUIDE + STATEMENT
        config.nav = None if self.nav_by_others else self._nav(_guide_nav(self.front_nav) if self.front_nav else sorted(guide_pages))
        return made

    def _nav(self, guide: list[Any]) -> list[Any]:
        """The navigation as mkdocs.yml would have it, with this guide in it."""
        parents = {path for path in (page.path for page in self.pages.values()) if _has_children(path, self.edition)}
        with speaking(self.edition.language):
            *places, (title, about) = [entry for item in self.edition.handbook.navigation for entry in item.items()]  # type: ignore[union-attr]
            return [
                *(_nav({name: below}, parents) for name, below in places),
                {title: [*_nav({title: about}, parents)[title], *sorted(self.edition.own_pages)]},
                *([{_("Guide"): _for_reader(guide, self.edition)}] if self.guide_pages else []),
            ]

    def navigation(self, nav: Navigation, files: Files, config: MkDocsConfig) -> Navigation:
        """Where another plugin made the navigation, the guide's part of it is taken, and the rest is ours as ever."""
        if not self.nav_by_others:
            return nav
        guide = next((_items(section.children) for section in nav.items if section.is_section and _first_source(section).startswith(GUIDE)), [])
        for file in files.documentation_pages():
            if file.src_uri in self.pages:
                file.page = None  # it was made with a title of MkDocs' own making
        config.nav = self._nav(guide)
        return get_navigation(files, config)

    def markdown(self, markdown: str, page: Page) -> str:
        source = page.file.src_uri
        if record_page := self.pages.get(source):
            page.meta["title"] = self.tokens.token(record_page.title)
            page.meta["hide"] = [
                *(["toc"] if record_page.wide else []),
                # The tabs lead to it already, and a sidebar would hold nothing but the page itself.
                *([] if self._has_siblings(record_page) else ["navigation"]),
            ]
            return ""
        place = f"sets/{self.edition.set_id}/{source}"
        if source.startswith(GUIDE):
            place = f"docs/{source.removeprefix(GUIDE)}"
        elif source in self.edition.own_pages:
            page.meta = {key: escape(value) if isinstance(value, str) else value for key, value in page.meta.items()}
        else:
            return markdown
        return expand(markdown, self.edition.facts, place, shown=self.tokens.token, shared=self.shared)

    def markdown_last(self, markdown: str, page: Page) -> str:
        if record_page := self.pages.get(page.file.src_uri):
            page.meta["title"] = record_page.title
            return ""
        return self.tokens.filled(markdown)

    def _has_siblings(self, page: RecordPage) -> bool:
        return page.section is not None and sum(other.section == page.section for other in self.pages.values()) > 1

    def content(self, html: str, page: Page) -> str:
        if record_page := self.pages.get(page.file.src_uri):
            page.toc = table_of_contents(record_page.headings)
            return record_page.html
        return html

    def output(self, output: str) -> str:
        output = _CANONICAL.sub("", output, count=1)  # a phone would share it, and the host is not known here
        if self.script_words:
            output = output.replace("</head>", f'<script type="application/json" id="als-words">{self.script_words}</script></head>', 1)
        return output


def own_source(text: str) -> str:
    """The Markdown of one of the set's own pages as MkDocs needs it."""
    return _ATTACHMENT_LINK.sub(r"\1../\2", text)


def record_sources(edition: Edition) -> dict[str, RecordPage]:
    """The pages made of records, by the sources that MkDocs is given for them."""
    parents = {page.path for page in edition.handbook.pages if _has_children(page.path, edition)}
    return {_source(page.path, parents): page for page in edition.handbook.pages}


@lru_cache(maxsize=1000)
def table_of_contents(headings: tuple[Heading, ...]) -> Any:
    """Headings as MkDocs' table of contents. Those of a page are the same in each view, and mostly in the next preview."""
    return get_toc(nested(headings))


def _has_children(path: str, edition: Edition) -> bool:
    return path != "" and any(page.path != path and page.path.startswith(path) for page in edition.handbook.pages)


def _source(path: str, parents: set[str]) -> str:
    """The source that MkDocs gives this address: a page with pages below it is an index."""
    if path == "" or path in parents:
        return f"{path}index.md"
    return f"{path.rstrip('/')}.md"


def _nav(item: Any, parents: set[str]) -> Any:
    """The handbook's navigation with sources in place of addresses."""
    if isinstance(item, str):
        return _source(item, parents)
    return {title: [_nav(each, parents) for each in below] if isinstance(below, list) else _source(below, parents)
            for title, below in item.items()}


def _moved(config: MkDocsConfig, file: File) -> File:
    """A file of the guidance at its place in a set; one that a plugin made has no path."""
    place, inclusion = GUIDE + file.src_uri, file.inclusion
    if file.abs_src_path is None:
        return File.generated(config, place, content=file.content_bytes, inclusion=inclusion)
    return File.generated(config, place, abs_src_path=file.abs_src_path, inclusion=inclusion)


def _items(children: list[StructureItem]) -> list[Any]:
    """A part of a finished navigation, as mkdocs.yml would have it."""
    return [
        {item.title: _items(item.children)} if isinstance(item, Section)
        else {item.title: item.url} if isinstance(item, Link)
        else _first_source(item)
        for item in children
    ]


def _first_source(item: StructureItem) -> str:
    """The source of the first page in a part of the navigation."""
    if isinstance(item, Page):
        return item.file.src_uri
    below = item.children if isinstance(item, Section) else []
    return next((source for child in below if (source := _first_source(child))), "")


def _guide_nav(nav: Any) -> Any:
    """The front door's navigation, moved under guide/."""
    if isinstance(nav, str):
        return nav if "://" in nav or nav.startswith("/") else GUIDE + nav
    if isinstance(nav, list):
        return [_guide_nav(item) for item in nav]
    if isinstance(nav, dict):
        return {title: _guide_nav(below) for title, below in nav.items()}
    return None


def _for_reader(guide: list[Any], edition: Edition) -> list[Any]:
    """The parts of the guidance that a reader of this edition has in the menu: members theirs, the facilitator both. What is for
    the organisation alone stands on the front door."""
    both = sees_guides(edition)
    others = (f"{GUIDE}hosts/", f"{GUIDE}accessibility-statement.md", *(() if both else (f"{GUIDE}facilitators/",)))
    return [item for item in guide if not (paths := _paths(item)) or not all(path.startswith(others) for path in paths)]


def _paths(item: Any) -> list[str]:
    """The sources in a part of the navigation."""
    if isinstance(item, str):
        return [item]
    below = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    return [path for each in below for path in _paths(each)]


def _kept(config: MkDocsConfig) -> set[str]:
    """Files and top-level folders of docs/ that settings point to: these stay at their addresses."""
    paths = [*config.extra_css, *map(str, config.extra_javascript), config.theme.get("logo"), config.theme.get("favicon")]
    return {path.split("/")[0] for path in paths if isinstance(path, str)} | named_paths(config)
