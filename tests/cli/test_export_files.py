"""`als export --to docx|csv|ics|json`: one readable file, where the user says and nowhere else."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar

from .conftest import SESSION, SET, write

MORE = """
    meetings:
      - {date: 2090-01-01, start: "12:30", end: "15:00", where: Room 2}
"""
TURN = """\
        suggestions:
          - by: ben
            text: |
              Ask **Jo** first:

              - by [telephone](https://example.org/)
              - or `chat`
    notes: |
      Be gentle with Ben.
    actions:
      - {id: sum, owner: ben, do: "=HYPERLINK(1)"}
"""


@pytest.fixture
def told(harbour: Path) -> Path:
    """Harbour with a draft, a coming meeting, and a session with a bit of everything."""
    write(harbour, {
        "sets/harbour/set.yml": SET + MORE,
        "sets/harbour/sessions/2026-01-14.yml": SESSION + TURN,
        "sets/harbour/sessions/2026-02-14.yml": "date: 2026-02-14\nstatus: draft\nturns:\n  - {presenter: cleo, topic: A draft topic}\n",
    })
    return harbour


def words(path: Path) -> str:
    """All that a Word document says, a line a paragraph or row."""
    document = Document(str(path))
    rows = [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([*(each.text for each in document.paragraphs), *rows])


def test_minutes_for_word(ok, told, tmp_path):
    said = ok("export", "harbour", "--to", "docx", str(tmp_path / "all.docx"))
    assert said.out == f"Written: {tmp_path}/all.docx: READABLE, not locked. Only you can read this file; delete it when you are done.\n"
    assert stat.S_IMODE((tmp_path / "all.docx").stat().st_mode) == 0o600
    text = words(tmp_path / "all.docx")
    for line in (
        "Harbour", "Session of Wednesday 14 January 2026", "Present: Amara Obi, Ben Wray, Cleo Lund", "Apologies: Dev Rao",
        "Amara Obi: The rota that nobody owns", "Who could own the rota with me?", "Ask Jo first:", "by telephone (https://example.org/)", "or chat",
        "Ring the estates team | Amara Obi | 1 February 2026 | open",
    ):
        assert line in text.split("\n"), line
    assert "gentle" not in text and "A draft topic" not in text
    bold = [run.text for each in Document(str(tmp_path / "all.docx")).paragraphs for run in each.runs if run.bold]
    assert "Jo" in bold
    assert Document(str(tmp_path / "all.docx")).core_properties.author == ""
    ok("export", "harbour", "--to", "docx", "--view", "facilitator", str(tmp_path / "more.docx"))
    assert "Be gentle with Ben." in words(tmp_path / "more.docx") and "A draft topic" in words(tmp_path / "more.docx")


def test_a_session_and_a_person(ok, refused, told, tmp_path):
    ok("export", "harbour", "--to", "docx", "--person", "ben", str(tmp_path / "ben.docx"))
    text = words(tmp_path / "ben.docx")
    assert "What concerns Ben Wray" in text and "A stalled tender" in text and "rota" not in text
    ok("export", "harbour", "--to", "json", "--person", "ben", str(tmp_path / "ben.json"))
    mine = json.loads((tmp_path / "ben.json").read_text())["sessions"]["2026-01-14"]
    assert mine["attendance"] == ["present"] and mine["turns"][0]["suggestions"][0]["by"] == "ben" and "presenter" not in mine["turns"][0]
    ok("export", "harbour", "--to", "json", "--person", "amara", str(tmp_path / "amara.json"))
    assert "by" not in json.loads((tmp_path / "amara.json").read_text())["sessions"]["2026-01-14"]["turns"][0]["suggestions"][0]
    assert "members do not read this session" in refused("export", "harbour", "--to", "csv", "--session", "2026-02-14", str(tmp_path / "x"))[0]
    assert "nobody in set.yml has this id; the ids are: fay, amara" in refused("export", "harbour", "--to", "csv", "--person", "bem", str(tmp_path / "x"))[0]


def test_a_table_for_excel(ok, told, tmp_path):
    ok("export", "harbour", "--to", "csv", str(tmp_path / "actions.csv"))
    data = (tmp_path / "actions.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(each["Session"], each["Id"], each["Action"], each["Owner"], each["Due"], each["Status"]) for each in rows] == [
        ("2026-01-14", "ring-estates", "Ring the estates team", "Amara Obi", "2026-02-01", "open"),
        ("2026-01-14", "sum", "'=HYPERLINK(1)", "Ben Wray", "", "open"),
    ]
    ok("export", "harbour", "--to", "csv", "--table", "attendance", str(tmp_path / "there.csv"))
    there = list(csv.DictReader(io.StringIO((tmp_path / "there.csv").read_text(encoding="utf-8-sig"))))
    assert {each["Person"]: each["2026-01-14"] for each in there} == {
        "Amara Obi": "present", "Ben Wray": "present", "Cleo Lund": "present", "Dev Rao": "apologies",
    }


def test_dates_for_a_calendar(ok, refused, told, harbour, tmp_path):
    said = ok("export", "harbour", "--to", "ics", str(tmp_path / "dates.ics"))
    assert "nothing of people or topics" in said.out
    (event,) = Calendar.from_ical((tmp_path / "dates.ics").read_bytes()).walk("VEVENT")
    assert str(event["location"]) == "Room 2" and event.decoded("dtstart").isoformat() == "2090-01-01T12:30:00+00:00"
    write(harbour, {"sets/harbour/set.yml": SET})
    assert refused("export", "harbour", "--to", "ics", str(tmp_path / "x.ics")) == ["set.yml: no meeting is to come; add the next dates to meetings"]


def test_it_goes_nowhere_where_others_could_read_it(ok, refused, told, tmp_path):
    ok("access", "grant", "harbour", "amara")
    ok("build")
    for place in ("docs/x.docx", "site/x.docx", "sets/harbour/x.docx", "sets/harbour/files/x.docx"):
        assert "is published, or is the records' place" in refused("export", "harbour", "--to", "docx", str(told / place))[-1], place
    (told / "site").rename(tmp_path / "host")  # wherever a built site was carried to
    assert "is published" in refused("export", "harbour", "--to", "json", str(tmp_path / "host/members/x.json"))[-1]
    config = told / "mkdocs.yml"
    config.write_text(config.read_text().replace("  - als:\n", f"  - als:\n      publish: {{disk: {{folder: {tmp_path}/served}}}}\n"))
    (tmp_path / "served").mkdir()
    assert "is published" in refused("export", "harbour", "--to", "json", str(tmp_path / "served/x.json"))[-1]
    assert "--anyway" in refused("export", "harbour", "--to", "json", "x.json")[-1]
    (tmp_path / "x.json").write_text("kept")
    assert "something here already" in refused("export", "harbour", "--to", "json", str(tmp_path / "x.json"))[-1]
    assert "there is no such folder" in refused("export", "harbour", "--to", "json", str(tmp_path / "no/x.json"))[-1]
    assert (tmp_path / "x.json").read_text() == "kept" and not list(tmp_path.glob(".x.json*"))


@pytest.mark.parametrize(("options", "problem"), [
    (("--to", "ics", "--session", "2026-01-14"), "--session: means nothing for --to ics"),
    (("--table", "members"), "--table: means nothing for --to mkdocs; leave it away, or say --to csv"),
    (("--to", "json", "--view", "members"), "json: holds the records themselves"),
])
def test_options_that_do_not_go_together(refused, told, tmp_path, options, problem):
    assert problem in refused("export", "harbour", *options, str(tmp_path / "x"))[0]
    assert not (tmp_path / "x").exists()
