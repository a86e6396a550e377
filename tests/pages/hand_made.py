"""Ledgers built by hand, so that the pages are tested apart from what makes ledgers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

from als_plugin.records.ledger import (
    ActionEntry,
    AirtimeRow,
    HeldBid,
    Ledger,
    NextSession,
    ReportEntry,
    SessionEntry,
    TurnEntry,
)
from als_plugin.records.model import (
    Agreement,
    Attendance,
    Bid,
    Facilitator,
    Meeting,
    Member,
    Retention,
    Review,
    Session,
    SetFile,
    Suggestion,
    Turn,
)

TODAY = dt.date(2026, 3, 20)
JANUARY, FEBRUARY, MARCH, APRIL, MAY = (
    dt.date(2026, 1, 14),
    dt.date(2026, 2, 11),
    dt.date(2026, 3, 11),
    dt.date(2026, 4, 15),
    dt.date(2026, 5, 13),
)
KEPT = dt.date(2027, 1, 14)


def set_file(**changes: object) -> SetFile:
    """A facilitated set of five, one of whom has left."""
    fields: dict[str, object] = {
        "name": "Riverside managers",
        "purpose": "Five people who run **services**, and want to think before they act.",
        "facilitator": (Facilitator(id="ines", name="Ines Marsh", contact="ines@example.org"),),
        "members": (
            Member(id="amara", name="Amara Okafor", contact="amara@example.org"),
            Member(id="ben", name="Ben Holt"),
            Member(id="chloe", name="Chloe Adair"),
            Member(id="dev", name="Dev Rao", left=dt.date(2026, 2, 28)),
            Member(id="noor", name="Noor Said", joined=dt.date(2026, 3, 15)),
        ),
        "agreement": Agreement(
            record="suggestions",
            confidentiality="What is said here stays here.",
            exceptions="Unless somebody is in danger.",
            ground_rules=("One voice at a time.", "Questions before advice."),
            privacy_contact="privacy@example.org",
            agreed_on=JANUARY,
            review_on=dt.date(2026, 6, 1),
            attribute_suggestions=True,
        ),
        "retention": Retention(keep_months=12),
        "meetings": (
            Meeting(date=JANUARY, start=dt.time(14), end=dt.time(17), where="The Old Library"),
            Meeting(date=dt.date(2026, 3, 25), start=dt.time(14), cancelled="the library is closed"),
            Meeting(date=APRIL, start=dt.time(14), end=dt.time(17), where="The Old Library", link="https://meet.example.org/x"),
            Meeting(date=MAY, until=dt.date(2026, 5, 14), where="Away day"),
        ),
    }
    return SetFile(**{**fields, **changes})


def report(member: str, action: str | None, status: str, **fields: object) -> ReportEntry:
    """A report-back made in February."""
    known: dict[str, object] = {
        "session": "2026-02-11",
        "on": FEBRUARY,
        "earlier": False,
        "did": None,
        "happened": None,
        "learned": None,
        "next": None,
        "do": None,
        "due": None,
    }
    return ReportEntry(member=member, action=action, status=status, **{**known, **fields})  # type: ignore[arg-type]


def action(full: str, owner: str, do: str, **fields: object) -> ActionEntry:
    """An open action."""
    session = full.split("/")[0]
    known: dict[str, object] = {
        "made_on": dt.date.fromisoformat(session),
        "turn": 0,
        "with_": (),
        "made_do": do,
        "due": None,
        "outcome_wanted": None,
        "reports": (),
        "state": "open",
        "closed_on": None,
    }
    return ActionEntry(id=full, session=session, owner=owner, do=do, **{**known, **fields})  # type: ignore[arg-type]


def made_ledger(**changes: object) -> Ledger:
    """A set that met three times; the third session's turn is not agreed yet."""
    file = set_file()
    rang = report(
        "amara",
        "2026-01-14/ring-estates",
        "done",
        did="I rang them on the Monday.",
        happened="They came the same week.",
        learned="Asking early costs *less* than I feared.",
    )
    kept = report(
        "ben", "2026-01-14/ben", "changed", did="Not yet.", next="Try again in April.", do="Write to the board", due=APRIL
    )
    earlier = report("chloe", None, "done", earlier=True, did="It is settled.")
    ring = action(
        "2026-01-14/ring-estates",
        "amara",
        "Ring estates about the lift",
        due=dt.date(2026, 1, 20),
        state="done",
        closed_on=FEBRUARY,
        reports=(rang,),
        outcome_wanted="A date for the repair.",
    )
    board = action(
        "2026-01-14/ben",
        "ben",
        "Write to the board",
        made_do="Speak to the board",
        due=APRIL,
        turn=1,
        with_=("amara",),
        reports=(kept,),
    )
    rota = action("2026-02-11/chloe", "chloe", "Ask the team for\n\n- one rota\n- one *trial* week", due=dt.date(2026, 3, 1))
    minutes = action(
        "2026-02-11/dev", "dev", "Send round the reading list", turn=None, state="ended", closed_on=dt.date(2026, 2, 28)
    )
    january = SessionEntry(
        stem="2026-01-14",
        session=Session(
            date=JANUARY,
            status="published",
            attendance=Attendance(present=("amara", "ben", "dev"), apologies=("chloe",)),
            guests=("A visitor from Leeds",),
            timekeeper="dev",
            review=Review(worked="The silence.", learned="We rush to advise."),
        ),
        last_day=KEPT,
        reports=(),
        bids=(
            Bid(member="amara", headline="The lift that nobody mends", minutes=30, outcome="chosen"),
            Bid(member="ben", headline="A board that does not answer", outcome="chosen"),
            Bid(member="dev", headline="Too many meetings", outcome="held"),
        ),
        turns=(
            TurnEntry(
                Turn(
                    presenter="amara",
                    topic="The lift that nobody mends",
                    minutes=30,
                    minutes_used=42,
                    scenario="The lift has been out since **November**.",
                    question="How do I get heard?",
                    suggestions=(Suggestion(text="Ring, do not write."), Suggestion(text="Ask who decides.", by="ben")),
                    response="I had not thought of ringing.",
                    agreed_on=JANUARY,
                ),
                "The lift that nobody mends",
                True,
                (ring,),
            ),
            TurnEntry(
                Turn(presenter="ben", topic="A board that does not answer", minutes=20, agreed_on=JANUARY),
                "A board that does not answer",
                True,
                (board,),
            ),
        ),
        actions=(),
        facilitators=("ines",),
        before=None,
        after="2026-02-11",
    )
    february = SessionEntry(
        stem="2026-02-11",
        session=Session(
            date=FEBRUARY, status="published", attendance=Attendance(present=("amara", "ben", "chloe"), part=("dev",))
        ),
        last_day=dt.date(2027, 2, 11),
        reports=(rang, kept, earlier),
        bids=(Bid(member="chloe", headline="Three rotas", outcome="chosen"),),
        turns=(TurnEntry(Turn(presenter="chloe", topic="Three rotas", agreed_on=FEBRUARY), "Three rotas", True, (rota,)),),
        actions=(minutes,),
        facilitators=("ines",),
        before="2026-01-14",
        after="2026-03-11",
    )
    march = SessionEntry(
        stem="2026-03-11",
        session=Session(date=MARCH, status="published", attendance=Attendance(present=("amara", "ben"), absent=("chloe",))),
        last_day=dt.date(2027, 3, 11),
        reports=(),
        bids=(),
        turns=(TurnEntry(Turn(presenter="ben"), None, False, ()),),
        actions=(),
        facilitators=("ines",),
        before="2026-02-11",
        after=None,
    )
    ledger = Ledger(
        set_id="riverside",
        file=file,
        today=TODAY,
        people={person.id: person for person in (*file.facilitator, *file.members)},
        sessions=(january, february, march),
        actions=(rota, board, minutes, ring),
        held=(HeldBid("2026-01-14", "dev", "Too many meetings", JANUARY),),
        waiting=(HeldBid("2026-01-14", "dev", "Too many meetings", JANUARY),),
        airtime=(
            row("amara", 3, turns=1, since=2, fair=Fraction(4, 3)),
            row("ben", 3, turns=2, since=0, fair=Fraction(4, 3)),
            row("chloe", 1, turns=1, since=0, fair=Fraction(3, 4)),
            row("dev", 2, turns=0, since=None, held=1, fair=Fraction(7, 12)),
        ),
        picture={
            "2026-01-14": {"amara": "turn", "ben": "turn", "chloe": "away", "dev": "asked"},
            "2026-02-11": {"amara": "there", "ben": "there", "chloe": "turn", "dev": "there"},
            "2026-03-11": {"amara": "there", "ben": "turn", "chloe": "away", "dev": ""},
        },
        next_session=NextSession(
            file.meetings[2],
            ("amara", "ben", "chloe", "noor"),
            {"amara": (), "ben": (board,), "chloe": (rota,), "noor": ()},
        ),
        learning=(rang,),
    )
    return replace(ledger, **changes)  # type: ignore[arg-type]


def row(person: str, attended: int, *, turns: int, since: int | None, fair: Fraction, held: int = 0) -> AirtimeRow:
    """A row of the airtime with recognisable minutes."""
    return AirtimeRow(
        person=person,
        attended=attended,
        bids=turns + held,
        chosen=turns,
        held=held + 2,
        not_chosen=0,
        withdrawn=0,
        standing=held,
        turns=turns,
        minutes_allocated=777,
        minutes_used=888,
        since_last_turn=since,
        fair_share=fair,
        balance=turns - fair,
    )


def new_ledger(**changes: object) -> Ledger:
    """A set that has not met yet."""
    file = set_file(
        agreement=Agreement(),
        members=(Member(id="amara", name="Amara Okafor"), Member(id="noor", name="Noor Said")),
        **changes,
    )
    following = next((meeting for meeting in file.meetings if meeting.date >= TODAY and not meeting.cancelled), None)
    return Ledger(
        set_id="northgate",
        file=file,
        today=TODAY,
        people={person.id: person for person in (*file.facilitator, *file.members)},
        sessions=(),
        actions=(),
        held=(),
        waiting=(),
        airtime=(),
        picture={},
        next_session=NextSession(following, ("amara", "noor"), {"amara": (), "noor": ()}) if following else None,
        learning=(),
    )
