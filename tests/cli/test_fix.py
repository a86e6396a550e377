"""`als check --fix` writes the ids that report-backs need, and `als new session` those that it refers to."""

from __future__ import annotations

import pytest

from .conftest import SESSION, SET, write

COUNTED = SESSION.replace("- id: ring-estates\n            do", "- do")
REPORTED = """
    date: 2026-02-11
    status: published
    attendance: {present: [amara, ben, cleo, dev]}
    reports:
      - {member: amara, action: 2026-01-14/amara, status: done, did: Rang them at seven.}
"""


@pytest.fixture
def reported(handbook):
    write(handbook, {
        "sets/harbour/set.yml": SET, "sets/harbour/sessions/2026-01-14.yml": COUNTED, "sets/harbour/sessions/2026-02-11.yml": REPORTED,
    })
    return handbook / "sets/harbour/sessions/2026-01-14.yml"


def test_the_error_names_the_line_and_the_cure(reported, als):
    said = als("check")
    assert said.code == 1
    assert said.errors == [
        "sets/harbour/sessions/2026-02-11.yml:5:21: reports[0].action (first report-back, of amara): 2026-01-14/amara is counted, and would move if an action were put "
        "in above it; add the line id: amara to that action (sets/harbour/sessions/2026-01-14.yml:14), or run als check --fix"
    ]


def test_it_shows_both_and_asks(reported, als, ok):
    before = reported.read_bytes()
    said = als("check", "--fix", input="n\n")
    assert "the action: Ring the estates team" in said.err and "told on 2026-02-11: Rang them at seven." in said.err
    assert said.code == 1 and reported.read_bytes() == before
    said = als("check", "--fix", input="y\n")
    assert said.code == 0 and "1 id written" in said.err
    text = before.decode()
    assert reported.read_text(encoding="utf-8") == text.replace("        due: 2026-02-01\n", "        due: 2026-02-01\n        id: amara\n")
    assert "0 ids written" in ok("check", "--fix", "--yes").err


def test_a_new_action_above_moves_nothing(reported, ok):
    ok("check", "--fix", "--yes")
    text = reported.read_text(encoding="utf-8")
    reported.write_text(text.replace("    actions:\n", "    actions:\n      - do: Write to the council\n"), encoding="utf-8")
    assert ok("check").out.endswith("no errors\n")


def test_yes_goes_with_fix_alone(reported, refused):
    assert refused("check", "--yes") == ["--yes: goes with --fix alone; add --fix, or leave it out"]


def test_a_new_session_writes_the_ids_that_it_refers_to(handbook, ok):
    write(handbook, {"sets/harbour/set.yml": SET, "sets/harbour/sessions/2026-01-14.yml": COUNTED})
    said = ok("new", "session", "harbour", "2026-02-11")
    assert "An id was written at 1 action, so that a report-back stays with it.\n" in said.out
    assert "        id: amara\n" in (handbook / "sets/harbour/sessions/2026-01-14.yml").read_text(encoding="utf-8")
    assert ok("check").out.endswith("no errors\n")


def test_a_new_session_on_a_cancelled_day_warns(handbook, ok):
    meetings = "    meetings:\n      - {date: 2026-02-11, cancelled: The heating failed}\n"
    write(handbook, {"sets/harbour/set.yml": SET + meetings, "sets/harbour/sessions/2026-01-14.yml": COUNTED})
    assert "the meeting of this day is cancelled (The heating failed)" in ok("new", "session", "harbour", "2026-02-11").err
