"""Changes to a record leave every byte outside of what was changed as it is, or are refused with the line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from als_plugin.errors import AlsError
from als_plugin.records.model import Session
from als_plugin.records.reader import read
from als_plugin.records.sheet import Sheet
from als_plugin.records.splice import Add, Change, Put, Remove, compose, splice

RECORD = """\
# Written on the night itself
date:     2026-01-14   # aligned
status:   draft
attendance: {present: [amara, ben],  part: []}

turns:
  - presenter: amara
    topic: The rota
    scenario: |
      Two teams.

      Both wait.@@@

    # what she said next
    actions:
    - do: Ring
      due: 2026-02-01

  - presenter: ben
notes: plain words
  over two lines
""".replace("@", " ")

CASES: dict[str, tuple[str, list[Change], str, str]] = {
    "an aligned value": (RECORD, [Put(("status",), "published")], "status:   draft\n", "status:   published\n"),
    "a field more behind a list": (
        RECORD, [Put(("turns", 0, "agreed_on"), dt.date(2026, 2, 2))],
        "      due: 2026-02-01\n", "      due: 2026-02-01\n    agreed_on: 2026-02-02\n",
    ),
    "an item in a flow list": (RECORD, [Add(("attendance", "present"), "cleo")], "[amara, ben]", "[amara, ben, cleo]"),
    "an item in an empty flow list": (RECORD, [Add(("attendance", "part"), "cleo")], "part: []", "part: [cleo]"),
    "a field in a flow mapping": (RECORD, [Put(("attendance", "absent"), ["dev"])], "part: []}", "part: [], absent: [dev]}"),
    "a list at another indentation": (
        RECORD, [Add(("turns", 0, "actions"), {"do": "Ask: who?", "id": "ask"})],
        "      due: 2026-02-01\n", "      due: 2026-02-01\n    - do: \"Ask: who?\"\n      id: ask\n",
    ),
    "a list that is not there": (
        RECORD, [Add(("reports",), {"member": "ben", "status": "done", "did": "This.\nAnd that."})],
        "  over two lines\n",
        "  over two lines\nreports:\n  - member: ben\n    status: done\n    did: |\n      This.\n      And that.\n",
    ),
    "a mapping that is not there": (RECORD, [Put(("review", "worked"), "It did")], "  over two lines\n", "  over two lines\nreview:\n  worked: It did\n"),
    "a plain text over several lines": (RECORD, [Put(("notes",), "One.\n\nTwo.")], "notes: plain words\n  over two lines\n", "notes: |\n  One.\n\n  Two.\n"),
    "a block text": (
        RECORD, [Put(("turns", 0, "scenario"), "One team")],
        "    scenario: |\n      Two teams.\n\n      Both wait.   \n", "    scenario: One team\n",
    ),
    "the first field behind a dash": (RECORD, [Remove(("turns", 0, "presenter"))], "  - presenter: amara\n    topic", "  - topic"),
    "an item goes": (RECORD, [Remove(("turns", 1))], "  - presenter: ben\n", ""),
    "the last item takes its list along": (
        RECORD, [Remove(("turns", 0, "actions", 0))], "    actions:\n    - do: Ring\n      due: 2026-02-01\n", "",
    ),
    "no line end at the end": ("date: 2026-01-14\nstatus: draft", [Put(("notes",), "a")], "status: draft", "status: draft\nnotes: a\n"),
    "an empty value": ("date: 2026-01-14\nnotes:\nstatus: draft\n", [Put(("notes",), "a")], "notes:\n", "notes: a\n"),
    "behind a document's beginning": ("---\ndate: 2026-01-14\nstatus: draft\n", [Put(("status",), "published")], "draft", "published"),
    "a value that looks like another": ("date: 2026-01-14\nnotes: a\n", [Put(("notes",), "12:30")], "notes: a", 'notes: "12:30"'),
    "trailing blanks behind a value": ("date: 2026-01-14  \nstatus: draft   \n", [Put(("status",), "published")], "draft", "published"),
}


@pytest.mark.parametrize("kind", ["as it is", "CRLF", "BOM"])
@pytest.mark.parametrize(("source", "changes", "old", "new"), CASES.values(), ids=CASES.keys())
def test_nothing_else_changes(source: str, changes: list[Change], old: str, new: str, kind: str) -> None:
    assert source.count(old) == 1
    before, after = source.encode(), source.replace(old, new).encode()
    if kind == "CRLF":
        before, after = before.replace(b"\n", b"\r\n"), after.replace(b"\n", b"\r\n")
        if not before.count(b"\r\n"):
            return
    elif kind == "BOM":
        before, after = b"\xef\xbb\xbf" + before, b"\xef\xbb\xbf" + after
    assert splice(before, changes) == after


@pytest.mark.parametrize(
    ("source", "change", "line"),
    [
        ("a: &x [one]\nb: *x\n", Add(("b",), "two"), 1),
        ("a: &x one\nb: *x\n", Put(("a",), "two"), 2),
        ("turns:\n  -  # who?\n    presenter: amara\n", Remove(("turns", 0, "topic")), 1),
        ("a: [one,  # first\n  two]\n", Put(("a",), ["three"]), 1),
        ("a: text\n", Add(("a",), "item"), 1),
    ],
)
def test_what_is_not_safe_is_refused_with_its_line(source: str, change: Change, line: int) -> None:
    with pytest.raises(AlsError, match=f"x.yml:{line}: .*write this change by hand"):
        splice(source.encode(), [change], shown="x.yml")


SAMPLES = sorted((Path(__file__).parents[2] / "sets").glob("*/sessions/*.yml"))
letters = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n:#-'\" ")
texts = st.text(letters, min_size=1, max_size=60)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SAMPLES), st.sampled_from(["notes", "review.worked", "turns.agreed_on", "turns.response", "reports"]), texts)
def test_samples_keep_their_lines(path: Path, where: str, text: str) -> None:
    source = path.read_bytes()
    turns = yaml.safe_load(source).get("turns") or []
    if not text.strip() or any(char in text for char in "\x85\u2028\u2029\ufeff") or (where.startswith("turns") and not turns):
        return
    change: Change = {
        "notes": Put(("notes",), text), "review.worked": Put(("review", "worked"), text),
        "turns.agreed_on": Put(("turns", 0, "agreed_on"), dt.date(2026, 11, 1)), "turns.response": Put(("turns", len(turns) - 1, "response"), text),
        "reports": Add(("reports",), {"member": "amara", "status": "done", "did": text}),
    }[where]
    made = splice(source, [change]).decode()
    assert yaml.safe_load(made) is not None  # what it means is checked by splice itself, against a second reading
    if isinstance(change, Add):
        lines = iter(made.splitlines())
        assert all(line in lines for line in source.decode().splitlines())  # each in its place, in the same order


@pytest.mark.parametrize("source", [RECORD, "date: 2026-01-14\nstatus: draft\n", "date: 2026-01-14\nreports: []\n"], ids=["some", "none", "empty"])
def test_several_items_for_one_list_are_what_one_after_the_other_would_be(source: str) -> None:
    source = source.replace("@@@", "")
    items = [{"member": "amara", "headline": "The rota"}, {"member": "ben", "headline": "Two\nlines"}, {"member": "cleo"}]
    for path in (("topics",), ("reports",)):
        one_by_one = source.encode()
        for item in items:
            one_by_one = splice(one_by_one, [Add(path, item)])
        assert splice(source.encode(), [Add(path, item) for item in items]) == one_by_one


def test_a_whole_new_file_reads_as_it_was_meant() -> None:
    data = {
        "status": "draft", "date": dt.date(2026, 1, 14), "attendance": {"present": ["amara", "ben"], "absent": []},
        "turns": [{"topic": "no", "presenter": "amara", "scenario": "First: this.\n\nThen # that.", "actions": [{"due": dt.date(2026, 2, 1), "do": "12:30"}]}],
        "notes": "",
    }
    text = compose(data, "session")
    assert text == (
        'date: 2026-01-14\nstatus: draft\nattendance:\n  present: [amara, ben]\nturns:\n  - presenter: amara\n    topic: "no"\n'
        '    scenario: |\n      First: this.\n\n      Then # that.\n    actions:\n      - do: "12:30"\n        due: 2026-02-01\n'
    )
    session = read(text, Session, Sheet("x.yml"))
    assert session.turns[0].scenario == "First: this.\n\nThen # that."
    assert session.turns[0].actions[0].do == "12:30"
