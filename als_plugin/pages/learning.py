"""The page of learning: what have we learned? By session, never by person."""

from __future__ import annotations

from ..words import _
from .context import PageContext
from .page import Page

__all__ = ["learning"]


def learning(context: PageContext) -> Page:
    """The page of what report-backs and reviews say was learned, newest session first."""
    groups = []
    said: dict[str, list[str]] = {}
    for report in context.ledger.learning:
        if report.learned:
            said.setdefault(report.session, []).append(report.learned)
    for entry in reversed(context.past):
        learned = said.get(entry.stem, [])
        review = entry.session.review.learned if entry.session.review else None
        if learned or review:
            groups.append((entry.stem, learned, review))
    return context.page("learning", "learning/", _("What we have learned"), groups=groups)
