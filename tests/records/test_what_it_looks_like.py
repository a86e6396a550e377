"""What looks like YAML and is read otherwise is named as what it is; what editors leave beside the files is none of them."""

from __future__ import annotations

import logging

import pytest

from als_plugin.errors import AlsError
from als_plugin.records import load_set
from als_plugin.records.model import Session
from als_plugin.records.reader import read
from als_plugin.records.sheet import Sheet

HEAD = "date: 2026-01-14\nstatus: draft\n"
BLANK = "a blank stands here that is no ordinary space"
DASH = "a long dash stands here, and a list's item begins with a hyphen"
MERGE = "an unfinished merge has left its marks here: two people changed these lines"


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("date:\u00a02026-01-14\nstatus: draft\n", "1:6", BLANK),
        (HEAD + "attendance:\n\u00a0\u00a0present: [a]\n", "4:1", BLANK),
        (HEAD + "turns:\n  -\u00a0presenter: ben\n    minutes: 3\n", "4:4", BLANK),
        (HEAD + "turns:\n  \u2013 presenter: ben\n    minutes: 3\n", "4:3", DASH),
        (HEAD + "guests:\n  \u2013 Ann\n  \u2013 Bob\n", "4:3", DASH),
        (HEAD + "turns:\n  - presenter: ben\n  \u2014 presenter: amara\n", "5:3", DASH),
        ("date: 2026-01-14\n<<<<<<< HEAD\nstatus: draft\n=======\nstatus: published\n>>>>>>> other\n", "2:1", MERGE),
        (HEAD + "notes: |\n  hello\n<<<<<<< HEAD\n  one\n=======\n  two\n>>>>>>> other\n", "5:1", MERGE),
        (HEAD + "# turns:\n  - presenter: ben\n    minutes: 3\n", "3:1", '"turns:" is still behind its #, and the line below it is not'),
        (HEAD + "turns:\n  - presenter: ben\n#    question: |\n      What now?\n", "5:1", '"question:" is still behind its #'),
    ],
)
def test_it_is_named_as_what_it_is(text, place, problem):
    with pytest.raises(AlsError) as caught:
        read(text, Session, Sheet("x.yml"))
    assert str(caught.value).startswith(f"x.yml:{place}: {problem}")


@pytest.mark.parametrize("text", ["notes: |\n  \u2013 a dash in a text\n  <<<<<<< no mark\n", "guests: [\u2013 Ann]\n", "guests:\n  - \u2013 Ann\n"])
def test_a_text_may_hold_any_of_these(text):
    assert read(HEAD + text, Session, Sheet("x.yml")).status == "draft"


def test_what_editors_leave_is_passed_over(tmp_path, caplog):
    folder = tmp_path / "riverside"
    (folder / "sessions").mkdir(parents=True)
    (folder / "set.yml").write_text("name: R\nmembers: [{id: a, name: A}, {id: b, name: B}]\nretention: {until: 2090-01-01}\nfacilitator: {id: f, name: F}\n")
    for name in ("set.yml~", ".#set.yml", ".set.yml.swp", "#set.yml#", "Thumbs.db", "desktop.ini", ".DS_Store"):
        (folder / name).write_text("x")
        (folder / "sessions" / name.replace("set", "2026-01-14")).write_text("x")
    with caplog.at_level(logging.WARNING):
        assert not load_set(folder).sessions
    assert not [each for each in caplog.messages if "is not used" in each]
