"""One run of MkDocs, its mistakes told as ours."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mkdocs
import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

from ...errors import AlsError, Place
from ...logs import heard, line
from ...words import _
from .other_plugins import failing

__all__ = ["LOGGER", "run", "settings"]

LOGGER: str = mkdocs.__name__
"""The logger to which MkDocs speaks, or what stands in its place under its own name."""


def settings(config_file: Path, **changed: Any) -> MkDocsConfig:
    """The organisation's MkDocs settings with the plugin in them. Raises AlsError."""
    said: list[str] = []
    with heard(LOGGER, lambda record: said.append(line(record))):
        try:
            config = load_config(str(config_file), **changed)
        except (ConfigurationError, Abort) as error:
            _unmerged(config_file)
            _readable(config_file)
            what = "; ".join(said) or " ".join(str(error).split())
            raise AlsError(config_file.name, what, _("put this right in {file}").format(file=config_file.name)) from None
        except Exception as error:  # of a plugin or a hook, which are loaded here
            what = f"{type(error).__name__}: {error}"
            raise AlsError(config_file.name, what, _("put this right in what {file} names").format(file=config_file.name)) from error
    if "als" not in config.plugins:
        raise AlsError(config_file.name, _("the plugin 'als' is not among the plugins"), _("add a line '- als:' under 'plugins:'"))
    return config


def _unmerged(config_file: Path) -> None:
    """Raise AlsError where Git's marks of an unfinished merge stand in the file."""
    try:
        lines = config_file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for number, each in enumerate(lines, 1):
        if each.startswith("<<<<<<< "):
            problem = _("an unfinished merge has left its marks here: two people changed these lines")
            remedy = _("keep what should stand, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>")
            raise AlsError(Place(config_file.name, number), problem, remedy) from None


def _readable(config_file: Path) -> None:
    """Raise AlsError, with the line, where the file is no YAML."""
    try:
        yaml.compose(config_file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError:
        return
    except UnicodeDecodeError:
        raise AlsError(config_file.name, _("is not UTF-8 text"), _("save the file with the encoding UTF-8")) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or getattr(error, "reason", ""))
        place = Place(config_file.name, mark.line + 1, mark.column + 1) if mark else Place(config_file.name)
        what = _("a tab stands where YAML takes spaces alone") if "\\t" in problem else _("cannot be read from here on ({problem})").format(problem=problem)
        remedy = _("look at this line and the one above it: blanks at the beginning, brackets and quotes that are not closed")
        raise AlsError(place, what, remedy) from None


def run(
    config: MkDocsConfig, warn: Callable[[str], None], *, place: str, make: Callable[[MkDocsConfig], None] | None = None
) -> None:
    """Build with these settings as `mkdocs build` does, or as `make` does in its place; `warn` is told each warning.

    Raises AlsError for whatever stops the build, in strict mode a warning too; `place` is where a mistake is that comes
    from elsewhere than from us.
    """
    if make is None:
        from mkdocs.commands.build import build  # imported here, as most commands only read settings

        make = build

    plugin: Any = config.plugins["als"]
    plugin.error = None
    said: list[str] = []

    def hear(record: logging.LogRecord) -> None:
        said.append(line(record))
        if record.levelno < logging.ERROR:  # an error is raised, and told once
            warn(said[-1])

    with heard(LOGGER, hear):
        try:
            config.plugins.on_startup(command="build", dirty=False)
            try:
                make(config)
            finally:
                config.plugins.on_shutdown()
        except (Abort, ConfigurationError) as error:
            if plugin.error:
                raise plugin.error from None
            what = said[-1] if said else " ".join(str(error).split())
            raise AlsError(place, what, _("nothing was published; put this right and build again")) from None
        except Exception as error:
            if isinstance(error, AlsError) or (name := failing(config, error.__traceback__)) is None:
                raise
            raise AlsError(
                place,
                _("the plugin '{name}' fails: {error}").format(name=name, error=f"{type(error).__name__}: {error}"),
                _("nothing was published; see its settings in mkdocs.yml, or take it out"),
            ) from error
