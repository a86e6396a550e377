"""The records of sets: read, checked, projected to a view, and what follows from them. No MkDocs, no HTML, no files written."""

from __future__ import annotations

from .actions import actions_of
from .clock import last_day, today_in
from .counted_ids import CountedAction, counted_actions, with_ids
from .invited import not_invited
from .kept import Kept
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
from .listed import listed_name
from .load import load_set, load_set_file, load_sets, warn_of_strays
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
from .purge import expired_sessions, purged_text
from .schema import schemas
from .sound import load_sound
from .splice import Add, Change, Put, Remove, compose, splice
from .view import View, agreed, project, sees_all

__all__ = [
    "Action", "ActionEntry", "Add", "Agreement", "AirtimeRow", "Attendance", "Away", "Bid", "Cell", "Change",
    "CountedAction", "Facilitator", "HeldBid", "Kept", "Ledger", "Meeting", "Member", "NextSession", "Person", "Put", "Remove",
    "Report", "ReportEntry", "Retention", "Review", "Session", "SessionEntry", "SetFile", "SetRecord", "Stage",
    "Suggestion", "Turn", "TurnEntry", "View", "actions_of", "agreed", "compose", "counted_actions", "expired_sessions",
    "last_day", "ledger", "listed_name", "load_set", "load_set_file", "load_sets", "load_sound", "not_invited", "project",
    "purged_text", "schemas", "sees_all", "splice", "today_in", "warn_of_strays", "with_ids",
]
