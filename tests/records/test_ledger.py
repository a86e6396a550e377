"""Actions and what came of them, the next session, learning, and when the pages change of themselves."""

from __future__ import annotations

import datetime as dt

import pytest

from als_plugin.records import Agreement, Facilitator, Meeting, Retention, View, ledger, project
from als_plugin.records.changes import next_change

from .picture import drawn
from .sample import TODAY, sample

MEMBERS, FACILITATOR = View("members"), View("facilitator")


@pytest.fixture
def record(tmp_path):
    return sample(tmp_path)


def reckoned(record, view=MEMBERS, today=TODAY):
    return ledger(project(record, view, today=today), view, today=today)


def test_a_topic_held_over_in_a_draft_waits_for_who_runs_the_next_session():
    record = drawn("""
                 amara   ben     cleo
        01-14    turn    held    there
        02-25?   there   turn    held
    """, facilitator=(Facilitator(id="ros", name="Ros"),))
    seen = ledger(project(record, FACILITATOR, today=TODAY), FACILITATOR, today=TODAY)
    assert [bid.member for bid in seen.held] == ["ben"], "drafts do not count"
    assert [(bid.member, bid.session) for bid in seen.waiting] == [("cleo", "2026-02-25")], "ben had his turn in the draft"
    assert [bid.member for bid in reckoned(record).waiting] == ["ben"], "members know of no draft"


def test_actions_open_first_by_date_then_the_closed(record):
    found = [f"{action.id} {action.state} {action.due} {action.do}" for action in reckoned(record).actions]
    assert found == [
        "2026-02-25/amara open 2026-06-01 Ask both unions",
        "2026-02-25/room open None Book the boathouse",
        "2026-04-01/dai-2 done None Draw up a budget",
        "2026-02-25/edith ended None Write to the board",
    ]


def test_the_facilitator_also_has_the_actions_of_turns_not_agreed_and_of_drafts(record):
    found = [f"{action.id} {action.state}" for action in reckoned(record, FACILITATOR).actions]
    assert found == [
        "2026-02-25/room open",
        "2026-04-01/dai open",
        "2026-05-27/cleo open",
        "2026-02-25/amara done",
        "2026-04-01/hidden-action done",
        "2026-04-01/dai-2 done",
        "2026-02-25/edith ended",
    ]


def test_a_changed_action_has_its_new_wording_and_keeps_the_old(record):
    action = reckoned(record).actions[0]
    assert (action.made_do, action.do, action.due, action.made_on) == (
        "Ask the union",
        "Ask both unions",
        dt.date(2026, 6, 1),
        dt.date(2026, 2, 25),
    )
    assert [report.status for report in action.reports] == ["changed"]
    assert (action.turn, action.session, action.closed_on) == (0, "2026-02-25", None)


def test_due_today_is_not_overdue(record):
    action = reckoned(record).actions[0]
    assert not action.overdue(dt.date(2026, 6, 1))
    assert action.overdue(dt.date(2026, 6, 2))
    done = next(action for action in reckoned(record).actions if action.state == "done")
    assert not done.overdue(dt.date(2030, 1, 1))


def test_a_report_between_sessions_closes_the_action_on_its_own_day(record):
    done = next(action for action in reckoned(record).actions if action.state == "done")
    assert (done.closed_on, done.reports[0].on, done.reports[0].session) == (
        dt.date(2026, 5, 4),
        dt.date(2026, 5, 4),
        "2026-05-20",
    )


def test_an_action_ends_the_day_after_its_owner_left(record):
    def state(today):
        return next(action.state for action in reckoned(record, today=today).actions if action.id == "2026-02-25/edith")

    assert [state(dt.date(2026, 4, 30)), state(dt.date(2026, 5, 1))] == ["open", "ended"]


def test_sessions_know_their_neighbours_facilitators_and_last_day(record):
    entries = reckoned(record).sessions
    assert [(entry.stem, entry.before, entry.after, entry.facilitators, entry.last_day) for entry in entries] == [
        ("2025-12-03", None, "2026-02-25", ("ros",), None),
        ("2026-02-25", "2025-12-03", "2026-04-01", ("ros",), dt.date(2026, 6, 25)),
        ("2026-04-01", "2026-02-25", "2026-05-20", ("ros",), dt.date(2026, 8, 1)),
        ("2026-05-20", "2026-04-01", None, ("ros",), dt.date(2026, 9, 20)),
    ]
    assert [action.id for action in entries[1].turns[0].actions] == ["2026-02-25/amara", "2026-02-25/edith"]
    assert [action.id for action in entries[1].actions] == ["2026-02-25/room"]


def test_the_next_session_is_the_first_not_ended_not_cancelled_and_not_yet_recorded(record):
    following = reckoned(record).next_session
    assert following.meeting.date == dt.date(2026, 6, 17)
    assert following.expected == ("amara", "cleo", "dai")
    assert {name: [action.id for action in owed] for name, owed in following.owed.items()} == {
        "amara": ["2026-02-25/amara"],
        "cleo": [],
        "dai": [],
        "ros": ["2026-02-25/room"],
    }


@pytest.mark.parametrize(
    ("today", "following"),
    [("2026-05-20", "2026-06-17"), ("2026-06-17", "2026-06-17"), ("2026-06-18", "2026-07-15"), ("2026-07-16", "None")],
)
def test_the_next_session_day_by_day(record, today, following):
    found = reckoned(record, today=dt.date.fromisoformat(today)).next_session
    assert str(found and found.meeting.date) == following


def test_a_draft_does_not_settle_its_meeting_but_a_published_session_does():
    meetings = (Meeting(date=dt.date(2026, 6, 3)), Meeting(date=dt.date(2026, 7, 1)))
    for day, following in (("06-03?", dt.date(2026, 6, 3)), ("06-03", dt.date(2026, 7, 1))):
        found = reckoned(drawn(f"amara ben\n{day} there there", meetings=meetings), today=dt.date(2026, 6, 3))
        assert found.next_session.meeting.date == following


def test_two_meetings_on_one_day_are_two_sessions():
    day = dt.date(2026, 6, 3)
    meetings = (Meeting(date=day, start=dt.time(14)), Meeting(date=day, start=dt.time(9)))
    found = reckoned(drawn("amara ben\n06-03 there there", meetings=meetings), today=day)
    assert found.next_session.meeting.start == dt.time(14)
    both = reckoned(drawn("amara ben\n06-03 there there\n06-03-b there there", meetings=meetings), today=day)
    assert both.next_session is None


def test_a_session_over_several_days_is_next_until_its_last_day():
    meetings = (Meeting(date=dt.date(2026, 6, 3), until=dt.date(2026, 6, 5)),)
    record = drawn("amara ben", meetings=meetings)
    assert reckoned(record, today=dt.date(2026, 6, 5)).next_session is not None
    assert reckoned(record, today=dt.date(2026, 6, 6)).next_session is None


def test_learning_is_newest_first(record):
    assert [(report.session, report.learned) for report in reckoned(record).learning] == [
        ("2026-05-20", "Ask early"),
        ("2026-02-25", "It takes longer than I think"),
    ]


def test_a_record_that_was_not_projected_gives_a_ledger_too(record):
    found = ledger(record, FACILITATOR, today=TODAY)
    assert next(report for report in found.sessions[-2].reports if report.member == "cleo").earlier


def test_nothing_changes_but_on_the_days_named(record):
    day, known, changes = TODAY, reckoned(record), 0
    while day < dt.date(2026, 10, 1):
        day += dt.timedelta(days=1)
        found = reckoned(record, today=day)
        names = ("sessions", "actions", "held", "airtime", "picture", "next_session", "learning")
        if any(getattr(found, name) != getattr(known, name) for name in names):
            assert next_change(record, day - dt.timedelta(days=1)) == day
            changes += 1
        known = found
    assert changes >= 5


@pytest.mark.parametrize(
    ("date", "retention", "last"),
    [
        ("2026-01-31", {"keep_months": 1}, "2026-02-28"),
        ("2024-02-29", {"keep_months": 12}, "2025-02-28"),
        ("2026-11-15", {"keep_months": 2}, "2027-01-15"),
        ("2026-12-31", {"keep_months": 24}, "2028-12-31"),
        ("2026-12-31", {"until": dt.date(2027, 6, 30)}, "2027-06-30"),
        ("9999-12-31", {"keep_months": 1}, "9999-12-31"),
    ],
)
def test_how_long_a_record_is_kept(date, retention, last):
    from als_plugin.records import last_day

    assert last_day(dt.date.fromisoformat(date), Retention(**retention)).isoformat() == last


def test_where_the_presenter_need_not_agree_every_turn_counts_as_agreed():
    record = drawn("amara ben\n01-14 turn there", agreement=Agreement(record="topics", presenter_agrees=False))
    turn = reckoned(record).sessions[0].turns[0]
    assert (turn.agreed, turn.topic) == (True, "amara's topic")
