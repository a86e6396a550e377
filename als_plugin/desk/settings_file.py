"""mkdocs.yml as the desk writes it: a line put in or changed, every other byte as it was, and only what can be read afterwards."""

from __future__ import annotations

from pathlib import Path

import yaml

from ..errors import AlsError
from ..files import write_whole
from ..records import Change, splice
from ..records.splice import Put, Remove
from ..records.writing import Value
from ..site.mkdocs.run import settings
from ..words import _

__all__ = ["put_option", "read_settings", "remove_option", "write_settings"]


def read_settings(config_file: Path) -> bytes:
    """What stands in mkdocs.yml. Raises AlsError where it is not there any more."""
    try:
        return config_file.read_bytes()
    except FileNotFoundError:
        raise AlsError(config_file.name, _("is not there any more"), _("put it back where it was, and load the page again")) from None


def write_settings(config_file: Path, data: bytes) -> None:
    """Let mkdocs.yml hold this. Raises AlsError where it could not be used then; it is as it was in that case."""
    before = read_settings(config_file)
    write_whole(config_file, data)
    try:
        settings(config_file)
    except AlsError:
        write_whole(config_file, before)
        raise


def put_option(config_file: Path, path: tuple[str, ...], value: Value) -> None:
    """Let `value` stand at a path below the plugin's own lines. Raises AlsError, with the line, where this is not safe."""
    _change(config_file, Put((*_plugin(config_file), *path), value))


def remove_option(config_file: Path, path: tuple[str, ...]) -> None:
    """Let nothing stand at a path below the plugin's own lines. Raises AlsError as `put_option` does."""
    _change(config_file, Remove((*_plugin(config_file), *path)))


def _change(config_file: Path, change: Change) -> None:
    write_settings(config_file, splice(read_settings(config_file), [change], shown=config_file.name))


def _plugin(config_file: Path) -> tuple[str | int, ...]:
    """The way to the plugin's lines in the file."""
    try:
        root = yaml.compose(read_settings(config_file).decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except (UnicodeDecodeError, yaml.YAMLError):
        root = None
    plugins = next((value for key, value in root.value if key.value == "plugins"), None) if isinstance(root, yaml.MappingNode) else None
    if isinstance(plugins, yaml.MappingNode) and any(key.value == "als" for key, _value in plugins.value):
        return "plugins", "als"
    for number, each in enumerate(plugins.value if isinstance(plugins, yaml.SequenceNode) else ()):
        if isinstance(each, yaml.MappingNode) and [key.value for key, _value in each.value] == ["als"]:
            return "plugins", number, "als"
    raise AlsError(
        config_file.name, _("the plugin's lines are not in this file, so nothing can be written below them"),
        _("write it by hand, below '- als:' where that stands"),
    )
