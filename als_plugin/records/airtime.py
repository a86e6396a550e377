"""Airtime: who had a turn, who asked, who waits; a prompt for the group, never a league table."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter, defaultdict
from fractions import Fraction

from .bids import Trace
from .entries import AirtimeRow, Cell, HeldBid
from .model import Person, Session, SetFile, SetRecord, Turn
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
    attended: Counter[str] = Counter()
    brought: defaultdict[str, Counter[str]] = defaultdict(Counter)
    turned: defaultdict[str, list[Turn]] = defaultdict(list)
    since: dict[str, int] = {}  # sessions attended since the last turn, of whoever has had one
    for stem, session in sessions.items():
        amounts = [(turn.presenter, _amount(record.file, view, turn)) for turn in session.turns]
        among = eligible(record, stem, found)
        there, presenters = set(_there(session)), {turn.presenter for turn in session.turns}
        attended.update(there)
        for place, bid in enumerate(session.topics):
            brought[bid.member][found.outcomes[stem, place]] += 1
        for turn in session.turns:
            turned[turn.presenter].append(turn)
        for name in there - presenters:
            if name in since:
                since[name] += 1
        since.update(dict.fromkeys(presenters, 0))
        for name in among:
            fair[name] += Fraction(sum(amount for _, amount in amounts), len(among))
        for name, amount in amounts:
            taken[name] += amount
    rows = []
    for member in sorted(record.file.members, key=lambda each: (_letters(each.name), each.id)):
        name = member.id
        if sessions and member.joined and member.joined > today:
            continue
        bids, turns = brought[name], turned[name]
        rows.append(
            AirtimeRow(
                person=name,
                attended=attended[name],
                bids=bids.total(),
                chosen=bids["chosen"],
                held=bids["held"],
                not_chosen=bids["not_chosen"],
                withdrawn=bids["withdrawn"],
                standing=sum(bid.member == name for bid in held),
                turns=len(turns),
                minutes_allocated=sum(turn.minutes or 0 for turn in turns),
                minutes_used=sum(turn.minutes_used or 0 for turn in turns),
                since_last_turn=since.get(name),
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


def picture(record: SetRecord, found: Trace) -> dict[str, dict[str, Cell]]:
    """By session and member: had a turn, asked, was there, was away, facilitated, or "" for no member that day."""
    return {
        stem: _cells(record.file, session, _asking(stem, session, found)) for stem, session in counted(record).items()
    }


def _cells(file: SetFile, session: Session, asking: set[str]) -> dict[str, Cell]:
    presenters, facilitators, there = {turn.presenter for turn in session.turns}, day_facilitators(file, session), _there(session)

    def cell(member: Person) -> Cell:
        if member.id in presenters:
            return "turn"
        if member.id in facilitators:
            return "facilitated"
        if member.id in asking:
            return "asked"
        if member.id in there:
            return "there"
        return "away" if member.belongs(session.date) else ""

    return {member.id: cell(member) for member in file.members}


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
