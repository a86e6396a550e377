"""What may stand in a set's folder: the shapes of `set.yml` and of a session's file, and the record they make together.

Only shapes are checked here, field by field. Rules that need more than one field or file (who was there, which
action a report is about, what the agreement allows) are in `rules.py`. The descriptions are read by people: they
stand in the JSON Schema and in the error for a missing field.
"""

from __future__ import annotations

from pydantic import Field

from .fields import Model
from .session_file import Action, Attendance, Bid, Report, Review, Session, Suggestion, Turn
from .set_file import (
    Agreement,
    Away,
    Facilitator,
    Meeting,
    Member,
    Person,
    ProcessName,
    RecordLevel,
    Retention,
    SetFile,
    Stage,
)

__all__ = [
    "Action",
    "Agreement",
    "Attendance",
    "Away",
    "Bid",
    "Facilitator",
    "Meeting",
    "Member",
    "Model",
    "Person",
    "ProcessName",
    "RecordLevel",
    "Report",
    "Retention",
    "Review",
    "Session",
    "SetFile",
    "SetRecord",
    "Stage",
    "Suggestion",
    "Turn",
]


class SetRecord(Model):
    """A whole set as it stands on disk: its id, its `set.yml`, its sessions by stem in order, and its other files.

    `pages` and `files` hold paths relative to the set's folder, with `/`. `forgotten`: of what is told here, something is not here any
    more, as its time is up.
    """

    id: str
    file: SetFile
    sessions: dict[str, Session] = Field(default_factory=dict)
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    forgotten: bool = False
