"""The door for commands: the same build as `mkdocs build`, and the previews."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

from ..errors import AlsError
from ..words import _
from .request import Request, requested

__all__ = ["build", "preview", "settings"]


class _Lines(logging.Handler):
    def __init__(self, tell: Any) -> None:
        super().__init__(logging.WARNING)
        self.tell = tell
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = " ".join(record.getMessage().removeprefix("als: ").split())
        self.lines.append(line)
        if record.levelno < logging.ERROR:  # an error is raised, and told once
            self.tell(line)


@contextmanager
def _heard(tell: Any) -> Iterator[_Lines]:
    """MkDocs' warnings and errors, told as plain lines in place of its own logging."""
    logger, lines = logging.getLogger("mkdocs"), _Lines(tell)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(lines)
    try:
        yield lines
    finally:
        logger.removeHandler(lines)
        logger.propagate = propagate


def settings(config_file: Path, **changed: Any) -> MkDocsConfig:
    """The organisation's MkDocs settings with the plugin in them. Raises AlsError."""
    heard: list[str] = []
    with _heard(heard.append):
        try:
            config = load_config(str(config_file), **changed)
        except (ConfigurationError, Abort) as error:
            what = "; ".join(heard) or " ".join(str(error).split())
            raise AlsError(config_file.name, what, _("put this right in {file}").format(file=config_file.name)) from None
    if "als" not in config.plugins:
        raise AlsError(config_file.name, _("the plugin 'als' is not among the plugins"), _("add a line '- als:' under 'plugins:'"))
    return config


def build(
    config_file: Path, request: Request, *, site_dir: Path | None = None, strict: bool = False, warn: Any = lambda line: None
) -> Path:
    """Build the front door and the sets that the request names; returns the site's folder.

    `warn` is told each warning. Raises AlsError; then the last good site is as it was.
    """
    changed: dict[str, Any] = {"site_dir": str(site_dir.resolve())} if site_dir else {}
    if strict:
        changed["strict"] = True
    config = settings(config_file, **changed)
    plugin: Any = config.plugins["als"]
    plugin.error = None
    with requested(request), _heard(warn) as heard:
        try:
            config.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build(config)
            finally:
                config.plugins.on_shutdown()
        except (Abort, ConfigurationError) as error:
            if plugin.error:
                raise plugin.error from None
            what = heard.lines[-1] if heard.lines else " ".join(str(error).split())
            raise AlsError(config_file.name, what, _("nothing was published; put this right and build again")) from None
    return Path(config.site_dir)


def preview(config_file: Path, sets: tuple[str, ...], port: int) -> None:
    """Serve the front door and these sets (none: all), readable, on 127.0.0.1 with live reload, until interrupted."""
    settings(config_file)
    with requested(Request(sets=sets)):
        mkdocs_serve(str(config_file), dev_addr=f"127.0.0.1:{port}")
