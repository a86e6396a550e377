"""The navigation: two steps from home to anything."""

from __future__ import annotations

from ..words import _
from .context import PageContext
from .page import NavItem

__all__ = ["navigation"]


def navigation(context: PageContext) -> list[NavItem]:
    """The entries for the pages of records, in order; sessions newest first under their index, and the set's own last."""
    days: list[NavItem] = ["sessions/"]
    days += [{context.session_title(entry.stem, "short"): f"sessions/{entry.stem}/"} for entry in reversed(context.told)]
    return [
        {_("Home"): ""},
        {_("Prepare"): "prepare/"},
        {_("Sessions"): days},
        {_("Actions"): "actions/"},
        {_("The set"): ["set/", {_("Who has had a turn"): "airtime/"}, {_("What we have learned"): "learning/"}]},
    ]
