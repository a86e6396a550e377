"""What stands on each page, and in which order."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from als_plugin.pages import Handbook, make_pages
from als_plugin.records.model import Agreement, Meeting, Retention, Session
from als_plugin.records.view import View

from .hand_made import JANUARY, action, made_ledger, new_ledger, set_file
from .reading import Reading, in_order

MEMBERS, FACILITATOR = View("members"), View("facilitator")


def text(handbook: Handbook, path: str) -> str:
    """What a reader reads on a page."""
    return Reading(handbook.page(path).html).text


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return make_pages(made_ledger(), MEMBERS)


def test_home_answers_what_is_next_and_what_i_owe(handbook: Handbook) -> None:
    in_order(
        text(handbook, ""),
        "Riverside managers",
        "Your next session",
        "Wednesday 15 April 2026",
        "14:00 to 17:00 · The Old Library · Join online",
        "Add to my calendar",
        "Your actions",
        "You have no open action",
        "15 April 2026",
        "Write to the board",
        "Said on 14 January 2026",
        "with Amara Okafor",
        "Before you come",
        "What came of the last session",
        "Wednesday 11 March 2026",
        "1 turn",
        "0 actions",
        "a topic was worked on; its record is not agreed yet",
        "New to the set?",
        "The set’s pulse",
        "Dev has a topic waiting.",
        "1 of 4 actions are done.",
    )


def test_home_before_the_first_session() -> None:
    home = text(make_pages(new_ledger(), MEMBERS), "")
    in_order(
        home,
        "Start here: four things to read (12 minutes)",
        "What a set is",
        "Before your first session",
        "What to expect",
        "A session, step by step",
        "Your next session",
        "Your actions",
        "None yet.",
        "Before you come",
    )
    assert "pulse" not in home


def test_home_knows_newcomers_by_their_attendance(handbook: Handbook) -> None:
    assert Reading(handbook.page("").html).values("data-als-newcomers") == ['["noor"]']


def test_home_without_a_date() -> None:
    handbook = make_pages(new_ledger(meetings=()), MEMBERS)
    in_order(text(handbook, ""), "Your next session", "No date is set yet.", "Prepare all the same")
    assert "calendar/" not in handbook.page("").html
    assert handbook.files == {}


def test_the_facilitator_is_not_told_that_others_actions_are_theirs() -> None:
    handbook = make_pages(made_ledger(), FACILITATOR)
    in_order(
        text(handbook, ""),
        "things to see to",
        "Before 15 April 2026",
        "Ask Ben about the turn of 11 March 2026",
        "In the room",
        "1 topic waits for a turn",
        "Dev, since 14 January 2026",
    )
    in_order(text(handbook, "prepare/"), "Report-backs to come", "Ben Holt")
    assert "Your actions" not in text(handbook, "")


def test_the_facilitator_alone_is_told_who_has_no_passphrase() -> None:
    missing = ("ben", "noor")
    in_order(text(make_pages(made_ledger(), FACILITATOR, missing), ""), "Now", "2 people have no passphrase yet", "Ben; Noor", "Before")
    assert "passphrase" not in text(make_pages(made_ledger(), MEMBERS, missing), "")


def test_due_first_and_each_person_apart(handbook: Handbook) -> None:
    read = Reading(handbook.page("").html)
    assert read.values("data-person") == ["amara", "ben", "chloe", "noor"]
    assert [attrs["data-person"] for _tag, attrs in read.elements if "data-als-empty" in attrs] == ["amara", "noor"]


def test_prepare(handbook: Handbook) -> None:
    in_order(
        text(handbook, "prepare/"),
        "Prepare",
        "Wednesday 15 April 2026",
        "Before you come",
        "one question to put to the set",
        "Your report-backs",
        "Ben Holt",
        "Write to the board",
        "What did you do?",
        "What happened?",
        "What did you learn?",
        "Chloe Adair",
        "one trial week",
        "Your private sheet",
        "This never leaves this device.",
        "at most ten lines",
        "My question to the set",
        "Print the sheet",
    )
    read = Reading(handbook.page("prepare/").html)
    assert [value for value in read.values("data-als-note") if value.startswith("sheet/")] == ["sheet/issue", "sheet/question"]
    assert "report/2026-01-14/ben/did" in read.values("data-als-note")
    assert read.values("data-als-lines") == ["10"]
    assert read.values("data-als-occasion") == ["2026-04-15"]
    assert not read.values("name"), "a field with a name could be sent somewhere"
    assert "form" not in {tag for tag, _attrs in read.elements}


def test_every_field_has_a_label(handbook: Handbook) -> None:
    read = Reading(handbook.page("prepare/").html)
    labelled = set(read.values("for"))
    outside = [attrs.get("id") for tag, attrs in read.elements if tag in ("input", "textarea") and "id" in attrs]
    assert set(outside) == labelled
    wrapped = [attrs for tag, attrs in read.elements if tag == "textarea" and "id" not in attrs]
    assert len(wrapped) == 2 * 3


def test_sessions_newest_first(handbook: Handbook) -> None:
    in_order(
        text(handbook, "sessions/"),
        "3 sessions so far",
        "Wednesday 11 March 2026",
        "Ben Holt : a topic was worked on; its record is not agreed yet",
        "no actions recorded",
        "Wednesday 11 February 2026",
        "Chloe Adair : Three rotas",
        "2 actions, none done yet",
        "Wednesday 14 January 2026",
        "Amara Okafor : The lift that nobody mends",
        "2 actions, 1 done",
    )


def test_a_session_is_told_as_a_story(handbook: Handbook) -> None:
    in_order(
        text(handbook, "sessions/2026-01-14/"),
        "Wednesday 14 January 2026",
        "Amara and Ben had a turn. 2 actions came of it, 1 done.",
        "Amara Okafor: The lift that nobody mends",
        "The situation",
        "out since November",
        "The question asked",
        "How do I get heard?",
        "What was offered",
        "Ring, do not write.",
        "Ask who decides.",
        "Ben Holt",
        "The response",
        "I had not thought of ringing.",
        "The action, and what came of it",
        "Ring estates about the lift",
        "What it is for",
        "11 February 2026",
        "I rang them",
        "They came the same week.",
        "Ben Holt: A board that does not answer",
        "Speak to the board",
        "Changed to",
        "Write to the board",
        "What everyone brought",
        "Too many meetings",
        "held for another time",
        "How we worked together",
        "The silence.",
        "Who was there",
        "Amara Okafor, Ben Holt and Dev Rao",
        "Away",
        "Chloe Adair",
        "A visitor from Leeds",
        "Ines Marsh",
        "The session after",
        "11 February 2026",
    )


def test_report_backs_and_what_everyone_brought_stand_after_the_turns(handbook: Handbook) -> None:
    in_order(
        text(handbook, "sessions/2026-02-11/"),
        "Chloe Adair: Three rotas",
        "Actions made outside a turn",
        "Send round the reading list",
        "Report-backs",
        "Amara Okafor",
        "done",
        "Ring estates about the lift",
        "What was done",
        "What came of it",
        "What was learned",
        "Chloe Adair",
        "On an earlier action.",
        "It is settled.",
        "What everyone brought",
        "Who was there",
        "The session before",
        "The session after",
    )


def test_a_turn_that_is_not_agreed_says_only_that_it_took_place(handbook: Handbook) -> None:
    page = text(handbook, "sessions/2026-03-11/")
    in_order(page, "Ben Holt’s turn", "A topic was worked on; its record is not agreed yet.")


def test_actions_open_first_with_permanent_links(handbook: Handbook) -> None:
    in_order(
        text(handbook, "actions/"),
        "2 actions are open",
        "1 of 4 are done",
        "Mine",
        "Open",
        "All",
        "More",
        "Person",
        "Session",
        "Open",
        "Chloe Adair",
        "1 March 2026",
        "Ben Holt",
        "Write to the board",
        "First said as",
        "Speak to the board",
        "No longer open",
        "Done",
        "Amara Okafor",
        "made on 14 January 2026",
        "Link to this action",
        "Ended",
        "Dev Rao",
        "How to read it",
    )
    cards = [attrs for _tag, attrs in Reading(handbook.page("actions/").html).elements if "als-action" in str(attrs.get("class")).split()]
    assert [card["data-person"] for card in cards] == ["chloe", "ben", "amara", "dev"]
    # An address stands in the browser's history: it names nobody, and no topic.
    assert all(re.fullmatch(r"action-[0-9a-f]{10}", str(card["id"])) for card in cards) and len({card["id"] for card in cards}) == 4


def test_permanent_links_of_twin_sessions_do_not_meet() -> None:
    first, second = action("2026-01-14/b-x", "amara", "One"), replace(action("2026-01-14/x", "ben", "One"), id="2026-01-14-b/x")
    ids = Reading(make_pages(made_ledger(actions=(first, second)), MEMBERS).page("actions/").html).ids
    assert len({one for one in ids if one.startswith("action-")}) == 2


def test_airtime(handbook: Handbook) -> None:
    in_order(
        text(handbook, "airtime/"),
        "Dev has a topic waiting. The group decides",
        "Still waiting for a turn",
        "Dev Rao : Too many meetings",
        "14 January 2026",
        "Session by session",
        "had a turn",
        "asked, not chosen",
        "was there",
        "was away",
        "In figures",
        "Amara Okafor 3 1 0 2",
        "Ben Holt 3 2 0 0",
        "Chloe Adair 1 1 0 0",
        "Dev Rao 2 0 1 no turn yet",
    )


def test_learning_is_by_session_and_names_nobody(handbook: Handbook) -> None:
    page = text(handbook, "learning/")
    in_order(page, "11 February 2026", "Asking early costs less than I feared.", "14 January 2026", "We rush to advise.")
    assert not any(name in page for name in ("Amara", "Ben", "Chloe"))


def test_our_set(handbook: Handbook) -> None:
    in_order(
        text(handbook, "set/"),
        "run services",
        "People",
        "Ines Marsh",
        "facilitator",
        "Amara Okafor",
        "amara@example.org",
        "Noor Said",
        "Earlier members: Dev Rao",
        "I can’t come",
        "Change my part",
        "What we agreed",
        "One voice at a time.",
        "Confidentiality",
        "What is said here stays here.",
        "Exceptions",
        "Unless somebody is in danger.",
        "What is written down",
        "1 June 2026",
        "Who can read this site",
        "Dates",
        "cancelled: the library is closed",
        "Wednesday 15 April 2026",
        "Wednesday 13 May 2026 to Thursday 14 May 2026",
        "How long records are kept",
        "for 12 months after each session",
        "Whom to ask about your data",
        "privacy@example.org",
    )


def test_messages_carry_no_topic(handbook: Handbook) -> None:
    links = [link for link in Reading(handbook.page("set/").html).values("href") if link.startswith("mailto:ines")]
    assert links == [
        "mailto:ines@example.org",
        "mailto:ines@example.org?subject=I%20can%E2%80%99t%20come%20to%20the%20next%20session",
        "mailto:ines@example.org?subject=Please%20change%20my%20part%20of%20a%20record",
    ]


def test_a_self_facilitated_set_writes_to_all() -> None:
    file = set_file(facilitator=())
    handbook = make_pages(made_ledger(file=file, people={one.id: one for one in file.members}), MEMBERS)
    page = text(handbook, "set/")
    assert "The set facilitates itself" in page
    assert "The facilitator." not in page
    assert "mailto:amara@example.org?subject=" in handbook.page("set/").html


def test_nobody_to_write_to() -> None:
    members = tuple(one.model_copy(update={"contact": None}) for one in set_file().members)
    page = text(make_pages(made_ledger(file=set_file(facilitator=(), members=members)), MEMBERS), "set/")
    assert "no address is written down here" in page


def test_minutes_used_and_balance_are_the_facilitators() -> None:
    for page in make_pages(made_ledger(), MEMBERS).pages:
        read = Reading(page.html).text
        assert "888" not in read
        assert "777" not in read
        assert "42 used" not in read
        assert "Balance" not in read
    facilitators = make_pages(made_ledger(), FACILITATOR)
    in_order(text(facilitators, "airtime/"), "Minutes used", "Balance", "888", "−0.3")
    assert "42 used" in text(facilitators, "sessions/2026-01-14/")


def test_the_facilitators_draft_notes_and_turns_not_agreed() -> None:
    january, february, march = made_ledger().sessions
    draft = replace(march, session=march.session.model_copy(update={"status": "draft", "notes": "Ask *Ben* how he is."}))
    turn = replace(january.turns[0], agreed=False)
    ledger = made_ledger(sessions=(replace(january, turns=(turn,)), february, draft))
    handbook = make_pages(ledger, FACILITATOR)
    in_order(text(handbook, "sessions/2026-03-11/"), "Draft", "The facilitator’s notes", "Ask Ben how he is.")
    in_order(text(handbook, "sessions/2026-01-14/"), "Not agreed by the presenter yet", "out since November")
    assert "Draft" in text(handbook, "sessions/")
    in_order(text(handbook, ""), "Now", "Finish the record of 11 March 2026", "Ask Amara about the turn of 14 January 2026")


def test_a_self_facilitated_set_has_no_facilitators_view() -> None:
    file = set_file(facilitator=())
    page = text(make_pages(made_ledger(file=file), FACILITATOR), "airtime/")
    assert "Balance" not in page


def test_a_purged_session_is_named_by_its_date_alone() -> None:
    january, february, march = made_ledger().sessions
    gone = replace(january, session=Session(date=JANUARY, status="purged"), turns=(), bids=(), reports=(), actions=())
    handbook = make_pages(made_ledger(sessions=(gone, february, march), actions=()), MEMBERS)
    assert "14 January 2026 The record of this session was removed" in text(handbook, "sessions/")
    assert "sessions/2026-01-14/" not in {page.path for page in handbook.pages}
    assert "The session before" not in text(handbook, "sessions/2026-02-11/")


def test_what_comes_of_a_session_knows_its_last_day(handbook: Handbook) -> None:
    assert handbook.page("sessions/2026-01-14/").last_day == dt.date(2027, 1, 14)
    card = next(
        attrs for _tag, attrs in Reading(handbook.page("actions/").html).elements if "als-action" in str(attrs.get("class")).split() and attrs["data-person"] == "ben"
    )
    assert card["data-until"] == "2027-01-14"
    for path in ("", "sessions/", "learning/", "airtime/"):
        assert "2027-" in " ".join(Reading(handbook.page(path).html).values("data-until"))


def test_two_sessions_on_one_day_are_told_apart() -> None:
    january, february, march = made_ledger().sessions
    twin = replace(february, stem="2026-01-14-b", session=february.session.model_copy(update={"date": JANUARY}), reports=())
    handbook = make_pages(made_ledger(sessions=(january, twin, march)), MEMBERS)
    assert handbook.page("sessions/2026-01-14/").title == "14 January 2026 (1)"
    assert handbook.page("sessions/2026-01-14-b/").title == "14 January 2026 (2)"


def test_later_meetings_wait_until_their_turn(handbook: Handbook) -> None:
    meetings = [attrs for _tag, attrs in Reading(handbook.page("").html).elements if "data-als-meeting" in attrs]
    assert [(one["data-als-meeting"], one["data-als-meeting-end"], "hidden" in one) for one in meetings] == [
        ("2026-04-15", "2026-04-15", False),
        ("2026-05-13", "2026-05-14", True),
    ]


def test_records_kept_until_a_day() -> None:
    file = set_file(retention=Retention(until=dt.date(2028, 2, 29)), meetings=(Meeting(date=dt.date(2026, 4, 15)),))
    assert "All records are kept until 29 February 2028." in text(make_pages(made_ledger(file=file), MEMBERS), "set/")


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "Wednesday 15 April 2026"),
        ("de-AT", "Mittwoch, 15. April 2026"),
        ("cy", "Dydd Mercher, 15 Ebrill 2026"),
        ("tlh", "Wednesday 15 April 2026"),
    ],
)
def test_dates_in_the_sets_language(language: str, day: str) -> None:
    assert day in text(make_pages(made_ledger(file=set_file(language=language)), MEMBERS), "")


def test_a_set_that_writes_no_actions_down_is_not_told_that_it_has_none() -> None:
    january = made_ledger().sessions[0]
    bare = replace(
        january,
        session=Session(date=JANUARY, status="published", attendance=january.session.attendance),
        turns=(),
        bids=(),
        reports=(),
    )
    handbook = make_pages(
        made_ledger(
            file=set_file(agreement=Agreement(record="none")),
            sessions=(bare,),
            actions=(),
            held=(),
            learning=(),
            airtime=(),
            next_session=None,
        ),
        MEMBERS,
    )
    assert "agreed to write no actions down" in text(handbook, "")
    assert "who was there. Nothing else is written down" in text(handbook, "")
    assert "agreed to write no actions down" in text(handbook, "actions/")
    assert "writes no actions down" in text(handbook, "prepare/")
    assert "turns do not show" in text(handbook, "airtime/")
    assert "no actions recorded" not in text(handbook, "sessions/")
    for page in handbook.pages:
        assert "None yet" not in Reading(page.html).text


def test_equal_airtime_speaks_of_equal_turns() -> None:
    page = text(make_pages(made_ledger(file=set_file(airtime="equal")), MEMBERS), "airtime/")
    assert "Everybody who comes has a turn of the same length." in page


def test_who_joined_later_is_told_since_when_all_is_counted() -> None:
    late = View("members", dt.date(2026, 1, 14))
    handbook = make_pages(made_ledger(), late)
    for path, counted in (("", "actions are done."), ("sessions/", "newest first."), ("actions/", "are done.")):
        in_order(text(handbook, path), counted, "Counted since you joined, on 14 January 2026.")
        assert "Counted since" not in text(make_pages(made_ledger(), MEMBERS), path)
    airtime = text(handbook, "airtime/")
    assert "none since you joined" in airtime and "no turn yet" not in airtime


def test_nobody_is_said_to_have_had_no_turn_where_some_of_the_record_is_gone() -> None:
    airtime = text(make_pages(replace(made_ledger(), forgotten=True), MEMBERS), "airtime/")
    assert "none in what is kept" in airtime and "no turn yet" not in airtime
