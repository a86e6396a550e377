"""What an organisation adds to the lock screens of its sets, from the plugin's options and its own pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ...client import Look
from ...errors import AlsError
from ...pages.colour import own_colour
from ...words import _
from .shell import STATEMENT

__all__ = ["look_of", "with_statement"]


def look_of(name: str | None, colour: str | None, idle_minutes: int) -> Look:
    """From its name, its colour, and when handbooks lock themselves. Raises AlsError for a colour that cannot be read, and for a time that
    is too short to read by or too long to leave a screen alone."""
    if not 5 <= idle_minutes <= 240:
        problem = _("the plugin's option 'idle_minutes' is {number}").format(number=idle_minutes)
        raise AlsError("mkdocs.yml", problem, _("write a whole number of minutes from 5 to 240"))
    return Look(name, None, own_colour(colour) if colour else b"", idle_minutes)


def with_statement(look: Look, site: Path) -> Look:
    """The same with the accessibility statement, if the front door in `site` has one."""
    return replace(look, statement=STATEMENT) if (site / STATEMENT / "index.html").is_file() else look
