"""`als import`: tables as people really keep them, understood row by row; nothing is written before it was shown and agreed to."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
import yaml
from docx import Document
from openpyxl import Workbook, load_workbook

from als_plugin.records import load_set

from .conftest import SESSION, SET, write

LOG = [
    ["Northgate actions"], [],
    ["Session", "Who", "What", "By when", "Status", "Date completed", "Ref"],
    [dt.datetime(2026, 1, 14), "Amara", "Ring the caretaker", "01/02/2026", "Done", "13 Feb 2026", 1],
    [None, "Ben", "Write to the tender board", "TBC", "", None, 2],
    [None, "C. Lund", "Draft a note\nto the board", dt.datetime(2026, 2, 20), "in progress", None, 3],
    ["12 Feb 2026", "Dev & Ben", "Talk to finance", "28th Feb 2026", "?", None, 4],
    ["12.02.26", "Sam", "Nobody by that name", "", None, None, 5],
    ["TBC", "Amara", "Of no session", None, None, None, 6],
    ["12/02/2026", "Amara", "Due too early", "1/2/26", None, None, 7],
    ["12/02/2026", None, "Nobody will do it", None, None, None, 8],
    ["31/02/2026", "Amara", "On no day", None, None, None, 9],
    ["12/02/2026", "Amara", "In no state", None, "purple", None, 10],
    ["12/02/2026", "everyone", "For all", None, None, None, 11],
]


def sheet(path: Path, rows: list[list[object]], merged: str = "") -> str:
    book = Workbook()
    book.active.title = "Log"
    for row in rows:
        book.active.append(row)
    for each in merged.split():
        book.active.merge_cells(each)
    book.save(path)
    return str(path)


def session(folder: Path, stem: str) -> dict:
    return yaml.load((folder / f"sets/harbour/sessions/{stem}.yml").read_text(), yaml.BaseLoader)


def test_an_excel_sheet_as_people_keep_it(als, ok, harbour, tmp_path):
    file = sheet(tmp_path / "log.xlsx", LOG, "A1:G1 A4:A6")
    before = (harbour / "sets/harbour/sessions/2026-01-14.yml").read_text()
    said = als("import", "harbour", file, input="n\n")
    lines = said.out.splitlines()
    for line in (
        "Log, row 3 has the headings; read as actions: do = What, owner = Who, due = By when, session = Session, status = Status, on = Date completed. Not used: Ref",
        "For sets/harbour/sessions/2026-01-14.yml, sets/harbour/sessions/2026-02-12.yml:",
        "  Log, row 4: Ring the caretaker (Amara Obi); by 2026-02-01; done, 2026-02-13",
        '  Log, row 5: Write to the tender board (Ben Wray); no date ("TBC")',
        "  Log, row 6: Draft a note to the board (Cleo Lund); by 2026-02-20",
        "  Log, row 7: Talk to finance (Dev Rao, Ben Wray); by 2026-02-28",
        '  Log, row 8: nobody in set.yml is called "Sam"',
        '  Log, row 9: "TBC" is no session\'s date',
        "  Log, row 10: its date, 2026-02-01, is before its session, 2026-02-12",
        "  Log, row 11: nobody is named who will do it",
        '  Log, row 12: "31/02/2026" is no date that there is',
        '  Log, row 13: "purple" is no state that is known; write open, done or dropped',
        '  Log, row 14: "everyone" is nobody in particular; name one person',
        "4 rows understood, 7 left out.",
    ):
        assert line in lines, line
    assert lines[-1] == "Nothing was written." and [each.name for each in (harbour / "sets/harbour/sessions").iterdir()] == ["2026-01-14.yml"]
    assert (harbour / "sets/harbour/sessions/2026-01-14.yml").read_text() == before
    assert ok("import", "harbour", file, input="y\n").out.endswith("2 files written. Look at them, then: als check harbour\n")
    after = (harbour / "sets/harbour/sessions/2026-01-14.yml").read_text()
    assert after.startswith(before.rstrip("\n")), "every byte that stood there stays"
    assert session(harbour, "2026-02-12") == {
        "date": "2026-02-12", "status": "draft",
        "reports": [{"member": "amara", "status": "done", "action": "2026-01-14/amara", "on": "2026-02-13"}],
        "actions": [{"do": "Talk to finance", "id": "dev", "owner": "dev", "with": ["ben"], "due": "2026-02-28"}],
    }
    ok("check")
    again = als("import", "harbour", "--yes", file)
    assert again.code == 1 and "2026-01-14 has this action already" in again.out and "0 rows understood" in again.out


def test_what_the_records_cannot_hold_is_left_out_alone(ok, harbour, tmp_path):
    (harbour / "sets/harbour/set.yml").write_text((harbour / "sets/harbour/set.yml").read_text().replace("name: Dev Rao", "name: Dev Rao, left: 2026-01-31"))
    rows = [["Session", "Who", "What"], *(["12 Feb 2026", "Ben", f"Thing {number}"] for number in range(9)), ["12 Feb 2026", "Dev", "Come back"]]
    said = ok("import", "harbour", sheet(tmp_path / "log.xlsx", rows), "--yes", "--json").data
    assert [each["place"] for each in said["left"]] == ["Log, row 11"] and "Dev Rao did not belong to the set on 2026-02-12" in said["left"][0]["why"]
    assert len(session(harbour, "2026-02-12")["actions"]) == 9 and said["written"]


@pytest.mark.parametrize(("dates", "options", "read"), [
    (["03/04/2026", "25/04/2026"], (), ["2026-04-03", "2026-04-25"]),
    (["03/04/2026", "04/25/2026"], (), ["2026-03-04", "2026-04-25"]),
    (["03/04/2026"], (), ["2026-04-03"]),
    (["03/04/2026"], ("--dates", "month-first"), ["2026-03-04"]),
    (["03/04/2026", "25/04/2026", "04/25/2026"], (), ["2026-04-25"]),
])
def test_whether_day_or_month_comes_first_the_column_tells(ok, harbour, tmp_path, dates, options, read):
    rows = [["Session", "Who", "What"], *([each, "Ben", f"Thing of {number}"] for number, each in enumerate(dates))]
    said = ok("import", "harbour", sheet(tmp_path / "log.xlsx", rows), "--yes", *options)
    assert sorted(each.stem for each in (harbour / "sets/harbour/sessions").iterdir()) == sorted({"2026-01-14", *read})
    assert ("days were read before months" in said.out) == (dates == ["03/04/2026"] and not options)
    assert ("can be read in two ways" in said.out) == (len(dates) == 3)


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", "\t")])
def test_csv_as_programs_write_it(ok, harbour, tmp_path, encoding, delimiter):
    rows = (("Commitment", "Name"), ("Café für Zoë", "Amara"), ("'=SUM(1)", "BW"))
    (tmp_path / "log.csv").write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    ok("import", "harbour", str(tmp_path / "log.csv"), "--column", "do=Commitment", "--column", "owner=Name", "--session", "2026-01-14", "--yes")
    assert [(each["owner"], each["do"]) for each in session(harbour, "2026-01-14")["actions"]] == [("amara", "Café für Zoë"), ("ben", "=SUM(1)")]


def test_attendance_either_way_round(ok, harbour, tmp_path):
    write(harbour, {"sets/harbour/sessions/2026-02-12.yml": "date: 2026-02-12\nstatus: draft\n"})
    across = [["Name", dt.datetime(2026, 1, 14), dt.datetime(2026, 2, 12), "12 March 2026"], ["Amara Obi", "P", "P", "late"], ["Ben", "Y", "A", "apologies"], ["Sam", "P", "P", "P"], ["Cleo", "x", "DNA", ""], ["Dev", "apols", "n/a", "✓"]]
    said = ok("import", "harbour", sheet(tmp_path / "there.xlsx", across), "--yes").out
    assert '"A" may mean apologies or absent' in said and 'nobody in set.yml is called "Sam"' in said and "2026-01-14 has this attendance already" in said
    assert session(harbour, "2026-02-12")["attendance"] == {"present": ["amara"], "absent": ["cleo"]}
    assert session(harbour, "2026-03-12")["attendance"] == {"present": ["dev"], "part": ["amara"], "apologies": ["ben"]}
    down = [["Date", "Amara", "Ben", "Cleo", "Dev"], ["16 April 2026", "yes", "yes", "no", "yes"]]
    ok("import", "harbour", sheet(tmp_path / "down.xlsx", down), "--yes")
    assert session(harbour, "2026-04-16")["attendance"] == {"present": ["amara", "ben", "dev"], "absent": ["cleo"]}
    ok("check")


def test_sessions_past_and_to_come_and_people(ok, harbour, tmp_path):
    rows = [
        ["Date", "Present", "Apologies", "Topics", "Start", "Venue"],
        ["12 Feb 2026", "Amara, Ben and Cleo", "Dev", "Ben: A stalled tender\nAmara: The rota", "2 pm", "Room 2"],
        ["1 Jan 2090", "", "", "", "12:30", "Room 3"],
        ["2 Jan 2090", "Amara", "", "", "", ""],
    ]
    said = ok("import", "harbour", sheet(tmp_path / "log.xlsx", rows), "--yes").out
    assert "has not come yet, and yet it says who was there" in said
    assert session(harbour, "2026-02-12")["turns"] == [{"presenter": "ben", "topic": "A stalled tender"}, {"presenter": "amara", "topic": "The rota"}]
    people = [["Name", "E-mail", "Joined"], ["Amara Obi", "amara@example.org", ""], ["Ely Frost", "ely@example.org", "1 March 2026"], ["Amara Stone", "none here", ""]]
    said = ok("import", "harbour", sheet(tmp_path / "people.xlsx", people), "--yes").out
    assert "Amara Obi is in the set already" in said and '"none here" is no e-mail address' in said
    file = load_set(harbour / "sets/harbour").file
    assert [(each.id, each.name, str(each.joined)) for each in file.members][-1] == ("ely", "Ely Frost", "2026-03-01")
    assert [(str(each.date), str(each.start), each.where) for each in file.meetings] == [("2026-02-12", "14:00:00", "Room 2"), ("2090-01-01", "12:30:00", "Room 3")]


def test_json_brings_the_same_records_again(ok, als, refused, harbour, tmp_path):
    write(harbour, {"sets/harbour/set.yml": SET, "sets/harbour/sessions/2026-02-12.yml": "date: 2026-02-12\nstatus: draft\nnotes: |\n  Gently.\n"})
    ok("export", "harbour", "--to", "json", str(tmp_path / "all.json"))
    ok("import", "elsewhere", str(tmp_path / "all.json"), "--yes")
    one, two = load_set(harbour / "sets/harbour"), load_set(harbour / "sets/elsewhere")
    assert one.model_copy(update={"id": "elsewhere"}) == two
    ok("export", "elsewhere", "--to", "json", str(tmp_path / "again.json"))
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "all.json").read_bytes()
    write(harbour, {"sets/harbour/sessions/2026-01-14.yml": SESSION.replace("minutes: 40", "minutes: 50")})
    said = als("import", "harbour", str(tmp_path / "all.json"), "--yes")
    assert said.code == 1 and "a record of this session is here already, and another one; it stays" in said.out
    assert 'the public site uses the name "members" itself' in refused("import", "members", str(tmp_path / "all.json"))[0]
    (tmp_path / "bad.json").write_text('{"format": "als-records-1", "set": {"name": "x"}, "sessions": {"../x": {}}}')
    assert "is no session's name" in refused("import", "harbour", str(tmp_path / "bad.json"))[0]
    assert not (harbour / "sets/members").exists()


def test_a_file_changed_meanwhile_is_not_written_over(harbour, tmp_path, ok):
    from als_plugin.errors import AlsError
    from als_plugin.office.bring import planned
    from als_plugin.office.bring import write as written

    folder = harbour / "sets/harbour"
    rows = [["Session", "Who", "What"], ["14 Jan 2026", "Ben", "One"], ["12 Feb 2026", "Ben", "Two"]]
    data = Path(sheet(tmp_path / "log.xlsx", rows)).read_bytes()
    draft = planned(load_set(folder), folder, data, "log.xlsx", today=dt.date(2026, 11, 1))
    path = folder / "sessions/2026-01-14.yml"
    path.write_text(path.read_text() + "# by another hand\n")
    with pytest.raises(AlsError, match="changed by another hand meanwhile"):
        written(draft)
    assert not (folder / "sessions/2026-02-12.yml").exists() and path.read_text().endswith("# by another hand\n")


def spoilt(kind: str, path: Path) -> None:
    """A file that is not what it seems."""
    sheet(path, [["Session", "Who", "What"], ["14 Jan 2026", "Ben", "One"]])
    if kind == "word":
        Document().save(str(path))
    elif kind == "old":
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    elif kind == "picture":
        path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    elif kind == "cut":
        path.write_bytes(path.read_bytes()[:-200])
    else:
        packed = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
        name = next(each for each in packed if each.endswith("sheet1.xml"))
        packed[name] = b" " * (70 * 2**20) if kind == "bomb" else b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + packed[name]
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
            for each, data in packed.items():
                out.writestr(each, data)
        path.write_bytes(made.getvalue())


@pytest.mark.parametrize(("kind", "problem"), [
    ("word", "is a Word file"), ("old", "is an old Excel file, or one with a password"), ("picture", "is neither an Excel file nor a table as text"),
    ("cut", "is damaged"), ("bomb", "holds more than 64 MB, packed"), ("entity", "is damaged"),
])
def test_files_that_are_not_what_they_seem(refused, harbour, tmp_path, kind, problem):
    spoilt(kind, tmp_path / "log.xlsx")
    assert problem in refused("import", "harbour", str(tmp_path / "log.xlsx"), "--yes")[0]
    assert len(list((harbour / "sets/harbour/sessions").iterdir())) == 1


def test_no_headings_and_wrong_columns(refused, harbour, tmp_path):
    file = sheet(tmp_path / "log.xlsx", [["a", "b"], [1, 2]])
    assert "no row of headings is recognised in it; put headings" in refused("import", "harbour", file)[0]
    assert 'no column is headed "Whom"' in refused("import", "harbour", file, "--column", "owner=Whom")[0]
    assert 'no visible sheet is called "x"; the sheets are: Log' in refused("import", "harbour", file, "--sheet", "x")[0]
    book = load_workbook(file)
    book.active.sheet_state = "hidden"
    book.create_sheet("Two")
    book.save(file)
    assert "the sheets are: Two" in refused("import", "harbour", file, "--sheet", "Log")[0]
