"""From a ledger to a handbook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ..records import Kept
from ..records.ledger import Ledger
from ..records.view import View
from ..words import speaking
from .actions import actions
from .agree import agree
from .airtime import airtime
from .calendar import calendar_files
from .context import PageContext
from .home import home
from .learning import learning
from .navigation import navigation
from .our_set import our_set
from .page import Handbook
from .prepare import prepare
from .run_sheet import run_sheet, runs_sessions
from .sessions import session_pages, sessions

__all__ = ["make_pages"]


def make_pages(ledger: Ledger, view: View, not_invited: Sequence[str] = (), kept: Kept | None = None) -> Handbook:
    """All pages and files of one view of a set, in the set's language.

    Pure: the same arguments give the same handbook. The ledger was made of records projected to that view; `not_invited` are the
    ids of who has no passphrase yet, which the facilitator alone is told. `kept` has what was made before, where that is still the same.
    """
    with speaking(ledger.file.language):
        context = PageContext(ledger, view, not_invited, kept)
        pages = (
            home(context),
            prepare(context),
            sessions(context),
            *session_pages(context),
            actions(context),
            airtime(context),
            learning(context),
            our_set(context),
            *([run_sheet(context)] if runs_sessions(context) else []),
            *([agree(context)] if context.presenters_agree else []),
        )
        calendars = context.kept("calendars", partial(calendar_files, ledger), ledger.set_id, ledger.next_session and ledger.next_session.meeting)
        return Handbook(pages, calendars, frozenset(context.prose.attachments), navigation(context))
