"""The page on which a presenter agrees the record of their own turn. What waits stands in their letter, not in the page."""

from __future__ import annotations

from ..words import _
from .context import PageContext
from .page import Page

__all__ = ["agree"]


def agree(context: PageContext) -> Page:
    """The page, the same for all."""
    return context.page("agree", "agree/", _("Your own turn"))
