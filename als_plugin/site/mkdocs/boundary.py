"""What a site is made of lies in its organisation's folder: changes elsewhere would not be seen, nor would a cluster get it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ...errors import AlsError
from ...words import _
from .settings_chain import chain

__all__ = ["refuse_elsewhere"]


def refuse_elsewhere(config: MkDocsConfig) -> None:
    """Raise AlsError where the settings lead out of the folder of mkdocs.yml. A link in it, wherever it leads, lies in it."""
    file = Path(os.path.abspath(config.config_file_path))
    for option, path in _named(config, file):
        if not Path(os.path.abspath(path)).is_relative_to(file.parent):
            raise AlsError(
                file.name,
                _("'{option}' leads out of this folder, and changes there would not be seen").format(option=option),
                _("move it into this folder, or put a link here that leads there"),
            )


def _named(config: MkDocsConfig, file: Path) -> Iterator[tuple[str, Path]]:
    yield "docs_dir", Path(config.docs_dir)
    if config.theme.custom_dir:
        yield "theme.custom_dir", Path(config.theme.custom_dir)
    yield from (("hooks", file.parent / name) for name in config.hooks)
    yield from (("INHERIT", path) for path in chain(file)[1:])
    yield from _snippets(config)


def _snippets(config: MkDocsConfig) -> Iterator[tuple[str, Path]]:
    """Where pymdownx.snippets takes pieces of text from: below its base paths, as seen from where the build was started."""
    if "pymdownx.snippets" not in config.markdown_extensions:
        return
    options = config.mdx_configs.get("pymdownx.snippets") or {}
    bases = options.get("base_path", ["."])
    for base in [bases] if isinstance(bases, str) else bases:
        yield "pymdownx.snippets: base_path", Path(str(base))
    if options.get("restrict_base_path") is False:
        yield "pymdownx.snippets: restrict_base_path", Path(os.path.abspath(os.sep))  # text from anywhere
