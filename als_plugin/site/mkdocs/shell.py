"""What stands around each page: the theme's own parts in our words, by means of the theme (an organisation's still win)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...words import _

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["STATEMENT", "add_shell"]

STATEMENT = "accessibility-statement/"
"""The address of the accessibility statement in the guidance."""

_FOLDER = str(Path(__file__).parent / "templates")
_NEEDED = ("navigation.tabs", "navigation.tabs.sticky", "navigation.indexes")
_PICTURES = {
    "home": '<path d="M4 11l8-7 8 7v9h-5v-6H9v6H4z"/>',
    "prepare": '<path d="M4 7l2 2 3-4M4 16l2 2 3-4M13 8h7M13 17h7"/>',
    "sessions": '<g stroke="none" fill="currentColor"><circle cx="12" cy="4" r="2.2"/><circle cx="18.9" cy="8" r="2.2"/>'
    '<circle cx="18.9" cy="16" r="2.2"/><circle cx="12" cy="20" r="2.2"/><circle cx="5.1" cy="16" r="2.2"/>'
    '<circle cx="5.1" cy="8" r="2.2"/></g>',
    "actions": '<circle cx="12" cy="12" r="8.5"/><path d="M8.5 12.2l2.5 2.5 4.5-5"/>',
}


def add_shell(config: MkDocsConfig, *, guide: str | None) -> None:
    """Put our parts of the theme behind an organisation's own and before the theme's. `guide` is where a set's guidance lies;
    None on the front door."""
    if _FOLDER not in config.theme.dirs:
        own = 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(own, _FOLDER)
    features = config.theme.get("features") or []
    # The links in the header come anew with each page only as the theme's own tabs do.
    config.theme["features"] = [*(name for name in features if name not in _NEEDED), *_NEEDED]
    config.theme["als"] = _told(guide)


def _told(guide: str | None) -> dict[str, Any]:
    in_set = guide is not None
    below = [
        (".", _("Home"), "home"),
        ("prepare/", _("Prepare"), "prepare"),
        ("sessions/", _("Sessions"), "sessions"),
        ("actions/", _("Actions"), "actions"),
    ]
    return {
        "set": in_set,
        "guide": guide or "",
        "statement": None,
        "below": [(url, title, Markup(_PICTURES[name])) for url, title, name in below],
        "further": [("set/", _("The set")), ("airtime/", _("Who has had a turn")), ("learning/", _("What we have learned"))],
        "ways": [(url, title) for url, title, _name in below[1:]] + [("set/", _("The set"))] if in_set else [],
        "words": {
            "places": _("Places"),
            "on_this_page": _("On this page"),
            "places_below": _("Places, below"),
            "more": _("More"),
            "you": _("You:"),
            "menu": _("You"),
            "your_actions": _("Your actions"),
            "who_can_read": _("Who can read this site"),
            "accessibility": _("Accessibility"),
            "search_here": _("Search these pages"),
            "foot": _("These pages belong to the set.") if in_set else _("These pages are public and hold nothing of what any set has said or done."),
            "neighbours": _("Before and after this page"),
            "before": _("Before this"),
            "after": _("Next"),
            "home": _("Home"),
            "missing": _("There is no page at this address"),
            "missing_why": _("It may have moved, or been removed when its time was up. Nothing is wrong with your passphrase.")
            if in_set
            else _("It may have moved. If you were looking for your set, open its own address."),
            "ways_on": _("Perhaps you were looking for"),
        },
    }
