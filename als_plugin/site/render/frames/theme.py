"""The theme, for all workshops of one language in a process: its templates, each compiled once, and its files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from .contents import Contents

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from .common import Common
    from .lasting import Lasting

__all__ = ["Theme"]


class Theme:
    """What the first workshop finds in the theme; settings do not change while a renderer lives."""

    def __init__(self) -> None:
        self._environment: Environment | None = None
        self._files: Files | None = None
        self.common: Common | None = None
        self.lasting: Lasting | None = None
        """What all shapes whose frames are kept have in common, without MkDocs and with it."""
        self.contents = Contents()

    def environment(self, config: MkDocsConfig) -> Environment:
        """The theme's templates."""
        from ....compiled import CompiledTemplates

        if self._environment is None:
            self._environment = config.theme.get_env()
            self._environment.bytecode_cache = CompiledTemplates()
        return self._environment

    def add_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the theme's own files to a site's, but where the site has one of that path itself."""
        if self._files is None:
            from mkdocs.structure.files import Files as Found

            self._files = Found([])
            listing: Any = _Listing(config.theme.dirs)
            self._files.add_files_from_theme(listing, config)
        for file in self._files:
            if files.get_file_from_path(file.src_uri) is None:
                files.append(file)


class _Listing:
    """Lists a theme's files as its environment would, but for hidden folders: MkDocs takes nothing from them, and looks at each
    of their many thousand icons to find out."""

    def __init__(self, folders: list[str]) -> None:
        self._folders = folders

    def list_templates(self, filter_func: Callable[[str], bool]) -> list[str]:
        return sorted(path for path in {path for folder in self._folders for path in _visible(folder)} if filter_func(path))


def _visible(folder: str) -> Iterator[str]:
    for place, below, names in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        for name in names:
            yield os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")
