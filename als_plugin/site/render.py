"""One MkDocs build of one edition, in a process of its own.

A process each, because plugins with `on_startup` live on from one build to the next inside a process: what they remember
of one set (the search's index, say) must never reach another set's pages, or the front door's.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from ..errors import AlsError
from ..words import _
from .edition import Edition
from .scratch import scratch
from .setside import SetSide

__all__ = ["Rendered", "render"]

_DROPPED = {"sitemap.xml", "sitemap.xml.gz"}
"""The service worker writes the sitemap: its addresses must match the host's."""


@dataclass(frozen=True)
class Rendered:
    """A set's readable site: files by path; which of them come from the theme's or our package; the theme's language."""

    files: dict[str, bytes]
    public: frozenset[str]
    language: str
    warnings: tuple[str, ...]


class _Collected(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(" ".join(record.getMessage().split()))


def render(config_file: str, edition: Edition, *, preview: bool, strict: bool) -> Rendered:
    """Build the edition with the organisation's MkDocs settings; nothing readable stays behind.

    Raises AlsError where the build fails (in strict mode for a warning too).
    """
    collected = _Collected()
    logger = logging.getLogger("mkdocs")
    logger.handlers, logger.propagate = [collected], False
    place = f"sets/{edition.set_id}"
    with scratch() as folder:
        site_dir = folder / "site"
        try:
            config = load_config(config_file, site_dir=str(site_dir), site_url=_site_url(edition), strict=strict)
            plugin = config.plugins["als"]
            plugin.side = side = SetSide(edition, preview=preview)
            plugin.error = None
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
        except (Abort, ConfigurationError) as error:
            if plugin.error:
                raise plugin.error from None
            what = "; ".join(collected.lines) or str(error)
            raise AlsError(place, _("the site could not be built: {what}").format(what=what), _("put this right and build again")) from None
        files = {path: data for path, data in _read(site_dir) if path not in _DROPPED}
    return Rendered(files, frozenset(side.theme_paths), side.language, tuple(collected.lines))


def _site_url(edition: Edition) -> str:
    # Only its path matters: the address of the 404 page's links. The host is not known here, nor needed.
    return f"http://localhost{edition.base}"


def _read(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]
