"""Airtime: who had a turn, who asked, who waits; a prompt for the group, never a league table."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter, defaultdict
from fractions import Fraction

from .bids import Trace
from .entries import AirtimeRow, Cell, HeldBid
from .model import Session, SetFile, SetRecord, Turn
from .process import turn_minutes
from .view import View, agreed, sees_all

__all__ = ["airtime", "counted", "day_facilitators", "held_bids", "picture"]


def counted(record: SetRecord) -> dict[str, Session]:
    """The sessions that count: neither drafts nor purged."""
    return {stem: session for stem, session in record.sessions.items() if session.status == "published"}


def day_facilitators(file: SetFile, session: Session) -> tuple[str, ...]:
    """Who facilitated a session: those it names, else the set's own of that day."""
    return session.facilitator or tuple(person.id for person in file.facilitator if person.belongs(session.date))


def _there(session: Session) -> tuple[str, ...]:
    return session.attendance.there if session.attendance else ()


def _asking(stem: str, session: Session, found: Trace) -> set[str]:
    """Who was there with a bid, of that day or standing from before, that was not withdrawn."""
    withdrawn = {bid.member for place, bid in enumerate(session.topics) if found.outcomes[stem, place] == "withdrawn"}
    brought = {bid.member for place, bid in enumerate(session.topics) if found.outcomes[stem, place] != "withdrawn"}
    return (brought | found.standing[stem] - withdrawn) & set(_there(session))


def eligible(record: SetRecord, stem: str, found: Trace) -> set[str]:
    """The members among whom a session's airtime is shared in thought."""
    session = record.sessions[stem]
    members = {member.id for member in record.file.members}
    presenters = {turn.presenter for turn in session.turns}
    there = _asking(stem, session, found) if session.topics else set(_there(session))
    return (presenters | there - set(day_facilitators(record.file, session))) & members


def airtime(record: SetRecord, view: View, found: Trace, held: tuple[HeldBid, ...], today: dt.date) -> tuple[AirtimeRow, ...]:
    """One row a member, alphabetical by name; who is yet to join a set that has met has none. Each session's balances sum to 0."""
    sessions = counted(record)
    fair: defaultdict[str, Fraction] = defaultdict(Fraction)
    taken: Counter[str] = Counter()
    for stem, session in sessions.items():
        amounts = [(turn.presenter, _amount(record.file, view, turn)) for turn in session.turns]
        among = eligible(record, stem, found)
        for name in among:
            fair[name] += Fraction(sum(amount for _, amount in amounts), len(among))
        for name, amount in amounts:
            taken[name] += amount
    rows = []
    for member in sorted(record.file.members, key=lambda each: (_letters(each.name), each.id)):
        name = member.id
        if sessions and member.joined and member.joined > today:
            continue
        bids = Counter(
            found.outcomes[stem, place]
            for stem, session in sessions.items()
            for place, bid in enumerate(session.topics)
            if bid.member == name
        )
        turns = [turn for session in sessions.values() for turn in session.turns if turn.presenter == name]
        rows.append(
            AirtimeRow(
                person=name,
                attended=sum(name in _there(session) for session in sessions.values()),
                bids=bids.total(),
                chosen=bids["chosen"],
                held=bids["held"],
                not_chosen=bids["not_chosen"],
                withdrawn=bids["withdrawn"],
                standing=sum(bid.member == name for bid in held),
                turns=len(turns),
                minutes_allocated=sum(turn.minutes or 0 for turn in turns),
                minutes_used=sum(turn.minutes_used or 0 for turn in turns),
                since_last_turn=_since_last_turn(sessions, name),
                fair_share=fair[name],
                balance=taken[name] - fair[name],
            )
        )
    return tuple(rows)


def _amount(file: SetFile, view: View, turn: Turn) -> int:
    """What a turn counts: one, or its minutes where airtime is equal (none as long as they may not be told)."""
    if file.airtime == "bid":
        return 1
    told = agreed(file, turn) or sees_all(file, view)
    return turn.minutes_used or turn.minutes or (turn_minutes(file.process) if told else 0)


def _since_last_turn(sessions: dict[str, Session], name: str) -> int | None:
    """Sessions attended since the last turn; None without one."""
    since: int | None = None
    for session in sessions.values():
        if any(turn.presenter == name for turn in session.turns):
            since = 0
        elif since is not None and name in _there(session):
            since += 1
    return since


def picture(record: SetRecord, found: Trace) -> dict[str, dict[str, Cell]]:
    """By session and member: had a turn, asked, was there, was away, facilitated, or "" for no member that day."""
    return {
        stem: {member.id: _cell(record, stem, session, found, member.id) for member in record.file.members}
        for stem, session in counted(record).items()
    }


def _cell(record: SetRecord, stem: str, session: Session, found: Trace, name: str) -> Cell:
    if any(turn.presenter == name for turn in session.turns):
        return "turn"
    if name in day_facilitators(record.file, session):
        return "facilitated"
    if name in _asking(stem, session, found):
        return "asked"
    if name in _there(session):
        return "there"
    return "away" if record.file.people[name].belongs(session.date) else ""


def held_bids(record: SetRecord, found: Trace, today: dt.date) -> tuple[HeldBid, ...]:
    """The bids that stand, oldest first; those of people who left stand no more."""
    people = record.file.people
    held = []
    for thread in found.held:
        left = people[thread.member].left
        if left is not None and left < today:
            continue
        first, last = thread.bids[0][0], thread.bids[-1][0]
        held.append(HeldBid(session=last, member=thread.member, headline=thread.headline, since=record.sessions[first].date))
    return tuple(sorted(held, key=lambda bid: (bid.since, bid.session)))


def _letters(name: str) -> str:
    """A name as it is sorted: accents and case aside."""
    return "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each)).casefold()
