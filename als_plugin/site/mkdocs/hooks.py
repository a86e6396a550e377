"""What the plugin can be building: one class for the front door, one for a set, with these steps in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

__all__ = ["Hooks", "lent"]


class Hooks:
    """One step for each hook of the plugin. Steps that are not overridden leave things as they are."""

    def startup(self, command: str) -> None:
        """MkDocs begins; `command` is its command's name."""

    def config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Change the configuration. Raises AlsError, like all that follow."""
        return config

    def files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add and remove files."""
        return files

    def navigation(self, nav: Navigation, files: Files, config: MkDocsConfig) -> Navigation:
        """Change the navigation, after all other plugins."""
        return nav

    def markdown(self, markdown: str, page: Page) -> str:
        """Change a page's source, before all other plugins."""
        return markdown

    def markdown_last(self, markdown: str, page: Page) -> str:
        """Change a page's source, after all other plugins."""
        return markdown

    def content(self, html: str, page: Page) -> str:
        """Change a page's article."""
        return html

    def template(self, output: str, name: str) -> str:
        """Change a template that is no page, such as 404.html."""
        return output

    def output(self, output: str) -> str:
        """Change a finished page."""
        return output

    def finish(self, config: MkDocsConfig) -> None:
        """All files are written."""

    def serve(self, server: LiveReloadServer, config: MkDocsConfig) -> LiveReloadServer:
        """The preview's server is about to start."""
        return server

    def shutdown(self) -> None:
        """MkDocs ends, well or not."""


@contextmanager
def lent(config: MkDocsConfig, hooks: Hooks) -> Iterator[None]:
    """Let the plugin build with these inside the block: MkDocs has one plugin for all builds of a process, and the next is another's."""
    plugin: Any = config.plugins["als"]
    before, plugin.hooks = plugin.hooks, hooks
    try:
        yield
    finally:
        plugin.hooks = before
