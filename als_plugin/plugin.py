"""The MkDocs plugin: hooks that only delegate. What is being built, front door or set, has `hooks` of its own."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger

from .config import AlsConfig
from .errors import AlsError
from .site.build.request import SetsFailed
from .words import _, ngettext

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from .site.mkdocs.hooks import Hooks

__all__ = ["AlsPlugin"]

log = get_plugin_logger("als")


class AlsPlugin(BasePlugin[AlsConfig]):
    """Builds the front door and, through it, every set; inside a set's own build, that set's pages."""

    def __init__(self) -> None:
        self.error: AlsError | None = None

    @cached_property
    def hooks(self) -> Hooks:
        """What is being built: at first the front door. Imported here, as commands that only read settings need nothing of it."""
        from .site.front_door import FrontDoor

        return FrontDoor(lambda: self.config)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.hooks.startup(command)

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        return self._told(self.hooks.config, config)

    @event_priority(100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        return self._told(self.hooks.files, files, config)

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        return self._told(self.hooks.navigation, nav, files, config)

    @event_priority(100)
    def _before_other_plugins(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        return self._told(self.hooks.markdown, markdown, page)

    @event_priority(-100)
    def _after_other_plugins(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        return self._told(self.hooks.markdown_last, markdown, page)

    on_page_markdown = CombinedEvent(_before_other_plugins, _after_other_plugins)

    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        return self._told(self.hooks.content, html, page)

    @event_priority(100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        return self._told(self.hooks.template, output_content, template_name)

    @event_priority(100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        return self._told(self.hooks.output, output)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self._told(self.hooks.finish, config)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        return self._told(self.hooks.serve, server, config)

    @event_priority(-100)
    def on_shutdown(self) -> None:
        try:
            self.hooks.shutdown()
        except SetsFailed as error:
            self.error = error
            for line in error.lines:
                log.error("%s", line)
            failed = ngettext("{n} set could not be built", "{n} sets could not be built", error.sets).format(n=error.sets)
            raise Abort(_("{failed}; all else is published").format(failed=failed)) from error

    def _told(self, step: Any, *args: Any) -> Any:
        """Take the step; tell a user's mistake the way MkDocs does."""
        try:
            return step(*args)
        except AlsError as error:
            self.error = error
            raise PluginError(str(error)) from error
