"""The records of sets: read, checked, projected to a view, and what follows from them. No MkDocs, no HTML, no files written."""

from __future__ import annotations

from .clock import last_day, today_in
from .ledger import (
    ActionEntry,
    AirtimeRow,
    Cell,
    HeldBid,
    Ledger,
    NextSession,
    ReportEntry,
    SessionEntry,
    TurnEntry,
    ledger,
)
from .load import load_set, load_sets
from .model import (
    Action,
    Agreement,
    Attendance,
    Away,
    Bid,
    Facilitator,
    Meeting,
    Member,
    Person,
    Report,
    Retention,
    Review,
    Session,
    SetFile,
    SetRecord,
    Stage,
    Suggestion,
    Turn,
)
from .view import View, project

__all__ = [
    "Action", "ActionEntry", "Agreement", "AirtimeRow", "Attendance", "Away", "Bid", "Cell", "Facilitator", "HeldBid", "Ledger",
    "Meeting", "Member", "NextSession", "Person", "Report", "ReportEntry", "Retention", "Review", "Session", "SessionEntry",
    "SetFile", "SetRecord", "Stage", "Suggestion", "Turn", "TurnEntry", "View", "last_day", "ledger", "load_set", "load_sets",
    "project", "today_in",
]
