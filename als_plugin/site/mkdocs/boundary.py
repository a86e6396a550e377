"""What a site is made of lies in its organisation's folder: changes elsewhere would not be seen, nor would a cluster get it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ...errors import AlsError
from ...words import _

__all__ = ["refuse_elsewhere"]

_INHERIT = re.compile(r"^INHERIT:\s*(['\"]?)(.+?)\1\s*(?:#.*)?$", re.MULTILINE)


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
    yield from (("INHERIT", path) for path in _inherited(file))


def _inherited(file: Path) -> Iterator[Path]:
    found = _INHERIT.search(file.read_text(encoding="utf-8", errors="replace")) if file.is_file() else None
    if found:
        yield (path := file.parent / found[2])
        yield from _inherited(path)
