"""The entries of the ledger: what pages are made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .model import Bid, Meeting, Person, Session, SetFile, Turn

__all__ = [
    "ActionEntry",
    "AirtimeRow",
    "Cell",
    "HeldBid",
    "Ledger",
    "NextSession",
    "ReportEntry",
    "SessionEntry",
    "TurnEntry",
]

ActionState = Literal["open", "done", "dropped", "ended"]
Cell = Literal["turn", "asked", "there", "away", "facilitated", ""]
"""What one person's place in one session's airtime picture shows; "" where they were not a member."""


@dataclass(frozen=True)
class ReportEntry:
    """A report-back. `action` is the full id of the action it is about, or None for an action from before the view's
    first session ("an earlier action") or one that was never recorded: `earlier` tells which."""

    session: str
    on: dt.date
    member: str
    status: Literal["open", "done", "changed", "dropped"]
    action: str | None
    earlier: bool
    did: str | None
    happened: str | None
    learned: str | None
    next: str | None
    do: str | None
    due: dt.date | None


@dataclass(frozen=True)
class ActionEntry:
    """An action with all that came of it. `do` and `due` are the latest wording and date, `made_do` the first wording.

    `turn` is the place (from 0) of its turn in `SessionEntry.turns`, None for an action made outside a turn.
    `ended`: its owner left, or its session was purged, while it was open.
    """

    id: str
    session: str
    made_on: dt.date
    turn: int | None
    owner: str
    with_: tuple[str, ...]
    do: str
    made_do: str
    due: dt.date | None
    outcome_wanted: str | None
    reports: tuple[ReportEntry, ...]
    state: ActionState
    closed_on: dt.date | None

    def overdue(self, today: dt.date) -> bool:
        """Whether the action is open and its date has passed; due today is not overdue."""
        return self.state == "open" and self.due is not None and self.due < today


@dataclass(frozen=True)
class TurnEntry:
    """A turn as this view may see it. `agreed` false: nothing of it but that it took place, and who presented."""

    turn: Turn
    topic: str | None
    agreed: bool
    actions: tuple[ActionEntry, ...]


@dataclass(frozen=True)
class SessionEntry:
    """One session as this view may see it; `last_day` is the last day on which its record may be shown (None: purged).

    Drafts are among them in the facilitator's view; of a purged session only date, status and counts are left.
    `facilitators` are those of that day. `before` and `after` are the stems of the neighbours.
    """

    stem: str
    session: Session
    last_day: dt.date | None
    reports: tuple[ReportEntry, ...]
    bids: tuple[Bid, ...]
    turns: tuple[TurnEntry, ...]
    actions: tuple[ActionEntry, ...]
    facilitators: tuple[str, ...]
    before: str | None
    after: str | None


@dataclass(frozen=True)
class HeldBid:
    """A bid that still stands: made in `session`, first brought on `since`."""

    session: str
    member: str
    headline: str | None
    since: dt.date


@dataclass(frozen=True)
class AirtimeRow:
    """One member's airtime over all counted sessions. `fair_share` and `balance` count turns, or minutes where
    airtime is equal; `since_last_turn` is sessions attended since, None where there was no turn yet. `bids` is the sum of
    `chosen`, `held`, `not_chosen` and `withdrawn` as they were recorded session by session; `standing` is how many bids
    of this person stand today."""

    person: str
    attended: int
    bids: int
    chosen: int
    held: int
    not_chosen: int
    withdrawn: int
    standing: int
    turns: int
    minutes_allocated: int
    minutes_used: int
    since_last_turn: int | None
    fair_share: Fraction
    balance: Fraction


@dataclass(frozen=True)
class NextSession:
    """The next session: its meeting, who is expected, and the open actions of each to report on (people with none
    have an empty list)."""

    meeting: Meeting
    expected: tuple[str, ...]
    owed: dict[str, tuple[ActionEntry, ...]]


@dataclass(frozen=True)
class Ledger:
    """All that pages are made of, for one view of one set on one day."""

    set_id: str
    file: SetFile
    today: dt.date
    people: dict[str, Person]
    """Facilitators and members by id, each group in the order of the file."""
    sessions: tuple[SessionEntry, ...]
    """Oldest first."""
    actions: tuple[ActionEntry, ...]
    """All actions: open first, by due date (none last), then by session; then the closed, newest first."""
    held: tuple[HeldBid, ...]
    waiting: tuple[HeldBid, ...]
    """Bids that stand when drafts count too: for whoever prepares or runs the next session."""
    airtime: tuple[AirtimeRow, ...]
    """Alphabetical by name."""
    picture: dict[str, dict[str, Cell]]
    """Session's stem, then member's id, then what the picture shows."""
    next_session: NextSession | None
    learning: tuple[ReportEntry, ...]
    """Report-backs that say what was learned, newest first."""
    forgotten: bool = False
    """Whether of the time that this tells of something is not told any more, so that "never" cannot be said of it."""
