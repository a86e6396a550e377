"""Airtime as the contract defines it, each case a picture of sessions."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from als_plugin.records import Member, Stage, View

from .picture import FACILITATOR, TODAY, drawn, same, shown, table


def test_turns_are_shared_among_those_who_asked():
    record = drawn("""
                amara   ben     cleo        dai
        01-14   turn    held    withdrawn   there
        02-25   there   turn    held        away
    """)
    # In January amara and ben asked; in February ben and cleo.
    assert table(record, "attended", "bids", "chosen", "held", "withdrawn", "turns", "fair_share", "balance") == same("""
        amara   2  1  1  0  0  1   1/2   1/2
        ben     2  2  1  1  0  1   1     0
        cleo    2  2  0  1  1  0   1/2   -1/2
        dai     1  0  0  0  0  0   0     0
    """)


def test_not_chosen_counts_as_asked_and_a_part_counts_as_there():
    record = drawn("""
                amara   ben              cleo
        01-14   turn    part+not_chosen  there
    """)
    assert table(record, "attended", "not_chosen", "fair_share") == same("""
        amara   1  0  1/2
        ben     1  1  1/2
        cleo    1  0  0
    """)


def test_a_held_bid_stands_and_need_not_be_typed_again():
    record = drawn("""
                amara   ben         cleo
        01-14   turn    held        there
        02-25   turn    there       there
        04-01   turn    away        there
        05-13   there   turn-only   turn
    """)
    # Ben's bid of January stands in February (he was there) and May, and in April he was away.
    assert table(record, "bids", "held", "standing", "turns", "fair_share") == same("""
        amara   3  0  0  3   2
        ben     1  1  0  1   2
        cleo    1  0  0  1   1
    """)


def test_all_there_are_eligible_where_no_topics_are_recorded():
    record = drawn("""
                amara       ben     cleo   dai
        01-14   turn-only   there   part   away
    """)
    assert table(record, "fair_share", "balance") == same("""
        amara   1/3   2/3
        ben     1/3   -1/3
        cleo    1/3   -1/3
        dai     0     0
    """)


def test_the_days_facilitator_is_eligible_only_as_a_presenter():
    record = drawn("""
                amara       ben                    cleo
        01-14   turn-only   facilitates            there
        02-25   turn-only   facilitates+turn-only  there
    """)
    assert table(record, "fair_share", "balance") == same("""
        amara   7/6   5/6
        ben     2/3   1/3
        cleo    7/6   -7/6
    """)


def test_drafts_do_not_count_even_for_the_facilitator():
    facilitator = {"facilitator": ({"id": "ros", "name": "Ros"},)}
    record = drawn(
        """
                amara   ben     cleo
        01-14   turn    held    there
        02-25?  turn    turn    there
        """,
        **facilitator,
    )
    for view in (View("members"), FACILITATOR):
        assert table(record, "attended", "turns", "standing", view=view) == same("""
            amara   1  1  0
            ben     1  0  1
            cleo    1  0  0
        """)
        assert list(shown(record, view).picture) == ["2026-01-14"]


def test_equal_airtime_counts_minutes_used_else_allocated_else_the_processs():
    record = drawn(
        """
                amara          ben            cleo
        01-14   turn-only:40   turn-only      turn-only:20
        """,
        airtime="equal",
        process="triad",
    )
    assert table(record, "turns", "minutes_used", "fair_share", "balance") == same("""
        amara   1  40  30   10
        ben     1  0   30   0
        cleo    1  20  30   -10
    """)
    turns = record.sessions["2026-01-14"].turns
    session = record.sessions["2026-01-14"].model_copy(
        update={"turns": (turns[0], turns[1].model_copy(update={"minutes": 45}), turns[2])}
    )
    record = record.model_copy(update={"sessions": {"2026-01-14": session}})
    assert table(record, "minutes_allocated", "balance") == same("""
        amara   0   5
        ben     45  10
        cleo    0   -15
    """)


def test_the_sets_own_stages_say_how_long_a_turn_takes():
    own = (Stage(stage="Tell", minutes=5, speaks="presenter"), Stage(stage="Offer", minutes=20, speaks="group"))
    record = drawn("""
                amara       ben
        01-14   turn-only   there
    """, airtime="equal", process=own)  # fmt: skip
    assert table(record, "balance") == "amara 25/2\nben -25/2"


def test_a_turn_not_agreed_counts_as_a_turn_without_minutes():
    for airtime, balance in (("bid", "1/2"), ("equal", "0")):
        record = drawn(
            """
                    amara         ben
            01-14   turn-only:40  there
            """,
            airtime=airtime,
            agreement={"record": "suggestions", "presenter_agrees": True},
        )
        row = shown(record).airtime[0]
        assert (row.turns, row.minutes_used, row.balance) == (1, 0, Fraction(balance))


def test_sessions_since_the_last_turn_are_those_attended():
    record = drawn("""
                amara       ben     cleo
        01-14   turn-only   there   there
        02-25   there       turn    there
        04-01   away        there   there
        05-13   there       there   there
    """)
    assert table(record, "since_last_turn") == same("amara 2\nben 2\ncleo -")


def test_rows_are_alphabetical_by_name_accents_aside():
    members = tuple(
        Member(id=name, name=label) for name, label in (("zoe", "zoe"), ("elan", "Élan"), ("fay", "Fay"), ("eli", "Eli"))
    )
    record = drawn("""
                zoe   elan  fay   eli
        01-14   there there there there
    """, members=members)  # fmt: skip
    assert [row.person for row in shown(record).airtime] == ["elan", "eli", "fay", "zoe"]


def test_the_picture_says_what_each_persons_place_was():
    members = (
        Member(id="amara", name="Amara"),
        Member(id="ben", name="Ben"),
        Member(id="cleo", name="Cleo"),
        Member(id="dai", name="Dai", joined=dt.date(2026, 2, 1)),
        Member(id="edith", name="Edith", left=dt.date(2026, 1, 31)),
    )
    record = drawn(
        """
                amara        ben         cleo   dai   edith
        01-14   turn         held        away   -     there
        02-25   facilitates  there       part   turn  -
        04-01   turn-only    withdrawn   held   away  -
        """,
        members=members,
    )
    cells = {stem[5:]: " ".join(cell or "-" for cell in row.values()) for stem, row in shown(record).picture.items()}
    assert cells == {
        "01-14": "turn asked away - there",
        "02-25": "facilitated asked there turn -",
        "04-01": "turn there asked away -",
    }


@pytest.mark.parametrize(
    ("picture", "standing"),
    [
        ("amara ben\n01-14 held there", "amara:2026-01-14:2026-01-14"),
        ("amara ben\n01-14 held there\n02-25 away there", "amara:2026-01-14:2026-01-14"),
        ("amara ben\n01-14 held there\n02-25 held there", "amara:2026-02-25:2026-01-14"),
        ("amara ben\n01-14 held there\n02-25 turn there", ""),
        ("amara ben\n01-14 held there\n02-25 turn-only there", ""),
        ("amara ben\n01-14 held there\n02-25 withdrawn there", ""),
        ("amara ben\n01-14 held there\n02-25 not_chosen there", ""),
        ("amara ben\n01-14 held there\n02-25? turn there", "amara:2026-01-14:2026-01-14"),
        ("amara ben\n01-14 held held\n02-25 there turn", "amara:2026-01-14:2026-01-14"),
    ],
    ids=["held", "absence", "typed again", "its turn", "a turn untyped", "withdrawn", "not chosen", "a draft", "another's turn"],
)
@pytest.mark.parametrize("headline", ["{member}'s topic", None], ids=["headline", "no headline"])
def test_held_bids(picture, standing, headline):
    held = shown(drawn(picture, headline=headline)).held
    found = " ".join(f"{bid.member}:{bid.session}:{bid.since}" for bid in held)
    if headline is None and picture.endswith("02-25 held there"):
        # Without a headline nobody can know whether it is the same topic.
        assert found == "amara:2026-01-14:2026-01-14 amara:2026-02-25:2026-02-25"
    else:
        assert found == standing


def test_the_held_bids_of_a_member_who_left_stand_no_more():
    members = (Member(id="amara", name="Amara", left=dt.date(2026, 11, 22)), Member(id="ben", name="Ben"))
    record = drawn("amara ben\n01-14 held held", members=members)
    assert [bid.member for bid in shown(record).held] == ["ben"]
    assert [bid.member for bid in shown(record, today=TODAY - dt.timedelta(days=1)).held] == ["amara", "ben"]


def test_who_is_yet_to_join_is_not_counted():
    members = (Member(id="amara", name="Amara"), Member(id="ben", name="Ben"), Member(id="cleo", name="Cleo", joined=TODAY + dt.timedelta(days=1)))
    record = drawn("""
                amara   ben     cleo
        01-14   turn    there   -
    """, members=members)
    assert [row.person for row in shown(record).airtime] == ["amara", "ben"]
    assert [row.person for row in shown(record, today=TODAY + dt.timedelta(days=1)).airtime] == ["amara", "ben", "cleo"]
