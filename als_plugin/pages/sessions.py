"""The sessions: what has happened so far, and what happened on a day."""

from __future__ import annotations

from ..records.ledger import SessionEntry
from ..words import _
from .context import PageContext
from .guides import starting_guides
from .home import made_and_done
from .page import Page

__all__ = ["session_pages", "sessions"]


def sessions(context: PageContext) -> Page:
    """The index, newest first."""
    entries = [(entry, *made_and_done(entry)) for entry in reversed(context.ledger.sessions)]
    return context.page("sessions", "sessions/", _("Sessions"), section=_("Sessions"), entries=entries, guides=starting_guides())


def session_pages(context: PageContext) -> list[Page]:
    """One page a session, oldest first."""
    return [_session(context, place, entry) for place, entry in enumerate(context.told)]


def _session(context: PageContext, place: int, entry: SessionEntry) -> Page:
    there = entry.session.attendance
    attendance = []
    if there:
        groups = [
            (_("There"), there.present),
            (_("There for a part"), there.part),
            (_("Away"), (*there.apologies, *there.absent)),
        ]
        attendance = [(label, sorted(people, key=lambda one: context.name(one).casefold())) for label, people in groups if people]
    return context.page(
        "session",
        f"sessions/{entry.stem}/",
        context.session_title(entry.stem),
        section=_("Sessions"),
        until=entry.last_day,
        entry=entry,
        session=entry.session,
        attendance=attendance,
        facilitators=entry.facilitators,
        before=context.told[place - 1].stem if place else None,
        after=context.told[place + 1].stem if place + 1 < len(context.told) else None,
        outcomes={
            "chosen": _("worked on"),
            "held": _("held for another time"),
            "withdrawn": _("withdrawn"),
            "not_chosen": _("not chosen"),
        },
    )
