"""Bids followed over the sessions: which still stand, and which bid a turn was about.

A bid that is typed again (the same person, the same headline), its turn and its withdrawal belong to one thread.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from .model import Bid, Session, SetRecord, Turn

__all__ = ["Outcome", "Thread", "Trace", "trace"]

Outcome = Literal["chosen", "held", "withdrawn", "not_chosen"]
Key = tuple[str, int]
"""A session's stem, and a place in its list of bids or turns."""


@dataclass
class Thread:
    """One bid through the sessions: where it was typed, and its latest headline."""

    number: int
    member: str
    bids: list[Key] = field(default_factory=list)
    headline: str | None = None


@dataclass
class Trace:
    """What became of every bid, and which bid each turn was about.

    `standing` holds, for each session, the members with a bid that stood when it began; `held` the threads that stand at
    the end. Drafts are traced, but change nothing for what comes after them, unless that was asked for.
    """

    outcomes: dict[Key, Outcome] = field(default_factory=dict)
    bids: dict[Key, Thread] = field(default_factory=dict)
    turns: dict[Key, Thread] = field(default_factory=dict)
    standing: dict[str, frozenset[str]] = field(default_factory=dict)
    held: list[Thread] = field(default_factory=list)


def trace(record: SetRecord, *, drafts: bool = False) -> Trace:
    """Follow all bids of a record; with `drafts` as if all of them were published."""
    given = [bid.thread or 0 for session in record.sessions.values() for bid in session.topics]
    given += [turn.thread or 0 for session in record.sessions.values() for turn in session.turns]
    tracer = _Tracer(next_number=max(given, default=0) + 1, drafts=drafts)
    for stem, session in record.sessions.items():
        tracer.session(stem, session)
    tracer.result.held = list(tracer.open.values())
    return tracer.result


def _same(headline: str | None, other: str | None) -> bool:
    return headline is not None and other is not None and headline.casefold().split() == other.casefold().split()


def outcomes(session: Session) -> list[Outcome]:
    """What became of each bid of a session: as written, else chosen as long as its person has a turn left, else held."""
    turns = Counter(turn.presenter for turn in session.turns)
    turns.subtract(bid.member for bid in session.topics if bid.outcome == "chosen")
    found: list[Outcome] = []
    for bid in session.topics:
        outcome = bid.outcome
        if outcome is None:
            outcome = "chosen" if turns[bid.member] > 0 else "held"
            turns[bid.member] -= 1
        found.append(outcome)
    return found


class _Tracer:
    def __init__(self, next_number: int, *, drafts: bool) -> None:
        self.drafts = drafts
        self.result = Trace()
        self.open: dict[int, Thread] = {}
        self.known: dict[int, Thread] = {}
        self.next_number = next_number

    def session(self, stem: str, session: Session) -> None:
        before = dict(self.open)
        self.result.standing[stem] = frozenset(thread.member for thread in before.values())
        touched: set[int] = set()
        chosen: list[Thread] = []
        for place, (bid, outcome) in enumerate(zip(session.topics, outcomes(session), strict=True)):
            thread = self.thread_of(bid, outcome, [each for each in before.values() if each.number not in touched])
            touched.add(thread.number)
            thread.bids.append((stem, place))
            thread.headline = bid.headline or thread.headline
            self.result.outcomes[stem, place] = outcome
            self.result.bids[stem, place] = thread
            self.open.pop(thread.number, None)
            if outcome == "chosen":
                chosen.append(thread)
            elif outcome == "held":
                self.open[thread.number] = thread
        for place, turn in enumerate(session.turns):
            about = self.thread_at(turn, chosen, [each for each in before.values() if each.number not in touched])
            if about is None:
                continue
            touched.add(about.number)
            chosen = [each for each in chosen if each is not about]
            self.result.turns[stem, place] = about
            self.open.pop(about.number, None)
        if session.status == "draft" and not self.drafts:
            self.open = before

    def thread_of(self, bid: Bid, outcome: Outcome, standing: list[Thread]) -> Thread:
        """The thread that a bid carries on, or a new one."""
        if bid.thread is not None:
            return self.known.setdefault(bid.thread, Thread(bid.thread, bid.member))
        mine = [each for each in standing if each.member == bid.member]
        found = [each for each in mine if _same(bid.headline, each.headline)]
        if bid.headline is None and outcome != "held":
            found = [each for each in mine if each.headline is None] or (mine if outcome == "withdrawn" else [])
        return found[0] if found else self.new(bid.member)

    def thread_at(self, turn: Turn, chosen: list[Thread], standing: list[Thread]) -> Thread | None:
        """The thread that a turn was about: of the bids chosen that day, else of those that stood."""
        if turn.thread is not None:
            return self.known.setdefault(turn.thread, Thread(turn.thread, turn.presenter))
        for pool in (chosen, standing):
            mine = [each for each in pool if each.member == turn.presenter]
            found = (
                [each for each in mine if _same(turn.topic, each.headline)]
                or [each for each in mine if each.headline is None]
                or mine
            )
            if found:
                return found[0]
        return None

    def new(self, member: str) -> Thread:
        thread = self.known[self.next_number] = Thread(self.next_number, member)
        self.next_number += 1
        return thread
