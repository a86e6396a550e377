"""What may stand in `set.yml` and in a session's file: names, types, choices.

Only shapes are checked here, field by field. Rules that need more than one field or file (who was there, which
action a report is about, what the agreement allows) are in `rules.py`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Action", "Agreement", "Attendance", "Away", "Bid", "Facilitator", "Meeting", "Member", "Person", "RecordLevel",
    "Report", "Retention", "Review", "Session", "SetFile", "SetRecord", "Stage", "Suggestion", "Turn",
]

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
ActionId = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}(-[a-z0-9]+)*/[a-z][a-z0-9-]*$")]
Line = Annotated[str, Field(min_length=1, pattern=r"^[^\n]*\S[^\n]*$")]
Text = Annotated[str, Field(min_length=1)]
Minutes = Annotated[int, Field(gt=0)]
RecordLevel = Literal["none", "actions", "topics", "suggestions"]


class Model(BaseModel):
    """What all records share: unknown fields are errors, values are taken as they are, nothing changes later."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class Away(Model):
    """A time in which a member is not expected; both days inclusive."""

    from_: dt.date = Field(alias="from")
    until: dt.date


class Person(Model):
    """Somebody with a name in the set; `joined` and `left` are the first and last day, both inclusive."""

    id: Id
    name: Line
    contact: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    joined: dt.date | None = None
    left: dt.date | None = None

    def belongs(self, day: dt.date) -> bool:
        """Whether this person belongs to the set on that day (away or not)."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day <= self.left)


class Facilitator(Person):
    """A caretaker of the process who is not a member."""


class Member(Person):
    """A member of the set."""

    away: tuple[Away, ...] = ()

    def expected(self, day: dt.date) -> bool:
        """Whether this member is expected at a session on that day."""
        return self.belongs(day) and not any(away.from_ <= day <= away.until for away in self.away)


class Agreement(Model):
    """The ground rules that the set agreed."""

    record: RecordLevel | None = None
    confidentiality: Text | None = None
    exceptions: Text | None = None
    ground_rules: tuple[Text, ...] = ()
    attribute_suggestions: bool = False
    presenter_agrees: bool = True
    newcomers_read_history: bool = False
    privacy_contact: Text | None = None
    agreed_on: dt.date | None = None
    review_on: dt.date | None = None


class Retention(Model):
    """How long a session's record is kept; exactly one of the two is given."""

    keep_months: Annotated[int, Field(gt=0, le=1200)] | None = None
    until: dt.date | None = None


class Stage(Model):
    """One stage of a turn."""

    stage: Line
    minutes: Minutes
    speaks: Literal["presenter", "group", "all"]


class Meeting(Model):
    """A date in the calendar; `end` is a time of day, `until` the last day of a session over several days."""

    date: dt.date
    start: dt.time | None = None
    end: dt.time | None = None
    until: dt.date | None = None
    where: Line | None = None
    link: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None
    cancelled: Line | None = None


ProcessName = Literal["suggestions", "questions", "triad", "post-it", "troika"]


class SetFile(Model):
    """`set.yml`: who the set is and what it agreed."""

    name: Line
    purpose: Text | None = None
    facilitator: tuple[Facilitator, ...] = ()
    members: Annotated[tuple[Member, ...], Field(min_length=2)]
    agreement: Agreement = Agreement()
    retention: Retention
    process: ProcessName | Annotated[tuple[Stage, ...], Field(min_length=1)] = "suggestions"
    airtime: Literal["bid", "equal"] = "bid"
    turns_per_session: tuple[Minutes, Minutes] = (2, 3)
    meetings: tuple[Meeting, ...] = ()
    timezone: str = "Europe/London"
    language: str = "en"
    listed: bool = False


class Attendance(Model):
    """Who was there; each member of that day, not away, stands in exactly one list."""

    present: tuple[Id, ...] = ()
    part: tuple[Id, ...] = ()
    apologies: tuple[Id, ...] = ()
    absent: tuple[Id, ...] = ()


class Report(Model):
    """A report-back on an action."""

    member: Id
    status: Literal["open", "done", "changed", "dropped"]
    action: ActionId | None = None
    did: Text | None = None
    happened: Text | None = None
    learned: Text | None = None
    next: Text | None = None
    do: Text | None = None
    due: dt.date | None = None
    on: dt.date | None = None


class Bid(Model):
    """What a person brought to the session."""

    member: Id
    headline: Line | None = None
    minutes: Minutes | None = None
    outcome: Literal["chosen", "held", "withdrawn", "not_chosen"] | None = None


class Suggestion(Model):
    """What was offered to a presenter, by name where the agreement allows it."""

    text: Text
    by: Id | None = None


class Action(Model):
    """What somebody said they would do."""

    do: Text
    id: Id | None = None
    owner: Id | None = None
    with_: tuple[Id, ...] = Field(default=(), alias="with")
    due: dt.date | None = None
    outcome_wanted: Text | None = None


class Turn(Model):
    """One topic that the group worked on."""

    presenter: Id
    topic: Line | None = None
    minutes: Minutes | None = None
    minutes_used: Minutes | None = None
    scenario: Text | None = None
    question: Text | None = None
    suggestions: tuple[Suggestion, ...] = ()
    response: Text | None = None
    actions: tuple[Action, ...] = ()
    agreed_on: dt.date | None = None


class Review(Model):
    """The set's look at its own process."""

    worked: Text | None = None
    change: Text | None = None
    learned: Text | None = None


class Session(Model):
    """One session's file."""

    date: dt.date
    status: Literal["draft", "published", "purged"]
    facilitator: tuple[Id, ...] = ()
    timekeeper: Id | None = None
    attendance: Attendance | None = None
    guests: tuple[Line, ...] = ()
    reports: tuple[Report, ...] = ()
    topics: tuple[Bid, ...] = ()
    turns: tuple[Turn, ...] = ()
    actions: tuple[Action, ...] = ()
    review: Review | None = None
    notes: Text | None = None
    counts: dict[str, int] | None = None


class SetRecord(Model):
    """A whole set as it stands on disk: its id, its `set.yml`, its sessions by stem in order, and its other files.

    `pages` and `files` hold paths relative to the set's folder, with `/`.
    """

    id: str
    file: SetFile
    sessions: dict[str, Session] = {}
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
