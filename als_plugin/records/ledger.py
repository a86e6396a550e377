"""What follows from the records: open actions, report-backs due, airtime, the next session, what was learned.

Pure functions of a projected record (see `view.py`) and of today's date, which is passed in.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from .actions import actions_of, complete
from .airtime import airtime, day_facilitators, held_bids, picture
from .bids import Outcome, Trace, trace
from .clock import last_day
from .entries import (
    ActionEntry,
    ActionState,
    AirtimeRow,
    Cell,
    HeldBid,
    Ledger,
    NextSession,
    ReportEntry,
    SessionEntry,
    TurnEntry,
)
from .kept import Kept
from .model import Action, Bid, Meeting, Report, Session, SetRecord
from .view import View, agreed

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
    "ledger",
]


def ledger(record: SetRecord, view: View, *, today: dt.date, kept: Kept | None = None) -> Ledger:
    """The ledger of a record that was projected to `view`, on that day; `kept` has what was made before, where that is still the same."""
    kept = kept or Kept()
    record = record.model_copy(
        update={"sessions": {stem: complete(session) for stem, session in sorted(record.sessions.items())}}
    )
    found = trace(record)
    drafts = any(session.status == "draft" for session in record.sessions.values())
    reports = _reports(record, kept)
    actions = _actions(record, reports, today, kept)
    held = held_bids(record, found, today)
    every_report = sorted((report for each in reports.values() for report in each), key=lambda report: report.on, reverse=True)
    return Ledger(
        set_id=record.id,
        file=record.file,
        today=today,
        people=record.file.people,
        sessions=_sessions(record, found, reports, actions, kept),
        actions=tuple(sorted(actions.values(), key=_rank)),
        held=held,
        waiting=held_bids(record, trace(record, drafts=True), today) if drafts else held,
        airtime=airtime(record, view, found, held, today),
        picture=picture(record, found),
        next_session=_next_session(record, actions, today),
        learning=tuple(report for report in every_report if report.learned),
        forgotten=record.forgotten,
    )


def _reports(record: SetRecord, kept: Kept) -> dict[str, tuple[ReportEntry, ...]]:
    """The report-backs of each session."""
    known = {f"{stem}/{action.id}" for stem, session in record.sessions.items() for _, action, _ in actions_of(session)}

    def entry(stem: str, session: Session, report: Report, held: bool) -> ReportEntry:
        return ReportEntry(
            session=stem,
            on=report.on or session.date,
            member=report.member,
            status=report.status,
            action=report.action if held else None,
            earlier=report.earlier or report.action is not None and not held,
            did=report.did,
            happened=report.happened,
            learned=report.learned,
            next=report.next,
            do=report.do,
            due=report.due,
        )

    def entries(stem: str, session: Session, held: list[bool]) -> tuple[ReportEntry, ...]:
        return tuple(entry(stem, session, report, one) for report, one in zip(session.reports, held, strict=True))

    return {
        stem: kept.take(("reports", stem), entries, stem, session, [report.action in known for report in session.reports])
        for stem, session in record.sessions.items()
    }


def _actions(
    record: SetRecord, reports: dict[str, tuple[ReportEntry, ...]], today: dt.date, kept: Kept
) -> dict[str, ActionEntry]:
    """All actions by full id, in the order in which they were made."""
    about: dict[str, list[ReportEntry]] = defaultdict(list)
    for each in reports.values():
        for report in each:
            if report.action:
                about[report.action].append(report)
    for told in about.values():
        told.sort(key=lambda report: report.on)
    found: dict[str, ActionEntry] = {}
    people = record.file.people
    for stem, session in record.sessions.items():
        for loc, action, _ in actions_of(session):
            assert action.owner is not None
            full, left = f"{stem}/{action.id}", people[action.owner].left
            turn = int(loc[1]) if loc[0] == "turns" else None
            gone = left if left is not None and left < today else None
            # Ids may be the same where nothing holds records to the rules.
            name = ("action", full, loc)
            found[full] = kept.take(name, _action, full, session.date, turn, action, tuple(about.get(full, ())), gone)
    return found


def _action(
    full: str, made_on: dt.date, turn: int | None, action: Action, reports: tuple[ReportEntry, ...], gone: dt.date | None
) -> ActionEntry:
    """`gone`: when its owner left, if they have."""
    assert action.owner is not None
    do, due = action.do, action.due
    state: ActionState = "open"
    closed: dt.date | None = None
    for report in reports:
        if report.status == "done" or report.status == "dropped":
            state, closed = report.status, report.on
        else:
            state, closed, do, due = "open", None, report.do or do, report.due or due
    if state == "open" and gone is not None:
        state, closed = "ended", gone
    return ActionEntry(
        id=full,
        session=full.split("/")[0],
        made_on=made_on,
        turn=turn,
        owner=action.owner,
        with_=action.with_,
        do=do,
        made_do=action.do,
        due=due,
        outcome_wanted=action.outcome_wanted,
        reports=reports,
        state=state,
        closed_on=closed,
    )


def _rank(action: ActionEntry) -> tuple[object, ...]:
    """Open first, by due date (none last), then by session; then the closed, newest first."""
    if action.state == "open":
        return 0, action.due or dt.date.max, action.session
    assert action.closed_on is not None
    return 1, -action.closed_on.toordinal(), action.session


def _sessions(
    record: SetRecord,
    found: Trace,
    reports: dict[str, tuple[ReportEntry, ...]],
    actions: dict[str, ActionEntry],
    kept: Kept,
) -> tuple[SessionEntry, ...]:
    stems = list(record.sessions)
    made: defaultdict[str, list[ActionEntry]] = defaultdict(list)
    for each in actions.values():
        made[each.session].append(each)
    entries = []
    for place, (stem, session) in enumerate(record.sessions.items()):
        threads = [found.turns.get((stem, number)) for number in range(len(session.turns))]
        entries.append(
            kept.take(
                ("entry", stem),
                _session,
                stem,
                session,
                None if session.status == "purged" else last_day(session.date, record.file.retention),
                reports[stem],
                [found.outcomes[stem, number] for number in range(len(session.topics))],
                [thread.headline if thread else None for thread in threads],
                [agreed(record.file, turn) for turn in session.turns],
                made.get(stem, []),
                day_facilitators(record.file, session),
                stems[place - 1] if place else None,
                stems[place + 1] if place + 1 < len(stems) else None,
            )
        )
    return tuple(entries)


def _session(
    stem: str, session: Session, last: dt.date | None, reports: tuple[ReportEntry, ...], outcomes: list[Outcome], headlines: list[str | None],
    told: list[bool], made: list[ActionEntry], facilitators: tuple[str, ...], before: str | None, after: str | None,
) -> SessionEntry:
    """One session: `outcomes` of its bids; of its turns the bids' `headlines`, and whether they may be told; the actions `made` in it."""
    turns = tuple(
        TurnEntry(turn=turn, topic=turn.topic or headline, agreed=agreed, actions=tuple(each for each in made if each.turn == number))
        for number, (turn, headline, agreed) in enumerate(zip(session.turns, headlines, told, strict=True))
    )
    bids: tuple[Bid, ...] = tuple(
        bid if bid.outcome == outcome else bid.model_copy(update={"outcome": outcome})
        for bid, outcome in zip(session.topics, outcomes, strict=True)
    )
    return SessionEntry(
        stem=stem,
        session=session,
        last_day=last,
        reports=reports,
        bids=bids,
        turns=turns,
        actions=tuple(action for action in made if action.turn is None),
        facilitators=facilitators,
        before=before,
        after=after,
    )


def _next_meeting(record: SetRecord, today: dt.date) -> Meeting | None:
    """The first meeting not ended, not cancelled, without a published session."""
    held = Counter(session.date for session in record.sessions.values() if session.status != "draft")
    for meeting in sorted(record.file.meetings, key=lambda each: (each.date, each.start or dt.time.min)):
        if meeting.cancelled:
            continue
        if held[meeting.date] > 0:
            held[meeting.date] -= 1
        elif meeting.last_day >= today:
            return meeting
    return None


def _next_session(record: SetRecord, actions: dict[str, ActionEntry], today: dt.date) -> NextSession | None:
    meeting = _next_meeting(record, today)
    if meeting is None:
        return None
    expected = tuple(member.id for member in record.file.members if member.expected(meeting.date))
    owing = sorted((action for action in actions.values() if action.state == "open"), key=_rank)
    carers = tuple(
        person.id
        for person in record.file.facilitator
        if person.belongs(meeting.date) and any(action.owner == person.id for action in owing)
    )
    return NextSession(
        meeting=meeting,
        expected=expected,
        owed={name: tuple(action for action in owing if action.owner == name) for name in (*expected, *carers)},
    )
