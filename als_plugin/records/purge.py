"""What is left of a session once its time is over: its date, and how much there was."""

from __future__ import annotations

import datetime as dt

from .actions import actions_of
from .clock import last_day
from .model import Session, SetRecord

__all__ = ["expired_sessions", "purged_text"]


def expired_sessions(record: SetRecord, *, today: dt.date) -> dict[str, dt.date]:
    """The sessions past their retention that were not purged yet: their stems, with the last day they could be kept."""
    ends = {
        stem: last_day(session.date, record.file.retention)
        for stem, session in record.sessions.items()
        if session.status != "purged"
    }
    return {stem: end for stem, end in ends.items() if end < today}


def purged_text(session: Session) -> str:
    """The text of a session's file after purging: no names, no words of the session, counts alone."""
    counts = {
        "present": len(session.attendance.there) if session.attendance else 0,
        "turns": len(session.turns),
        "actions": sum(1 for _ in actions_of(session)),
        "reports": len(session.reports),
    }
    lines = [f"date: {session.date}", "status: purged", "counts:", *(f"  {name}: {number}" for name, number in counts.items())]
    return "\n".join(lines) + "\n"
