"""The user's other MkDocs plugins: what they may do in a set's own build, and which one of them fails."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

__all__ = ["SEARCH", "caching_below", "expands_jinja", "failing", "have_a_say", "make_navigation", "named_paths", "ours_alone", "running", "without"]

SEARCH = "material/search"
_HARMLESS = {"startup", "shutdown", "config", "serve", "build_error"}
"""Events in which no page is at hand."""

_FRONT_ONLY = ("blog", "info", "offline", "projects", "social")
"""Plugins of Material's that are for public pages: a set has no news, no cards for crawlers and no sites below it, and is
read offline anyway."""


def _others(config: MkDocsConfig) -> Iterator[tuple[str, BasePlugin[Any]]]:
    """The plugins beside us that have options. (The modules of `hooks:`, which MkDocs puts among them, have none.)"""
    return ((name, plugin) for name, plugin in config.plugins.items() if name != "als" and isinstance(plugin, BasePlugin))


def have_a_say(config: MkDocsConfig) -> bool:
    """Whether anybody beside us and the theme's search has a say in what pages look like, or in what is built of them."""
    ours = {id(config.plugins[name]) for name in ("als", SEARCH) if name in config.plugins}
    heard = (methods for event, methods in config.plugins.events.items() if event not in _HARMLESS)
    return any(id(getattr(method, "__self__", None)) not in ours for methods in heard for method in methods)


def ours_alone(config: MkDocsConfig) -> bool:
    """Whether there is no plugin and no hook beside us and the theme's search: then settings say all that there is to know."""
    return not set(config.plugins) - {"als", SEARCH}


def without(config: MkDocsConfig) -> frozenset[str]:
    """Switch off what is for public pages alone; returns the folders of docs/ that only these make sense of."""
    folders = set()
    for name, plugin in _others(config):
        kind = name.removeprefix("material/").split(" ")[0]
        if kind in _FRONT_ONLY and "enabled" in plugin.config:
            if kind == "blog" and plugin.config["enabled"]:
                folders.add(str(plugin.config["blog_dir"]).strip("/"))
            plugin.config["enabled"] = False
    return frozenset(folders)


def caching_below(config: MkDocsConfig, folder: Path) -> None:
    """Let plugins that keep a cache keep it in this folder."""
    for name, plugin in _others(config):
        for option in plugin.config:
            if option.endswith("cache_dir"):
                plugin.config[option] = str(folder / name.replace("/", "-").replace(" ", ""))


def named_paths(config: MkDocsConfig) -> set[str]:
    """Every text in the plugins' options that may be the path of a file in docs/."""
    return {text.strip("/") for _name, plugin in _others(config) for value in plugin.config.values() for text in _texts(value)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (each for each in value if isinstance(each, str))


def make_navigation(config: MkDocsConfig) -> bool:
    """Whether a plugin may make the navigation: there is none in mkdocs.yml, and a plugin looks at it."""
    return any(hasattr(plugin, "on_nav") for name, plugin in config.plugins.items() if name != "als")


def expands_jinja(config: MkDocsConfig) -> bool:
    """Whether another plugin (mkdocs-macros) fills in what stands between braces, as we do."""
    macros: Any = config.plugins.get("macros")
    return macros is not None and not (macros.config.get("j2_variable_start_string") or macros.config.get("j2_block_start_string"))


def running(config: MkDocsConfig) -> str | None:
    """The plugin that is at work just now in this thread."""
    frame = sys._getframe(1)
    frames: list[FrameType] = []
    while frame is not None:
        frames.append(frame)
        frame = frame.f_back  # type: ignore[assignment]
    return _first_plugin(frames, config)


def failing(config: MkDocsConfig, traceback: TracebackType | None) -> str | None:
    """The plugin in which this error arose; None where it was MkDocs or us."""
    frames: list[FrameType] = []
    while traceback is not None:
        frames.insert(0, traceback.tb_frame)
        traceback = traceback.tb_next
    return _first_plugin(frames, config)


def _first_plugin(frames: list[FrameType], config: MkDocsConfig) -> str | None:
    """The plugin of the innermost of the frames (innermost first) that is a plugin's own, or a hook's."""
    names = {id(plugin): name for name, plugin in config.plugins.items()}
    files = {getattr(plugin, "__file__", None): name for name, plugin in config.plugins.items()}
    found = (names.get(id(frame.f_locals.get("self"))) or files.get(frame.f_code.co_filename) for frame in frames)
    name = next((name for name in found if name), None)
    return None if name == "als" else name
