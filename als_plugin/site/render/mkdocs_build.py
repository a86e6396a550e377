"""One MkDocs build of one edition, in a process of its own.

A process each, because plugins with `on_startup` live on from one build to the next inside a process: what they remember
of one set (the search's index, say) must never reach another set's pages, or the front door's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..mkdocs.other_plugins import running
from ..mkdocs.run import run, settings
from ..mkdocs.set_hooks import SetHooks
from ..mkdocs.write_guard import writing_only_below
from ..sets.edition import Edition
from ..workers.scratch import scratch
from .output import Rendered

__all__ = ["render"]

_DROPPED = {"sitemap.xml", "sitemap.xml.gz"}
"""The service worker writes the sitemap: its addresses must match the host's."""


def render(config_file: str, edition: Edition, *, strict: bool) -> Rendered:
    """Build the edition with the organisation's MkDocs settings; nothing readable stays behind.

    Raises AlsError where the build fails (in strict mode for a warning too).
    """
    warnings: list[str] = []
    with scratch() as folder:
        site_dir = folder / "site"
        config = settings(Path(config_file), site_dir=str(site_dir), site_url=edition.site_url, strict=strict)
        plugin: Any = config.plugins["als"]
        plugin.hooks = hooks = SetHooks(edition, caches=folder / "caches")
        with writing_only_below(folder, lambda: running(config)):
            run(config, warnings.append, place=f"sets/{edition.set_id}")
        files = {path: data for path, data in _read(site_dir) if path not in _DROPPED}
    return Rendered(files, frozenset(hooks.theme_paths), hooks.language, tuple(warnings))


def _read(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]
