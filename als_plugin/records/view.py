"""Views: who reads, and since when. Records are projected to a view before anything is made of them.

What a projection leaves out must be in nothing that is made of it, so it drops whole values rather than marking them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .actions import actions_of, complete
from .bids import Outcome, trace
from .clock import last_day
from .kept import Kept
from .model import Report, Session, SetFile, SetRecord, Suggestion, Turn

__all__ = ["View", "agreed", "project", "sees_all"]


@dataclass(frozen=True)
class View:
    """An audience and the date of the first session that it may read (None: from the beginning)."""

    audience: Literal["members", "facilitator"]
    since: dt.date | None = None


def sees_all(file: SetFile, view: View) -> bool:
    """Whether a view holds drafts, notes and turns not agreed yet: the facilitator's, where the set has one."""
    return view.audience == "facilitator" and bool(file.facilitator)


def agreed(file: SetFile, turn: Turn) -> bool:
    """Whether a turn's record may be published: its presenter agreed it, or need not."""
    return turn.agreed_on is not None or not file.agreement.presenter_agrees


def project(record: SetRecord, view: View, *, today: dt.date, kept: Kept | None = None) -> SetRecord:
    """The record as this view may know it on that day.

    Left out are sessions before `since`, past their retention, and (for members) drafts; for members also `notes`, the
    names of those who suggested unless the agreement allows them, and of a turn not agreed yet all but its presenter: its
    bid's headline in whichever session, its actions, the report-backs on them. A report-back on an action of a session
    that is left out stays, as one on an earlier action; members who left before `since` go, unless something later names them. Owners, ids, topics and outcomes that followed from what may now
    be missing are written out. `kept` has what was made before, where that is still the same.
    """
    memory = kept or Kept()
    everything = sees_all(record.file, view)
    sessions = {stem: complete(session) for stem, session in record.sessions.items()}
    concealed = set() if everything else set(_concealed(record.file, sessions))
    shown = {stem: session for stem, session in sessions.items() if _readable(record.file, view, session, today)}
    told = record.file
    if view.since is not None:
        shown = _told_since(view, sessions, shown, record.file, today)
        told = _members_since(view.since, record.file, shown)
    forgotten = record.forgotten or _forgotten(record, view, today)
    projected = _written_out(record.model_copy(update={"file": told, "sessions": shown, "forgotten": forgotten}), memory)
    if not everything:
        projected = _without_unagreed(projected, memory)
    visible = {f"{stem}/{action.id}" for stem, session in projected.sessions.items() for _, action, _ in actions_of(session)}
    return projected.model_copy(
        update={
            "sessions": {
                stem: memory.take(
                    ("told", stem), _told, session, everything, record.file.agreement.attribute_suggestions,
                    [report.action in visible for report in session.reports], [report.action in concealed for report in session.reports],
                )
                for stem, session in projected.sessions.items()
            }
        }
    )


def _told(session: Session, everything: bool, names: bool, visible: list[bool], concealed: list[bool]) -> Session:
    """A session with the report-backs of which a view may know, and for members without notes and, unless these are `names`, who suggested."""
    reports = tuple(
        _report(report, held) for report, held, hidden in zip(session.reports, visible, concealed, strict=True) if not hidden
    )
    for_members = {} if everything else {"notes": None, "turns": session.turns if names else _nameless(session.turns)}
    return session.model_copy(update={"reports": reports, **for_members})


def _readable(file: SetFile, view: View, session: Session, today: dt.date) -> bool:
    """Whether a view holds anything of a session on that day."""
    if view.since is not None and session.date < view.since:
        return False
    if session.status == "purged":
        return True
    if session.status == "draft" and not sees_all(file, view):
        return False
    return today <= last_day(session.date, file.retention)


def _forgotten(record: SetRecord, view: View, today: dt.date) -> bool:
    """Whether of the time of a view something is not told any more."""
    published = [each for each in record.sessions.values() if each.status != "draft" and (view.since is None or each.date >= view.since)]
    return any(each.status == "purged" or today > last_day(each.date, record.file.retention) for each in published)


def _members_since(since: dt.date, file: SetFile, kept: dict[str, Session]) -> SetFile:
    """The set's file without the members of before."""
    gone = {person.id for person in file.members if person.left and person.left < since}
    if not gone:
        return file
    gone -= {text for session in kept.values() for text in _texts(session.model_dump())}
    return file.model_copy(update={"members": tuple(person for person in file.members if person.id not in gone)})


def _texts(value: object) -> Iterator[str]:
    """Every text in a dumped model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _texts(each)


def _told_since(
    view: View, sessions: dict[str, Session], kept: dict[str, Session], file: SetFile, today: dt.date
) -> dict[str, Session]:
    """The sessions of a late joiner's view with the report-backs of its time, whichever file they stand in: those from before go,
    and those that stand in the file of an earlier session come to the first one that the view holds."""
    assert view.since is not None
    since = view.since
    whole = View(view.audience)
    late = tuple(
        report
        for stem, session in sessions.items()
        if stem not in kept and _readable(file, whole, session, today)
        for report in session.reports
        if report.on and report.on >= since
    )
    made = {}
    for place, (stem, session) in enumerate(kept.items()):
        told = tuple(report for report in session.reports if (report.on or session.date) >= since)
        made[stem] = session.model_copy(update={"reports": (*(late if place == 0 and session.status != "purged" else ()), *told)})
    return made


def _concealed(file: SetFile, sessions: dict[str, Session]) -> Iterator[str]:
    """The full ids of actions that members may know nothing of."""
    for stem, session in sessions.items():
        for loc, action, _ in actions_of(session):
            unagreed = loc[0] == "turns" and not agreed(file, session.turns[int(loc[1])])
            if session.status == "draft" or unagreed:
                yield f"{stem}/{action.id}"


def _written_out(record: SetRecord, memory: Kept) -> SetRecord:
    """The record with outcomes, topics and the threads of bids written into it, so that they outlast what is hidden next."""
    found = trace(record)
    sessions = {}
    for stem, session in record.sessions.items():
        bids = [(found.outcomes[stem, place], found.bids[stem, place].number) for place in range(len(session.topics))]
        threads = [found.turns.get((stem, place)) for place in range(len(session.turns))]
        turns = [(thread.headline, thread.number) if thread else (None, None) for thread in threads]
        sessions[stem] = memory.take(("written out", stem), _session_written_out, session, bids, turns)
    return record.model_copy(update={"sessions": sessions})


def _session_written_out(
    session: Session, bids: list[tuple[Outcome, int]], turns: list[tuple[str | None, int | None]]
) -> Session:
    """A session with the outcome and the thread of each bid, and the topic and the thread of each turn."""
    return session.model_copy(
        update={
            "topics": tuple(
                bid.model_copy(update={"outcome": outcome, "thread": thread})
                for bid, (outcome, thread) in zip(session.topics, bids, strict=True)
            ),
            "turns": tuple(
                turn.model_copy(update={"topic": turn.topic or headline, "thread": thread})
                for turn, (headline, thread) in zip(session.turns, turns, strict=True)
            ),
        }
    )


def _without_unagreed(record: SetRecord, memory: Kept) -> SetRecord:
    """The record with nothing left of turns that are not agreed yet, but who presented."""
    threads: set[int] = set()
    for session in record.sessions.values():
        told = {turn.thread for turn in session.turns if agreed(record.file, turn)}
        for turn in session.turns:
            if not agreed(record.file, turn):
                threads.add(turn.thread or 0)
                # Whichever of that person's chosen bids it was: none that an agreed turn does not tell anyway.
                threads |= {
                    bid.thread or 0
                    for bid in session.topics
                    if bid.member == turn.presenter and bid.outcome == "chosen" and bid.thread not in told
                }
    return record.model_copy(
        update={
            "sessions": {
                stem: memory.take(
                    ("agreed", stem), _session_without, session, [bid.thread in threads for bid in session.topics],
                    [not agreed(record.file, turn) for turn in session.turns],
                )
                for stem, session in record.sessions.items()
            }
        }
    )


def _session_without(session: Session, bids: list[bool], turns: list[bool]) -> Session:
    """A session without the headlines of these bids, and with nothing left of these turns but who presented."""
    return session.model_copy(
        update={
            "topics": tuple(
                bid.model_copy(update={"headline": None}) if hidden else bid for bid, hidden in zip(session.topics, bids, strict=True)
            ),
            "turns": tuple(
                Turn(presenter=turn.presenter, thread=turn.thread) if hidden else turn
                for turn, hidden in zip(session.turns, turns, strict=True)
            ),
        }
    )


def _nameless(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The turns without the names of those who suggested."""

    def nameless(said: tuple[Suggestion, ...]) -> tuple[Suggestion, ...]:
        return tuple(each.model_copy(update={"by": None}) if each.by is not None else each for each in said)

    return tuple(
        turn.model_copy(update={"suggestions": nameless(turn.suggestions), "questions": nameless(turn.questions)})
        if any(each.by is not None for each in (*turn.suggestions, *turn.questions)) else turn
        for turn in turns
    )


def _report(report: Report, held: bool) -> Report:
    """The report-back, on an earlier action where this view does not hold the action."""
    if report.action is None or held:
        return report
    return report.model_copy(update={"action": None, "earlier": True})
