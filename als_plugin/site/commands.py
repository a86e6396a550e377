"""The door for commands: the same build as `mkdocs build`, and the previews."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError

from .build.request import Request, requested
from .changes.looks import Looks
from .mkdocs.run import run, settings

__all__ = ["build", "preview"]


def build(
    config_file: Path, request: Request, *, site_dir: Path | None = None, strict: bool = False, warn: Callable[[str], None] = lambda line: None,
    looks: Looks | None = None,
) -> Path:
    """Build the front door and the sets that the request names; returns the site's folder.

    `warn` is told each warning; `looks` keeps how all looked, where the next build may go by it. Raises AlsError; then the last good site is as it was.
    """
    changed: dict[str, Any] = {"site_dir": str(site_dir.resolve())} if site_dir else {}
    if strict:
        changed["strict"] = True
    config = settings(config_file, **changed)
    with requested(request):
        run(config, warn, place=config_file.name, make=_make)
    if looks and looks.shared:
        plugin: Any = config.plugins["als"]
        if (standing := plugin.hooks.standing()) is not None:
            looks.keep(Path(config.site_dir), standing, plugin.hooks.door())
    return Path(config.site_dir)


def _make(config: MkDocsConfig) -> None:
    """What `mkdocs build` makes; where the front door may stand as it is, only what comes after it."""
    plugin: Any = config.plugins["als"]
    if not plugin.hooks.stands(config):
        from mkdocs.commands.build import build as mkdocs_build

        mkdocs_build(config)
        return
    try:
        config = plugin.on_config(config)  # the others have no say in what is built now
        plugin.hooks.take_over(config)
        plugin.on_post_build(config=config)
    except PluginError as error:
        raise Abort(str(error)) from error


def preview(config_file: Path, sets: tuple[str, ...], port: int, *, person: str | None = None) -> None:
    """Serve the front door and these sets (none: all), readable, on 127.0.0.1 with live reload, until interrupted.

    `person`: whose eyes the one set is read with, beside the whole one; anybody else's are a choice away. Raises AlsError where nobody
    of this id reads it.
    """
    from mkdocs.commands.serve import serve as mkdocs_serve

    settings(config_file)
    with requested(Request(sets=sets, person=person)):
        mkdocs_serve(str(config_file), dev_addr=f"127.0.0.1:{port}")
