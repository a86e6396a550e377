"""From a ledger to a handbook."""

from __future__ import annotations

from ..records.ledger import Ledger
from ..records.view import View
from ..words import speaking
from .actions import actions
from .airtime import airtime
from .calendar import calendar_files
from .edition import Edition
from .home import home
from .learning import learning
from .navigation import navigation
from .our_set import our_set
from .page import Handbook
from .prepare import prepare
from .sessions import session_pages, sessions

__all__ = ["make_pages"]


def make_pages(ledger: Ledger, view: View) -> Handbook:
    """All pages and files of one view of a set, in the set's language.

    Pure: the same ledger and view give the same handbook. The ledger was made of records projected to that view.
    """
    with speaking(ledger.file.language):
        edition = Edition(ledger, view)
        pages = (
            home(edition),
            prepare(edition),
            sessions(edition),
            *session_pages(edition),
            actions(edition),
            airtime(edition),
            learning(edition),
            our_set(edition),
        )
        return Handbook(pages, calendar_files(ledger), frozenset(edition.prose.attachments), navigation(edition))
