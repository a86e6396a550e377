"""The sessions: what has happened so far, and what happened on a day."""

from __future__ import annotations

from ..records.ledger import SessionEntry
from ..words import _
from .edition import Edition
from .guides import starting_guides
from .home import made_and_done
from .page import Page

__all__ = ["session_pages", "sessions"]


def sessions(edition: Edition) -> Page:
    """The index, newest first."""
    entries = [(entry, *made_and_done(entry)) for entry in reversed(edition.ledger.sessions)]
    return edition.page("sessions", "sessions/", _("Sessions"), section=_("Sessions"), entries=entries, guides=starting_guides())


def session_pages(edition: Edition) -> list[Page]:
    """One page a session, oldest first."""
    return [_session(edition, place, entry) for place, entry in enumerate(edition.told)]


def _session(edition: Edition, place: int, entry: SessionEntry) -> Page:
    there = entry.session.attendance
    attendance = []
    if there:
        groups = [
            (_("There"), there.present),
            (_("There for a part"), there.part),
            (_("Away"), (*there.apologies, *there.absent)),
        ]
        attendance = [(label, sorted(people, key=lambda one: edition.name(one).casefold())) for label, people in groups if people]
    return edition.page(
        "session",
        f"sessions/{entry.stem}/",
        edition.session_title(entry.stem),
        section=_("Sessions"),
        until=entry.last_day,
        entry=entry,
        session=entry.session,
        attendance=attendance,
        facilitators=entry.facilitators,
        before=edition.told[place - 1].stem if place else None,
        after=edition.told[place + 1].stem if place + 1 < len(edition.told) else None,
        outcomes={
            "chosen": _("worked on"),
            "held": _("held for another time"),
            "withdrawn": _("withdrawn"),
            "not_chosen": _("not chosen"),
        },
    )
