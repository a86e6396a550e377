"""A set's pages as MkDocs and the theme make them, in this process and in memory: the model that frames are taken from, and
the measure that they are held against."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from material.plugins.search.plugin import SearchIndex
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from ....words import _
from ...mkdocs.hooks import lent
from ...mkdocs.other_plugins import SEARCH, have_a_say, ours_alone
from ...mkdocs.run import settings
from ...mkdocs.set_hooks import SetHooks
from ...mkdocs.theme import colour_of
from ...sets.edition import Edition
from .article import told
from .articles import Articles
from .search_marks import without_search_marks
from .theme import Theme
from .unfit import Unfit
from .white_space import plain

__all__ = ["Workshop"]

_TEMPLATES = {"404.html", "sitemap.xml"}


class Workshop:
    """One edition in MkDocs' own terms: its settings, files, navigation, and pages filled up to the theme's templates.

    `site_url` is the address that MkDocs is told; `theme` and `articles` remember what workshops of other editions have rendered;
    without `articles`, pages are left empty, for a workshop that renders none. `change` may alter each page before anything is
    rendered. `search`: what the theme's search goes by, where that is known. Raises Unfit where other plugins or settings have a
    say in pages.
    """

    def __init__(
        self,
        config_file: str,
        edition: Edition,
        site_url: str,
        *,
        theme: Theme,
        articles: Articles | None = None,
        change: Callable[[Page], None] | None = None,
        search: dict[str, Any] | None = None,
    ) -> None:
        config = settings(Path(config_file), site_url=site_url, site_dir="/nonexistent")
        self.hooks = SetHooks(edition)
        with lent(config, self.hooks):
            self._set_up(config, theme, articles, change, search or {})

    def _set_up(
        self, config: MkDocsConfig, theme: Theme, articles: Articles | None, change: Callable[[Page], None] | None, search: dict[str, Any]
    ) -> None:
        _fit(config)
        self.ours_alone, self.colour = ours_alone(config), colour_of(config)
        """Whether there is no plugin and no hook beside the theme's search and us; and the organisation's colour."""
        config.plugins.on_startup(command="build", dirty=False)
        config.plugins[SEARCH].config.update(search)
        self.config: MkDocsConfig = config.plugins.on_config(config)
        self.environment = theme.environment(self.config)
        options = dict(config.plugins[SEARCH].config)
        self.search_index: dict[str, Any] = json.loads(SearchIndex(**options).generate_search_index(None))
        """What the search's index says before it says anything; the plugin itself is the same for all builds of a process."""
        self.search = {name: options[name] for name in ("lang", "separator", "pipeline")}
        """Those of them that it looks up in the theme, which takes it as long as all else here."""
        if config.extra_templates or set(config.theme.static_templates) != _TEMPLATES:
            raise Unfit(_("there are further templates"))
        files = get_files(config)
        theme.add_files(files, config)
        self.files: Files = config.plugins.on_files(files, config=config)
        set_exclusions(self.files, config)
        self.navigation: Navigation = get_navigation(self.files, config)
        self.pages: dict[str, Page] = {}
        self.named = {file.src_uri for file in self.files.documentation_pages() if "title" in vars(file.page)}
        """The sources of pages that the navigation gives a title."""
        for file in self.files.documentation_pages():
            assert file.page is not None
            if articles:
                self._fill(file.page, articles)
            if change:
                change(file.page)
            self.pages[file.page.url] = file.page

    def _fill(self, page: Page, articles: Articles) -> None:
        plugins, file = self.config.plugins, page.file
        page.read_source(self.config)
        page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=self.config, files=self.files)
        own = file.src_uri in self.hooks.edition.own_pages
        article = articles.article(self.config, file, self.files, page.markdown, page.meta, keep=not own)
        if file.src_uri not in self.named and "title" not in page.meta:
            page.title = article.title
        page.toc = get_toc(told(article.toc))
        page.content = plugins.on_page_content(article.content, page=page, config=self.config, files=self.files)

    def output(self, page: Page) -> str:
        """The whole page as the theme renders it."""
        page.content = without_search_marks(page.content or "")
        page.active = True
        try:
            context = get_context(self.navigation, self.files.documentation_pages(), self.config, page)
            rendered = self.environment.get_template(page.meta.get("template", "main.html")).render(context)
        finally:
            page.active = False
        return self.hooks.output(rendered)

    def missing(self, base: str) -> str:
        """The page for addresses that do not exist; `base` is the site's address."""
        context = get_context(self.navigation, self.files, self.config, base_url=base)
        return self.environment.get_template("404.html").render(context)

    def contents(self, toc: Any) -> str:
        """The theme's rendering of a table of contents, in plain white space."""
        context = get_context(self.navigation, [], self.config)
        return plain(self._contents.render({**context, "page": SimpleNamespace(toc=get_toc(told(toc)))})).strip()

    @cached_property
    def _contents(self) -> Any:
        return self.environment.from_string(
            '{% import "partials/language.html" as lang with context %}{% set features = config.theme.features or [] %}'
            '{% include "partials/toc.html" %}'
        )


def _fit(config: MkDocsConfig) -> None:
    """Raise Unfit where somebody else has a say in what a page looks like."""
    if SEARCH not in config.plugins or not config.plugins[SEARCH].config.enabled:
        raise Unfit(_("the search is not the theme's"))
    if have_a_say(config):
        raise Unfit(_("other plugins have a say in pages"))
