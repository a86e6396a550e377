"""One MkDocs build of one edition, in a process of its own.

A process each, because plugins with `on_startup` live on from one build to the next inside a process: what they remember
of one set (the search's index, say) must never reach another set's pages, or the front door's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .edition import Edition
from .run import run, settings
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


def render(config_file: str, edition: Edition, *, preview: bool, strict: bool) -> Rendered:
    """Build the edition with the organisation's MkDocs settings; nothing readable stays behind.

    Raises AlsError where the build fails (in strict mode for a warning too).
    """
    warnings: list[str] = []
    with scratch() as folder:
        site_dir = folder / "site"
        config = settings(Path(config_file), site_dir=str(site_dir), site_url=_site_url(edition), strict=strict)
        plugin: Any = config.plugins["als"]
        plugin.side = side = SetSide(edition, preview=preview)
        run(config, warnings.append, place=f"sets/{edition.set_id}")
        files = {path: data for path, data in _read(site_dir) if path not in _DROPPED}
    return Rendered(files, frozenset(side.theme_paths), side.language, tuple(warnings))


def _site_url(edition: Edition) -> str:
    # Only its path matters: the address of the 404 page's links. The host is not known here, nor needed.
    return f"http://localhost{edition.base}"


def _read(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]
