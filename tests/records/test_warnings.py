"""What is suspicious is said in a line of the log, and the record is read all the same."""

from __future__ import annotations

import datetime as dt
import logging

import pytest

from als_plugin.errors import Errors
from als_plugin.records import load_set, load_sets

from .cases import SET, TODAY, write

SESSION = """\
date: 2026-01-14
status: published
attendance: {present: [amara, ben, cleo, dai]}
turns:
  - presenter: amara
"""

NOT_AGREED = (
    "sets/riverside/sessions/2026-01-14.yml:5:5: turns[0] (first turn, of amara): amara has not agreed this record, so members read only that a topic "
    "was worked on; add agreed_on: and the date when they agree"
)
LEFT_OUT = (
    "sets/riverside/sessions/2026-01-14.yml:5:5: turns[0] (first turn): is left out of this draft's page until it has its presenter; "
    "write presenter:"
)


def said(caplog, level=logging.WARNING):
    return [record.getMessage() for record in caplog.records if record.name == "als.records" and record.levelno == level]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"set.yml": SET}, []),
        (
            {"set.yml": SET.replace("  - {id: dai, name: Dai Prosser}\n", "")},
            ["sets/riverside/set.yml:3:1: members: the set has 3 members; 4 to 8 is usual; nothing to do if that is meant"],
        ),
        (
            {"set.yml": SET.replace("Dai Prosser", "Dai Prosser, left: 2026-11-22")},
            ["sets/riverside/set.yml:3:1: members: the set has 3 members; 4 to 8 is usual; nothing to do if that is meant"],
        ),
        ({"set.yml": SET.replace("Dai Prosser", "Dai Prosser, left: 2026-11-23")}, []),
        (
            {"set.yml": SET.replace("  presenter_agrees: false\n", ""), "sessions/2026-01-14.yml": SESSION},
            [
                NOT_AGREED,
            ],
        ),
        ({"set.yml": SET, "sessions/2026-01-14.yml": SESSION}, []),
        (
            {"set.yml": SET, "sessions/2026-01-14.yml": SESSION + "    actions: [{do: Ask, due: 2062-02-01}, {do: Look, due: 2028-01-01}]\n"},
            [
                "sets/riverside/sessions/2026-01-14.yml:6:25: turns[0].actions[0].due (first turn, of amara; first action): 2062-02-01 is more than two years after the "
                "session; put the year right; nothing to do if that is meant"
            ],
        ),
        (
            {"set.yml": SET, "session/2026-01-14.yml": SESSION, "notes.txt": "mine", ".gitkeep": ""},
            [
                "sets/riverside/notes.txt: is not used; put attachments into files/, pages into pages/",
                "sets/riverside/session: is not used; did you mean sessions?",
            ],
        ),
        ({"set.yml": SET, "sessions/2026-01-14.yml~": SESSION, ".#set.yml": "", "sessions/.2026-01-14.yml.swp": ""}, []),
    ],
    ids=["none", "few", "few now", "last day", "not agreed", "need not agree", "far away", "unknown names", "a backup"],
)
def test_warnings(files, expected, caplog, tmp_path):
    load_set(write(tmp_path, files), shown="sets/riverside", today=TODAY)
    assert said(caplog) == expected


def test_a_session_past_its_retention_is_an_error_for_check_and_a_warning_for_a_build(caplog, tmp_path):
    folder = write(tmp_path, {"set.yml": SET.replace("24", "3"), "sessions/2026-01-14.yml": SESSION})
    line = "sets/riverside/sessions/2026-01-14.yml:1:1: is past its retention (kept until 2026-04-14); run als purge riverside"
    with pytest.raises(Errors) as caught:
        load_set(folder, shown="sets/riverside", today=TODAY)
    assert str(caught.value) == line
    record = load_set(folder, shown="sets/riverside", today=TODAY, expired="warn")
    assert said(caplog) == [line]
    assert "2026-01-14" in record.sessions
    load_set(folder, shown="sets/riverside", today=dt.date(2026, 4, 14))


def test_what_a_draft_lacks_is_said_quietly(caplog, tmp_path):
    caplog.set_level(logging.INFO, "als.records")
    draft = SESSION.replace("published", "draft").replace("presenter: amara", "topic: Money")
    record = load_set(write(tmp_path, {"set.yml": SET, "sessions/2026-01-14.yml": draft}), shown="sets/riverside", today=TODAY)
    assert said(caplog) == []
    assert said(caplog, logging.INFO) == [
        LEFT_OUT,
    ]
    assert record.sessions["2026-01-14"].turns == ()


def test_all_sets_are_read_and_all_their_errors_come_together(caplog, tmp_path):
    write(tmp_path, {"set.yml": SET}, "harbour")
    write(tmp_path, {"set.yml": SET, "sessions/2026-01-14.yml": SESSION}, "riverside")
    (tmp_path / "sets" / "stray.yml").write_text(SET)
    (tmp_path / "sets" / "publisher.key").write_text("a key")
    (tmp_path / "sets" / ".git").mkdir()
    records = load_sets(tmp_path / "sets", shown="sets", today=TODAY)
    assert list(records) == ["harbour", "riverside"]
    assert said(caplog) == ["sets/stray.yml: stands in no set's folder and is not used; move it into one"]
    write(tmp_path, {"set.yml": ""}, "harbour")
    write(tmp_path, {"sessions/2026-01-14.yml": "date: soon\n"}, "riverside")
    with pytest.raises(Errors) as caught:
        load_sets(tmp_path / "sets", shown="sets", today=TODAY)
    assert [str(error).split(": ")[0] for error in caught.value.errors] == [
        "sets/harbour/set.yml",
        "sets/riverside/sessions/2026-01-14.yml:1:1",
        "sets/riverside/sessions/2026-01-14.yml:1:1",
    ]


def test_a_folder_of_sets_that_does_not_exist(tmp_path):
    with pytest.raises(Errors, match="sets: there is no such folder; make it"):
        load_sets(tmp_path / "sets", shown="sets")
    (tmp_path / "sets").mkdir()
    assert load_sets(tmp_path / "sets", shown="sets") == {}


def test_who_left_since_a_draft_was_made_stops_no_build(caplog, tmp_path):
    files = {
        "set.yml": SET.replace("name: Ben Lindqvist", "name: Ben Lindqvist, left: 2026-01-31").replace(
            "name: Cleo Marsh", "name: Cleo Marsh, away: [{from: 2026-02-01, until: 2026-02-28}]"),
        "sessions/2026-02-25.yml": "date: 2026-02-25\nstatus: draft\nattendance: {present: [amara, ben, cleo, dai]}\n"
        "reports: [{member: ben, status: open}]\n",
    }
    record = load_set(write(tmp_path, files), shown="sets/riverside", today=TODAY)
    assert record.sessions["2026-02-25"].attendance.present == ("amara", "ben", "cleo", "dai")
    place = "sets/riverside/sessions/2026-02-25.yml:3"
    assert said(caplog)[1:] == [
        f"{place}:31: attendance.present[1] (second entry): ben had left on 2026-02-25 (left 2026-01-31); name somebody else, or put the "
        "date in set.yml right",
        f"{place}:36: attendance.present[2] (third entry): cleo is away on 2026-02-25 by set.yml; take the name out, or put the time away "
        "in set.yml right",
        "sets/riverside/sessions/2026-02-25.yml:4:12: reports[0].member (first report-back, of ben): ben had left on 2026-02-25 (left "
        "2026-01-31); name somebody else, or put the date in set.yml right",
    ]
    (tmp_path / "sets/riverside/sessions/2026-02-25.yml").write_text(files["sessions/2026-02-25.yml"].replace("draft", "published"), encoding="utf-8")
    with pytest.raises(Errors, match="ben had left"):
        load_set(tmp_path / "sets/riverside", shown="sets/riverside", today=TODAY)
