"""A session's file in a reply: read as strictly as a record, before anything else looks into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from ..errors import AlsError
from ..records import Session, SetRecord
from ..records.arriving import arriving
from ..words import _
from .kinds import Misfit

__all__ = ["Arrived", "session_in"]

_PARSER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Arrived:
    """What a keeper ought to know of a file that came: the names of those other than its sender `speaks_for`, whether its sender
    is `trusted` with that, the full ids of the actions `reported` on, and all its `texts`."""

    speaks_for: tuple[str, ...]
    trusted: bool
    reported: tuple[str, ...]
    texts: tuple[str, ...]


def session_in(record: SetRecord, person: str, text: str) -> Arrived:
    """What is in a file that this person sent. Raises Misfit where it is not taken."""
    facilitators = {one.id for one in record.file.facilitator}
    trusted = person in facilitators or person in record.file.record_keeper
    if facilitators and not trusted:
        raise Misfit(
            _("{person} neither facilitates the set nor keeps its record; a file of theirs can be looked at and put in with als record add").format(
                person=person
            )
        )
    try:
        session = arriving(text.encode(), _("the file in it"))
    except AlsError as error:
        raise Misfit(" ".join(str(error).split())) from error
    # The strict reader has bounded what is walked from here on.
    if any(getattr(event, "anchor", None) for event in yaml.parse(text, Loader=_PARSER)):
        raise Misfit(_("the file in it says something by reference (& and *) instead of writing it out"))
    plain = yaml.load(text, Loader=_PARSER)
    if "notes" in plain or "replies" in plain:
        raise Misfit(_("the file in it holds notes, or says which replies were taken in"))
    if any("agreed_on" in turn for turn in plain.get("turns") or () if isinstance(turn, dict)):
        raise Misfit(_("the file in it says that turns are agreed, which presenters alone do"))
    facilitated = session.facilitator or tuple(facilitators)
    if not trusted and person not in facilitated:
        raise Misfit(_("{person} did not facilitate that session").format(person=person))
    return Arrived(_spoken_for(record, session, person), trusted, tuple(one.action for one in session.reports if one.action), tuple(_texts(plain)))


def _texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    else:
        for each in plain.values() if isinstance(plain, dict) else plain:
            yield from _texts(each)


def _spoken_for(record: SetRecord, session: Session, person: str) -> tuple[str, ...]:
    said = [turn.presenter for turn in session.turns]
    said += [one.by for turn in session.turns for one in (*turn.suggestions, *turn.questions) if one.by]
    said += [report.member for report in session.reports] + [bid.member for bid in session.topics]
    known = record.file.people
    return tuple(known[each].name if each in known else each for each in dict.fromkeys(said) if each != person)
