"""What an organisation adds to the lock screens of its sets, from the plugin's options and its own pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ...client import Look
from ...config import AlsConfig
from ...pages.colour import own_colour
from .shell import STATEMENT

__all__ = ["look_of", "with_statement"]


def look_of(options: AlsConfig) -> Look:
    """Its name and colour. Raises AlsError for a colour that cannot be read."""
    return Look(options.name, None, own_colour(options.colour) if options.colour else b"")


def with_statement(look: Look, base: str, site: Path) -> Look:
    """The same with the address of the accessibility statement, if the front door in `site` has one; `base` is its path on the host."""
    return replace(look, statement=f"{base}{STATEMENT}") if (site / STATEMENT / "index.html").is_file() else look
