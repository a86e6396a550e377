"""What each view may know, and that nothing else is in it."""

from __future__ import annotations

import datetime as dt

import pytest

from als_plugin.records import Action, Report, Suggestion, View, ledger, project

from .picture import drawn
from .sample import TODAY, sample

MEMBERS, FACILITATOR = View("members"), View("facilitator")


@pytest.fixture
def record(tmp_path):
    return sample(tmp_path)


def text_of(record) -> str:
    return record.model_dump_json()


def test_members_see_no_word_of_what_is_hidden(record):
    whole = text_of(record)
    seen = text_of(project(record, MEMBERS, today=TODAY))
    for word in ("EXPIRED", "HIDDEN", "DRAFT", "SECRET", "hidden-action", "2026-01-14", "2025-12-03/cleo"):
        assert word in whole
        assert word not in seen
    assert "AGREED headline" in seen


def test_the_facilitator_sees_all_but_what_is_past_its_time(record):
    seen = text_of(project(record, FACILITATOR, today=TODAY))
    for word in ("HIDDEN scenario", "HIDDEN held headline", "HIDDEN learning", "DRAFT scenario", "SECRET", "hidden-action"):
        assert word in seen
    assert "EXPIRED" not in seen


def test_where_members_facilitate_themselves_nobody_sees_drafts_or_notes(tmp_path):
    record = sample(
        tmp_path,
        **{
            "facilitator: {id: ros, name: Ros Thackeray, contact: ros@example.org}\n": "",
            "status: published\n": "status: published\nfacilitator: cleo\n",
            "  - {do: Book the boathouse, owner: ros, id: room}": "  - {do: Book the boathouse, owner: ben, id: room}",
        },
    )
    assert project(record, FACILITATOR, today=TODAY) == project(record, MEMBERS, today=TODAY)
    assert "DRAFT" not in text_of(project(record, FACILITATOR, today=TODAY))


@pytest.mark.parametrize("audience", ["members", "facilitator"])
@pytest.mark.parametrize("since", [None, dt.date(2026, 2, 1), dt.date(2026, 4, 1), dt.date(2027, 1, 1)])
def test_projecting_twice_is_projecting_once(record, audience, since):
    view = View(audience, since)
    once = project(record, view, today=TODAY)
    assert project(once, view, today=TODAY) == once


def test_a_turn_not_agreed_leaves_its_presenter_alone(record):
    session = project(record, MEMBERS, today=TODAY).sessions["2026-04-01"]
    hidden = session.turns[0]
    assert hidden.model_dump(exclude_defaults=True, exclude={"thread"}) == {"presenter": "ben"}
    entry = ledger(project(record, MEMBERS, today=TODAY), MEMBERS, today=TODAY).sessions[2].turns[0]
    assert (entry.agreed, entry.topic, entry.actions) == (False, None, ())


def test_the_headline_of_a_bid_held_before_its_turn_is_hidden_with_the_turn(record):
    bids = project(record, MEMBERS, today=TODAY).sessions["2026-02-25"].topics
    assert [(bid.member, bid.headline, bid.outcome) for bid in bids] == [
        ("amara", "AGREED headline", "chosen"),
        ("ben", None, "held"),
        ("dai", "Money", "not_chosen"),
    ]
    assert ledger(project(record, MEMBERS, today=TODAY), MEMBERS, today=TODAY).held == ()


def test_report_backs_on_hidden_actions_go_and_on_earlier_ones_stay(record):
    reports = project(record, MEMBERS, today=TODAY).sessions["2026-05-20"].reports
    assert [(report.member, report.action, report.earlier) for report in reports] == [
        ("dai", "2026-04-01/dai-2", False),
        ("cleo", None, True),
        ("cleo", None, False),
    ]
    february = project(record, MEMBERS, today=TODAY).sessions["2026-02-25"].reports
    assert [(report.action, report.earlier, report.learned) for report in february] == [
        (None, True, "It takes longer than I think")
    ]


def test_who_suggested_is_told_only_where_the_agreement_allows_it(record, tmp_path):
    def suggested(record, view):
        return [each.by for each in project(record, view, today=TODAY).sessions["2026-02-25"].turns[0].suggestions]

    assert suggested(record, MEMBERS) == [None, None]
    assert suggested(record, FACILITATOR) == ["cleo", None]
    open_record = sample(tmp_path, **{"record: suggestions": "record: suggestions\n  attribute_suggestions: true"})
    assert suggested(open_record, MEMBERS) == ["cleo", None]


def test_of_what_is_not_told_any_more_never_is_not_said(record):
    # The first session's time is up: nobody can be said to have had no turn at all, but in the time after it.
    assert project(record, MEMBERS, today=TODAY).forgotten
    assert not project(record, View("members", dt.date(2026, 4, 1)), today=TODAY).forgotten


def test_who_left_before_since_is_in_nothing(record):
    assert "Edith" in text_of(project(record, MEMBERS, today=TODAY))
    late = View("members", dt.date(2026, 5, 10))
    seen = project(record, late, today=TODAY)
    assert "dith" not in text_of(seen)
    assert "edith" not in [row.person for row in ledger(seen, late, today=TODAY).airtime]
    # In April's time she was still there.
    assert "Edith" in text_of(project(record, View("members", dt.date(2026, 4, 1)), today=TODAY))


def test_sessions_before_since_vanish_and_their_actions_become_earlier_ones(record):
    seen = project(record, View("members", dt.date(2026, 4, 1)), today=TODAY)
    assert list(seen.sessions) == ["2026-04-01", "2026-05-20"]
    assert [(report.action, report.earlier) for report in seen.sessions["2026-04-01"].reports] == [(None, True), (None, True)]
    assert "AGREED" not in text_of(seen) and "2026-02-25" not in text_of(seen)


def test_a_hidden_action_stays_hidden_where_its_own_session_is_out_of_sight(record):
    seen = project(record, View("members", dt.date(2026, 5, 1)), today=TODAY)
    assert "HIDDEN" not in text_of(seen)


def test_ids_and_topics_hold_although_what_they_followed_from_is_hidden(record):
    turn = project(record, MEMBERS, today=TODAY).sessions["2026-02-25"].turns[0]
    assert turn.topic == "AGREED headline"
    april = project(record, MEMBERS, today=TODAY).sessions["2026-04-01"]
    assert [action.id for action in april.turns[1].actions] == ["dai-2"]


def test_retention_ends_the_day_after_the_last_day(record):
    last = dt.date(2026, 6, 25)
    assert "2026-02-25" in project(record, MEMBERS, today=last).sessions
    assert "2026-02-25" not in project(record, MEMBERS, today=last + dt.timedelta(days=1)).sessions


def test_purged_sessions_keep_their_counts(record):
    session = project(record, MEMBERS, today=TODAY).sessions["2025-12-03"]
    assert session.counts == {"present": 4, "turns": 1, "actions": 1, "reports": 0}


def test_a_late_joiner_reads_what_was_told_since_whichever_file_it_stands_in():
    record = drawn("""
                amara  ben
        01-14   turn   there
        03-11   there  turn
        05-06   there  there
    """)
    action = Action(id="ring", do="Ring the estates team", owner="amara")
    told = [("2026-01-14", dt.date(2026, 1, 20), "Before"), ("2026-03-11", dt.date(2026, 4, 2), "Between"), ("2026-05-06", None, "After")]
    sessions = dict(record.sessions)
    for stem, on, did in told:
        report = Report(member="amara", status="open", action="2026-01-14/ring", on=on, did=did)
        sessions[stem] = sessions[stem].model_copy(update={"reports": (*sessions[stem].reports, report)})
    sessions["2026-01-14"] = sessions["2026-01-14"].model_copy(update={"actions": (action,)})
    record = record.model_copy(update={"sessions": sessions})

    def heard(since):
        view = View("members", since)
        return [report.did for entry in ledger(project(record, view, today=TODAY), view, today=TODAY).sessions for report in entry.reports]

    assert heard(None) == ["Before", "Between", "After"]
    assert heard(dt.date(2026, 3, 11)) == ["Between", "After"]
    assert heard(dt.date(2026, 4, 1)) == ["Between", "After"]  # the first session that this view holds is the one of May
    assert heard(dt.date(2026, 4, 3)) == ["After"]


def test_who_asked_is_told_only_where_the_agreement_allows_it():
    record = drawn("""
                amara  ben
        01-14   turn   there
    """)
    asked = Suggestion(text="Who asked for it?", by="ben")
    turn = record.sessions["2026-01-14"].turns[0].model_copy(update={"questions": (asked,)})
    session = record.sessions["2026-01-14"].model_copy(update={"turns": (turn,)})
    seen = project(record.model_copy(update={"sessions": {"2026-01-14": session}}), MEMBERS, today=TODAY)
    assert seen.sessions["2026-01-14"].turns[0].questions[0].by is None
