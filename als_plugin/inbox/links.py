"""The set's own files that texts link to: what comes from outside must hand none of them on that members do not have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from ..pages import make_pages
from ..pages.text import Prose
from ..records import SetRecord, View, ledger, project

__all__ = ["links_of", "members_links"]


def links_of(texts: Iterable[str]) -> list[str]:
    """The set's files to which these texts would link on a page, in order."""
    prose = Prose()
    for text in texts:
        prose.block(text, "")
    return sorted(prose.attachments)


def members_links(record: SetRecord, today: dt.date) -> Collection[str]:
    """The set's files that what all members read links to."""
    view = View("members")
    return make_pages(ledger(project(record, view, today=today), view, today=today), view).attachments
