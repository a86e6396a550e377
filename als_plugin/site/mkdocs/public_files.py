"""Public files that ship with us: they say nothing about any set, so one copy for an origin may lie in the clear."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from ...client import PAGE_SCRIPT, page_scripts
from ...pages.colour import own_colour

__all__ = ["deep_link_script", "loaded_scripts", "scripts", "shipped", "styles"]


_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_NEEDLESS = re.compile(rb"(?<=[{};])\s+|\s+(?=[{}])|;\s*(?=\})|^\s+")
_BLANK = re.compile(rb"\s+")


def _named(folder: str, name: str, data: bytes) -> tuple[str, bytes]:
    """The file under a name that changes with its content, so that no cache serves an old one."""
    stem, _dot, ending = name.rpartition(".")
    return f"{folder}/{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{ending}", data


@cache
def styles(colour: str | None = None) -> MappingProxyType[str, bytes]:
    """The one style sheet of the pages, by path in the site: the tokens, what is made of them, and an organisation's own colour.
    Raises AlsError for a colour that cannot be read."""
    data = b"".join(files("als_plugin.pages").joinpath("assets", name).read_bytes() for name in ("tokens.css", "als.css"))
    return MappingProxyType(dict([_named("assets/als", "als.css", _squeezed(data) + (own_colour(colour) if colour else b""))]))


def _squeezed(css: bytes) -> bytes:
    """A style sheet without what only we read: comments, and white space around braces and at the ends of declarations."""
    return _BLANK.sub(b" ", _NEEDLESS.sub(b"", _COMMENT.sub(b"", css)))


@cache
def scripts() -> MappingProxyType[str, bytes]:
    """The scripts that every page of a set has, by path in the site."""
    return _scripts(lambda path: path == PAGE_SCRIPT)


@cache
def loaded_scripts() -> MappingProxyType[str, bytes]:
    """The scripts that the page script loads where a page needs them, by path in the site."""
    return _scripts(lambda path: path != PAGE_SCRIPT)


def _scripts(wanted: Callable[[str], bool]) -> MappingProxyType[str, bytes]:
    named = (_named("assets/als", path.rpartition("/")[2], data) for path, data in page_scripts().items() if wanted(path))
    return MappingProxyType(dict(named))


@cache
def deep_link_script() -> str:
    """The script with which the front door's 404 page finds a set's page."""
    return files("als_plugin.site.mkdocs").joinpath("assets", "find.js").read_text("utf-8")


def shipped(colour: str | None = None) -> dict[str, bytes]:
    """All of these by path, in an organisation's colour."""
    return {**styles(colour), **scripts(), **loaded_scripts()}
