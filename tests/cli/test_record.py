"""als record and als show: from a saved session to one that members read, with every other byte as it was."""

from __future__ import annotations

import pytest

from als_plugin.desk import saving
from als_plugin.desk.organisation import Desk

from .conftest import SESSION, SET, write

DRAFT = """\
date:   2026-02-11          # as spoken
status: draft
attendance: {present: [amara, ben], apologies: [cleo, dev]}

turns:
  - presenter:  ben
    scenario: The tender stands still,
      and nobody rings back.
    question: "Whom do I ring?"
    suggestions:
      - {by: amara, text: "Ring the clerk, not the head."}
    actions:
      - do: Ring the clerk
        due: 2026-02-20
        id: ring-clerk
notes: |
  SECRET weariness
"""


@pytest.fixture
def drafted(harbour, ok):
    elsewhere = harbour / "from-the-room.yml"
    elsewhere.write_bytes(b"\xef\xbb\xbf" + DRAFT.replace("\n", "\r\n").encode())
    ok("record", "add", "harbour", "from-the-room.yml")
    return harbour / "sets/harbour/sessions/2026-02-11.yml"


def test_the_walk_from_the_room_to_the_readers(drafted, ok):
    raw = b"\xef\xbb\xbf" + DRAFT.replace("\n", "\r\n").encode()
    assert drafted.read_bytes() == raw
    shown = ok("show", "harbour", "2026-02-11", "ben").out
    for words in ("The tender stands still, and nobody rings back.", "Ring the clerk, not the head.", "by 2026-02-20", "Not agreed yet"):
        assert words in shown
    assert "SECRET" not in shown and "Amara" not in shown
    assert "Next:" not in ok("record", "agree", "harbour", "2026-02-11", "ben", "--on", "2026-02-12").out, "a draft is not built for members"
    agreed = raw.replace(b"        id: ring-clerk\r\n", b"        id: ring-clerk\r\n    agreed_on: 2026-02-12\r\n")
    assert drafted.read_bytes() == agreed
    assert "Not agreed" not in ok("show", "harbour", "2026-02-11.yml").out
    ok("record", "publish", "harbour", "2026-02-11")
    assert drafted.read_bytes() == agreed.replace(b"status: draft", b"status: published")
    assert ok("check").out.endswith("no errors\n")


def test_add_overwrites_nothing_and_makes_a_draft(drafted, harbour, ok, refused):
    before = drafted.read_bytes()
    assert "is this file already" in refused("record", "add", "harbour", "from-the-room.yml")[0]
    write(harbour, {"second.yml": DRAFT.replace("status: draft", "status: published")})
    assert refused("record", "add", "harbour", "second.yml") == [
        "sets/harbour/sessions/2026-02-11.yml: is a draft of that day already, and second.yml is another; --replace puts the new file in "
        "its place, --beside makes it a second session of that day"
    ]
    said = ok("record", "add", "harbour", "second.yml", "--beside")
    assert "There is a session on that day already (2026-02-11), so this is a second one." in said.out
    assert "Written, as a draft: sets/harbour/sessions/2026-02-11-b.yml" in said.out
    assert drafted.read_bytes() == before
    assert "status: draft" in drafted.with_name("2026-02-11-b.yml").read_text()


def test_the_file_of_a_run_sheet_takes_the_place_of_the_draft(harbour, ok, refused):
    ok("new", "session", "harbour", "2026-02-11")
    path = harbour / "sets/harbour/sessions/2026-02-11.yml"
    before = path.read_bytes()
    write(harbour, {"room/2026-02-11.yml": DRAFT})
    assert "--replace" in refused("record", "add", "harbour", "room/2026-02-11.yml")[0]
    assert path.read_bytes() == before
    said = ok("record", "add", "harbour", "room/2026-02-11.yml", "--replace")
    assert "Written, as a draft, in the place of what stood there: sets/harbour/sessions/2026-02-11.yml\n" in said.out
    assert path.read_text(encoding="utf-8") == DRAFT
    saving.take_back(Desk(harbour / "mkdocs.yml"), "harbour", "2026-02-11", saving.digest_of(path.read_bytes()))
    assert path.read_bytes() == before
    ok("record", "publish", "harbour", "2026-02-11")
    write(harbour, {"room/2026-02-11.yml": DRAFT.replace("Ring the clerk\n", "Ring the clerk twice\n")})
    assert refused("record", "add", "harbour", "room/2026-02-11.yml", "--replace") == [
        "room/2026-02-11.yml: there is no draft of 2026-02-11; leave --replace out"
    ]


def test_ids_are_written_at_the_actions_that_it_reports_on(handbook, ok):
    write(handbook, {
        "sets/harbour/set.yml": SET, "sets/harbour/sessions/2026-01-14.yml": SESSION.replace("id: ring-estates\n            do", "do"),
        "room.yml": DRAFT + "reports:\n  - {member: amara, action: 2026-01-14/amara, status: done, did: Rang them.}\n",
    })
    said = ok("record", "add", "harbour", "room.yml")
    assert "An id was written at the action 2026-01-14/amara, so that a report-back stays with it: Ring the estates team\n" in said.out
    assert "id: amara" in (handbook / "sets/harbour/sessions/2026-01-14.yml").read_text(encoding="utf-8")
    assert ok("check").out.endswith("no errors\n")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("presenter:  ben", "presenter:  zoe", "zoe"),
        ("status: draft", "status: drafft", "did you mean draft?"),
        ("date:   2026-02-11", "day:   2026-02-11", 'no field "day"'),
    ],
)
def test_a_file_with_mistakes_is_not_brought_in(harbour, refused, old, new, words):
    write(harbour, {"wrong.yml": DRAFT.replace(old, new)})
    assert any(words in line for line in refused("record", "add", "harbour", "wrong.yml"))
    assert not list((harbour / "sets/harbour/sessions").glob("*02-11*"))


def test_what_is_not_whole_is_not_published(drafted, refused):
    drafted.write_text(DRAFT.replace("apologies: [cleo, dev]", "apologies: [cleo]"))
    before = drafted.read_bytes()
    assert any("dev" in line and "2026-02-11.yml:3" in line for line in refused("record", "publish", "harbour", "2026-02-11"))
    assert drafted.read_bytes() == before


def test_refusals_name_what_to_do(drafted, refused):
    assert refused("record", "agree", "harbour", "2026-02-11", "cleo")[0].endswith("cleo has no turn in it; the presenters are: ben")
    assert "has not come yet" in refused("record", "agree", "harbour", "2026-02-11", "ben", "--on", "2090-01-01")[0]
    assert "agreed the record of their turn on 2026-01-20" in refused("record", "agree", "harbour", "2026-01-14", "amara")[0]
    assert "is no draft" in refused("record", "publish", "harbour", "2026-01-14")[0]
    assert refused("show", "harbour", "2026-02-10")[0].endswith("there is no such session; did you mean 2026-02-11?")
    assert "cannot be read" in refused("record", "add", "harbour", "nowhere.yml")[0]
