"""What may stand in a session's file."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .fields import ActionId, Id, Line, Minutes, Model, ReplyId, Text
from .shape import DERIVED, N_, ONE_OR_MANY

__all__ = ["Action", "Attendance", "Bid", "Report", "Review", "Session", "Suggestion", "Turn"]


class Attendance(Model):
    """Who was there; each member of that day, not away, stands in exactly one list."""

    present: tuple[Id, ...] = Field((), description=N_("who was there all the time"))
    part: tuple[Id, ...] = Field((), description=N_("who was there for a part"))
    apologies: tuple[Id, ...] = Field((), description=N_("who could not come and said so"))
    absent: tuple[Id, ...] = Field((), description=N_("who did not come"))

    @property
    def there(self) -> tuple[str, ...]:
        """Who was there, in whole or part."""
        return self.present + self.part


class Report(Model):
    """A report-back on an action."""

    member: Id = Field(description=N_("who reports back"))
    status: Literal["open", "done", "changed", "dropped"] = Field(description=N_("what became of the action"))
    action: ActionId | None = Field(None, description=N_("the action's full id, such as 2026-01-14/amara"))
    did: Text | None = Field(None, description=N_("what was done (Markdown)"))
    happened: Text | None = Field(None, description=N_("what came of it (Markdown)"))
    learned: Text | None = Field(None, description=N_("what was learned (Markdown)"))
    next: Text | None = Field(None, description=N_("what comes next (Markdown)"))
    do: Text | None = Field(None, description=N_("a changed action's new wording (Markdown)"))
    due: dt.date | None = Field(None, description=N_("a changed action's new date"))
    on: dt.date | None = Field(None, description=N_("when it was made, if between sessions"))
    earlier: Annotated[bool, DERIVED] = False
    """Its action is from a session that this view does not hold."""


class Bid(Model):
    """What a person brought to the session."""

    member: Id = Field(description=N_("who brought it"))
    headline: Line | None = Field(None, description=N_("the topic in one line"))
    minutes: Minutes | None = Field(None, description=N_("how many minutes were asked for"))
    outcome: Literal["chosen", "held", "withdrawn", "not_chosen"] | None = Field(
        None, description=N_("what became of it; absent: chosen where that person has a turn, else held")
    )
    thread: Annotated[int | None, DERIVED] = None
    """The same number on all entries of one bid over the sessions, and on its turn, once a view has hidden words by
    which they would be known to belong together."""


class Suggestion(Model):
    """What was offered to a presenter, by name where the agreement allows it."""

    short: ClassVar[str | None] = "text"
    text: Text = Field(description=N_("what was offered (Markdown)"))
    by: Id | None = Field(None, description=N_("who offered it"))
    taken: bool = Field(False, description=N_("whether the presenter took it"))


class Action(Model):
    """What somebody said they would do."""

    do: Text = Field(description=N_("what they will do (Markdown)"))
    id: Id | None = Field(None, description=N_("its id within the session; absent: the owner's id, then -2 and on"))
    owner: Id | None = Field(None, description=N_("who will do it; absent: the presenter"))
    with_: tuple[Id, ...] = Field((), alias="with", description=N_("who will help"))
    due: dt.date | None = Field(None, description=N_("by when"))
    outcome_wanted: Text | None = Field(None, description=N_("what is hoped to come of it (Markdown)"))


class Turn(Model):
    """One topic that the group worked on."""

    presenter: Id = Field(description=N_("whose topic it was"))
    topic: Line | None = Field(None, description=N_("the topic in one line; absent: the chosen bid's headline"))
    minutes: Minutes | None = Field(None, description=N_("how many minutes it was given"))
    minutes_used: Minutes | None = Field(None, description=N_("how many minutes it took"))
    scenario: Text | None = Field(None, description=N_("the situation as it was told (Markdown)"))
    question: Text | None = Field(None, description=N_("what was asked of the group (Markdown)"))
    questions: tuple[Suggestion, ...] = Field((), description=N_("what the presenter was asked, in the process of questions"))
    suggestions: tuple[Suggestion, ...] = Field((), description=N_("what was offered"))
    response: Text | None = Field(None, description=N_("what the presenter answered (Markdown)"))
    question_became: Text | None = Field(None, description=N_("how the question read at the end (Markdown)"))
    actions: tuple[Action, ...] = Field((), description=N_("what was to be done"))
    agreed_on: dt.date | None = Field(None, description=N_("when the presenter agreed this record"))
    thread: Annotated[int | None, DERIVED] = None


class Review(Model):
    """The set's look at its own process."""

    worked: Text | None = Field(None, description=N_("what worked (Markdown)"))
    change: Text | None = Field(None, description=N_("what to change (Markdown)"))
    learned: Text | None = Field(None, description=N_("what the set learned (Markdown)"))


class Session(Model):
    """One session's file."""

    date: dt.date = Field(description=N_("the day, or the first of several"))
    status: Literal["draft", "published", "purged"] = Field(
        description=N_("draft or published; purged is written by the program")
    )
    facilitator: Annotated[tuple[Id, ...], ONE_OR_MANY] = Field(
        (), description=N_("who facilitated, where it is not the set's own")
    )
    timekeeper: Id | None = Field(None, description=N_("who kept the time"))
    attendance: Attendance | None = Field(None, description=N_("who was there"))
    guests: tuple[Line, ...] = Field((), description=N_("guests, by name"))
    reports: tuple[Report, ...] = Field((), description=N_("report-backs made at the start, or since the last session"))
    topics: tuple[Bid, ...] = Field((), description=N_("what each person brought"))
    turns: tuple[Turn, ...] = Field((), description=N_("the topics that were worked on, in order"))
    actions: tuple[Action, ...] = Field((), description=N_("actions made outside a turn; each names its owner"))
    review: Review | None = Field(None, description=N_("the set's look at its own process"))
    notes: Text | None = Field(None, description=N_("the facilitator's own notes, in the facilitator's view alone (Markdown)"))
    replies: tuple[ReplyId, ...] = Field((), description=N_("replies that were taken into this file; written by the program"))
    counts: dict[str, Annotated[int, Field(ge=0)]] | None = Field(
        None, description=N_("what a purged session held; written by the program")
    )
