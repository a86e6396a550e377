"""What may stand in `set.yml`: who the set is and what it agreed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from ..words import _
from .fields import Contact, Id, Line, Link, Minutes, Model, Text
from .shape import N_, ONE_OR_MANY, Says, broken, language_tag, timezone_name

__all__ = [
    "Agreement",
    "Away",
    "Facilitator",
    "Meeting",
    "Member",
    "Person",
    "ProcessName",
    "RecordLevel",
    "Retention",
    "SetFile",
    "Stage",
]

RecordLevel = Literal["none", "actions", "topics", "suggestions"]
ProcessName = Literal["suggestions", "questions", "triad", "post-it", "troika"]


class Away(Model):
    """A time in which a member is not expected; both days inclusive."""

    from_: dt.date = Field(alias="from", description=N_("the first day away"))
    until: dt.date = Field(description=N_("the last day away"))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until < self.from_:
            raise broken(
                "until",
                _("{until} is before {first}, when it begins").format(until=self.until, first=self.from_),
                _("put the two dates in order"),
            )
        return self


class Person(Model):
    """Somebody with a name in the set; `joined` and `left` are the first and last day, both inclusive."""

    id: Id = Field(description=N_("the short name used for this person in the records, such as amara"))
    name: Line = Field(description=N_("the name as people read it"))
    contact: Contact | None = Field(None, description=N_("an e-mail address"))
    joined: dt.date | None = Field(None, description=N_("the first day in the set; absent: since the first session"))
    left: dt.date | None = Field(None, description=N_("the last day in the set; absent: still there"))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.joined and self.left and self.left < self.joined:
            raise broken(
                "left",
                _("{left} is before {joined}, when {id} joined").format(left=self.left, joined=self.joined, id=self.id),
                _("put the two dates in order"),
            )
        return self

    def belongs(self, day: dt.date) -> bool:
        """Whether this person belongs to the set on that day (away or not)."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day <= self.left)


class Facilitator(Person):
    """A caretaker of the process who is not a member."""


class Member(Person):
    """A member of the set."""

    away: tuple[Away, ...] = Field((), description=N_("times in which this member is not expected"))

    def expected(self, day: dt.date) -> bool:
        """Whether this member is expected at a session on that day."""
        return self.belongs(day) and not any(away.from_ <= day <= away.until for away in self.away)


class Agreement(Model):
    """The ground rules that the set agreed."""

    record: RecordLevel | None = Field(
        None, description=N_("how much the set lets be written down; each level includes the one before it")
    )
    confidentiality: Text | None = Field(None, description=N_("what stays in the set (Markdown)"))
    exceptions: Text | None = Field(None, description=N_("when confidence has to be broken (Markdown)"))
    ground_rules: tuple[Text, ...] = Field((), description=N_("the set's ground rules, one an item"))
    attribute_suggestions: bool = Field(
        False, description=N_("whether suggestions are published with the names of those who made them")
    )
    presenter_agrees: bool = Field(True, description=N_("whether a turn is published only once its presenter agreed the record"))
    newcomers_read_history: bool = Field(
        False, description=N_("whether who joins later may read what happened since the set began")
    )
    attendance: Text | None = Field(None, description=N_("what is asked of people who cannot come (Markdown)"))
    between_sessions: Text | None = Field(None, description=N_("contact and work between sessions (Markdown)"))
    conflict: Text | None = Field(None, description=N_("what the set does when it is stuck (Markdown)"))
    ending: Text | None = Field(None, description=N_("when and how the set closes (Markdown)"))
    privacy_contact: Text | None = Field(None, description=N_("whom to ask about one's data"))
    agreed_on: dt.date | None = Field(None, description=N_("when the set agreed this"))
    review_on: dt.date | None = Field(None, description=N_("when the set will look at it again"))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.agreed_on and self.review_on and self.review_on < self.agreed_on:
            raise broken(
                "review_on",
                _("{review_on} is before {agreed_on}, when it was agreed").format(
                    review_on=self.review_on, agreed_on=self.agreed_on
                ),
                _("put the two dates in order"),
            )
        return self


class Retention(Model):
    """How long a session's record is kept; exactly one of the two is given."""

    keep_months: (
        Annotated[int, Field(gt=0, le=1200), Says(N_("is no number of months"), N_("write a whole number from 1 to 1200"))] | None
    ) = Field(None, description=N_("how many months after its date a session's record is kept"))
    until: dt.date | None = Field(None, description=N_("the last day on which any record is kept"))

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if self.keep_months is not None and self.until is not None:
            raise broken("until", _("keep_months and until cannot both stand here"), _("keep the one that the set agreed"))
        if self.keep_months is None and self.until is None:
            raise broken(
                None,
                _("says nothing about how long records are kept"),
                _("write keep_months: and a number, or until: and a date"),
            )
        return self


class Stage(Model):
    """One stage of a turn."""

    stage: Line = Field(description=N_("what this stage is called"))
    minutes: Minutes = Field(description=N_("how long it takes"))
    speaks: Literal["presenter", "group", "all"] = Field(description=N_("who speaks in it"))


Stages = Annotated[tuple[Stage, ...], Field(min_length=1), Says(N_("is an empty list"), N_("name a process, or list its stages"))]
either = Discriminator(lambda process: "[name]" if isinstance(process, str) else "[stages]")


class Meeting(Model):
    """A date in the calendar; `end` is a time of day, `until` the last day of a session over several days."""

    date: dt.date = Field(description=N_("the day, or the first of several"))
    start: dt.time | None = Field(None, description=N_('when it starts, such as "12:30"'))
    end: dt.time | None = Field(None, description=N_('when it ends, such as "15:00"'))
    until: dt.date | None = Field(None, description=N_("the last day of a session over several days"))
    where: Line | None = Field(None, description=N_("the place"))
    link: Link | None = Field(None, description=N_("the https address of an online meeting"))
    cancelled: Line | None = Field(None, description=N_("why it is cancelled"))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until and self.until < self.date:
            raise broken(
                "until",
                _("{until} is before {date}, when it begins").format(until=self.until, date=self.date),
                _("put the two dates in order"),
            )
        if self.start and self.end and not (self.until and self.until > self.date) and self.end <= self.start:
            start, end = f"{self.start:%H:%M}", f"{self.end:%H:%M}"
            raise broken(
                "end",
                _("{end} is not after {start}, when it starts").format(end=end, start=start),
                _("put the two times in order"),
            )
        return self

    @property
    def last_day(self) -> dt.date:
        """The day on which it ends."""
        return self.until or self.date


class SetFile(Model):
    """`set.yml`: who the set is and what it agreed."""

    name: Line = Field(description=N_("the set's name, shown in its handbook"))
    purpose: Text | None = Field(None, description=N_("why the set meets (Markdown)"))
    facilitator: Annotated[tuple[Facilitator, ...], ONE_OR_MANY] = Field(
        (), description=N_("who takes care of the process; absent: the members facilitate themselves")
    )
    record_keeper: Annotated[tuple[Id, ...], ONE_OR_MANY] = Field(
        (), description=N_("who takes replies in; absent: the facilitators, and nobody in a set that facilitates itself")
    )
    members: Annotated[
        tuple[Member, ...], Field(min_length=2), Says(N_("has fewer than two people"), N_("a set has at least two members"))
    ] = Field(description=N_("the people of the set, past and present"))
    agreement: Agreement = Field(Agreement(), description=N_("the ground rules that the set agreed"))
    retention: Retention = Field(description=N_("how long records are kept: keep_months or until"))
    process: Annotated[Annotated[ProcessName, Tag("[name]")] | Annotated[Stages, Tag("[stages]")], either] = Field(
        "suggestions", description=N_("the stages of one turn: a built-in process by its name, or a list of stages")
    )
    airtime: Literal["bid", "equal"] = Field("bid", description=N_("how a session shares out its time: by bids, or equally"))
    turns_per_session: tuple[Minutes, Minutes] = Field(
        (2, 3), description=N_("how many topics are usually worked on: lowest and highest")
    )
    meetings: tuple[Meeting, ...] = Field((), description=N_("the calendar, past and to come"))
    timezone: Annotated[str, timezone_name] = Field(
        "Europe/London", description=N_("the time zone of all times, such as Europe/London")
    )
    language: Annotated[str, language_tag] = Field("en", description=N_("the language of the handbook, such as en or pt-BR"))
    listed: bool = Field(False, description=N_("whether the public front door names and links this set"))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, high = self.turns_per_session
        if low > high:
            raise broken(
                "turns_per_session", _("{low} is more than {high}").format(low=low, high=high), _("write the lower number first")
            )
        return self

    @property
    def people(self) -> dict[str, Person]:
        """Facilitators and members by id, each group in the order of the file."""
        return {person.id: person for person in (*self.facilitator, *self.members)}
