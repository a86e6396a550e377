"""als new session: a draft with what is known already."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import yaml

from .conftest import SET, write

TODAY = dt.datetime.now(dt.UTC).date()
STUB = re.compile(r"^( *)# ?((?: {2,}\S.*)|(?:(?:topics|turns|review|facilitator|did):.*))$")


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def real_lines(path):
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.strip().startswith("#")]


def uncomment(path):
    """Take the # away from everything that is an example and not a note."""
    lines = [STUB.sub(r"\1\2", line) for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_first_evening(ok, tmp_path, monkeypatch):
    ok("init", "handbook")
    monkeypatch.chdir(tmp_path / "handbook")
    ok("new", "set", "harbour")
    said = ok("new", "session", "harbour", "2026-01-14")
    assert said.out.splitlines()[0] == "Written: sets/harbour/sessions/2026-01-14.yml"
    assert ok("check").out == "1 set, 1 session: no errors\n"
    files = [tmp_path / "handbook/sets/harbour" / name for name in ("set.yml", "sessions/2026-01-14.yml")]
    assert 15 <= sum(len(real_lines(file)) for file in files) <= 24
    made = read(files[1])
    assert made["status"] == "draft"
    assert made["attendance"] == {"present": ["alex", "bo", "cam", "dee"], "part": [], "apologies": [], "absent": []}


def test_open_actions_are_listed_with_their_wording(harbour, ok):
    said = ok("new", "session", "harbour", "2026-02-11")
    assert "It lists 1 open action to report on.\n" in said.out
    path = harbour / "sets/harbour/sessions/2026-02-11.yml"
    assert read(path)["reports"] == [{"member": "amara", "action": "2026-01-14/ring-estates", "status": "open"}]
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines.index("  - member: amara")
    assert lines[at - 1] == "  # Amara Obi, on 2026-01-14, by 2026-02-01: Ring the estates team"
    assert ok("check").out == "1 set, 2 sessions: no errors\n"


def test_held_bids_are_told_and_not_repeated(harbour, ok):
    ok("new", "session", "harbour", "2026-02-11")
    path = harbour / "sets/harbour/sessions/2026-02-11.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines.index("# Still waiting for a turn, so no need to type it again:")
    assert lines[at + 1] == "# - Ben Wray, since 2026-01-14: A stalled tender"
    assert "topics" not in read(path)


def test_only_what_was_open_before_that_day(harbour, ok):
    ok("new", "session", "harbour", "2026-01-07")
    assert "reports" not in read(harbour / "sets/harbour/sessions/2026-01-07.yml")


def test_without_a_date_it_is_the_next_meeting(harbour, ok):
    coming, later = TODAY + dt.timedelta(days=9), TODAY + dt.timedelta(days=30)
    with (harbour / "sets/harbour/set.yml").open("a", encoding="utf-8") as file:
        file.write(f"meetings:\n  - {{date: {later}}}\n  - {{date: {coming}}}\n  - {{date: 2026-01-14}}\n")
    assert ok("new", "session", "harbour").out.startswith(f"Written: sets/harbour/sessions/{coming}.yml\n")


def test_without_a_meeting_it_is_today(harbour, ok):
    day = re.match(r"Written: sets/harbour/sessions/(\S+)\.yml\n", ok("new", "session", "harbour").out)[1]
    assert abs(dt.date.fromisoformat(day) - TODAY) <= dt.timedelta(days=1)


def test_the_next_meetings_file_is_not_doubled(harbour, ok, refused):
    coming = TODAY + dt.timedelta(days=9)
    with (harbour / "sets/harbour/set.yml").open("a", encoding="utf-8") as file:
        file.write(f"meetings: [{{date: {coming}}}]\n")
    ok("new", "session", "harbour")
    assert refused("new", "session", "harbour") == [
        f"sets/harbour/sessions/{coming}.yml: is there already; go on in it; "
        f"for another session that day: als new session harbour {coming}"
    ]


def test_a_second_one_that_day(harbour, ok):
    before = (harbour / "sets/harbour/sessions/2026-01-14.yml").read_bytes()
    assert ok("new", "session", "harbour", "2026-01-14").out.splitlines()[:2] == [
        "There is a session on that day already (2026-01-14), so this is a second one.",
        "Written: sets/harbour/sessions/2026-01-14-b.yml",
    ]
    assert "Written: sets/harbour/sessions/2026-01-14-c.yml" in ok("new", "session", "harbour", "2026-01-14").out
    assert (harbour / "sets/harbour/sessions/2026-01-14.yml").read_bytes() == before
    assert ok("check").out == "1 set, 3 sessions: no errors\n"


def test_who_is_away_or_gone_is_not_expected(handbook, ok):
    text = SET.replace("{id: ben, name: Ben Wray}", "{id: ben, name: Ben Wray, left: 2026-01-31}")
    text = text.replace("{id: dev, name: Dev Rao}", "{id: dev, name: Dev Rao, away: [{from: 2026-02-01, until: 2026-02-28}]}")
    write(handbook, {"sets/harbour/set.yml": text})
    ok("new", "session", "harbour", "2026-02-11")
    assert read(handbook / "sets/harbour/sessions/2026-02-11.yml")["attendance"]["present"] == ["amara", "cleo"]
    assert ok("check").code == 0


@pytest.mark.parametrize("level", ["none", "actions", "topics", "suggestions"])
@pytest.mark.parametrize("airtime", ["bid", "equal"])
@pytest.mark.parametrize("facilitated", [True, False])
def test_every_example_in_it_is_allowed_at_its_level(handbook, ok, level, airtime, facilitated):
    text = SET.replace("record: suggestions", f"record: {level}") + f"    airtime: {airtime}\n"
    if not facilitated:
        text = "\n".join(line for line in text.splitlines() if "facilitator:" not in line) + "\n"
    write(handbook, {"sets/harbour/set.yml": text})
    ok("new", "session", "harbour", "2026-01-14")
    assert ok("check").out == "1 set, 1 session: no errors\n"
    path = handbook / "sets/harbour/sessions/2026-01-14.yml"
    uncomment(path)
    path.write_text(path.read_text(encoding="utf-8").replace("status: draft", "status: published"), encoding="utf-8")
    assert ok("check").out == "1 set, 1 session: no errors\n"
    made = read(path)
    assert ("facilitator" in made) is not facilitated
    assert ("turns" in made) is (level != "none")
    assert ("topics" in made) is (level != "none" and airtime == "bid")
    if level != "none":
        (turn,) = made["turns"]
        assert ("question" in turn) is (level in ("topics", "suggestions"))
        assert ("suggestions" in turn) is (level == "suggestions")


def test_wording_that_would_break_a_comment(harbour, ok):
    path = harbour / "sets/harbour/sessions/2026-01-14.yml"
    hostile = 'do: "Ring\\nattendance: {}\\n- x\\ny ' + "and wait " * 40 + '"'
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("do: |\n          Ring the estates team", hostile), encoding="utf-8")
    ok("new", "session", "harbour", "2026-02-11")
    made = harbour / "sets/harbour/sessions/2026-02-11.yml"
    assert max(map(len, made.read_text(encoding="utf-8").split("\n"))) <= 100
    assert read(made)["attendance"]["present"] == ["amara", "ben", "cleo", "dev"]
    assert ok("check").code == 0


def test_the_schema_is_named_where_there_is_one(harbour, ok):
    ok("schema")
    ok("new", "session", "harbour", "2026-02-11")
    path = harbour / "sets/harbour/sessions/2026-02-11.yml"
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../../schemas/session.schema.json"
    assert (path.parent / "../../../schemas/session.schema.json").is_file()


def test_refusals(harbour, refused):
    assert refused("new", "session", "harbor") == ["sets/harbor: there is no such set; did you mean harbour?"]
    assert refused("new", "session", "meadow") == ["sets/meadow: there is no such set; the sets are: harbour"]
    assert refused("new", "session", "harbour", "2026-02-30") == [
        "2026-02-30: is no date; write it as year-month-day, for example 2026-01-14"
    ]


def test_nobody_expected(handbook, refused):
    write(handbook, {"sets/harbour/set.yml": """
        name: Harbour
        members:
          - {id: amara, name: Amara Obi, joined: 2026-01-01}
          - {id: ben, name: Ben Wray, joined: 2026-01-01}
          - {id: cleo, name: Cleo Lund, joined: 2026-01-01}
          - {id: dev, name: Dev Rao, joined: 2026-01-01}
        retention: {keep_months: 12}
        agreement: {record: actions}
    """})
    assert refused("new", "session", "harbour", "2025-12-31") == [
        "sets/harbour/set.yml: nobody is expected on 2025-12-31; check `joined`, `left` and `away`, or give another date"
    ]


@pytest.mark.parametrize("typo", ["status: final\n", "status: draft\nattendance: {present: [amraa]}\n", "status: [\n"])
def test_a_mistake_in_another_session_is_told_and_stops_nothing(harbour, ok, refused, typo):
    old = harbour / "sets/harbour/sessions/2026-01-14.yml"
    old.write_text(f"date: 2026-01-14\n{typo}", encoding="utf-8")
    said = ok("new", "session", "harbour", "2026-02-11")
    assert "Written: sets/harbour/sessions/2026-02-11.yml" in said.out
    assert said.errors == [
        "sets/harbour/sessions/2026-01-14.yml: has mistakes, so the new file knows nothing of what it says about actions and topics; "
        "als check harbour names them; put them right, and look over the new file"
    ]
    assert read(harbour / "sets/harbour/sessions/2026-02-11.yml")["attendance"]["present"] == ["amara", "ben", "cleo", "dev"]
    assert "2026-01-14-b.yml" in ok("new", "session", "harbour", "2026-01-14").out
    (harbour / "sets/harbour/set.yml").write_text("name: Harbour\n", encoding="utf-8")
    assert any(line.startswith("sets/harbour/set.yml:") for line in refused("new", "session", "harbour", "2026-02-18"))


def test_a_session_past_its_time_stops_nothing(harbour, ok):
    file = harbour / "sets/harbour/set.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("until: 2090-01-01", "until: 2026-01-31"), encoding="utf-8")
    assert "Written: sets/harbour/sessions/2026-11-25.yml" in ok("new", "session", "harbour", "2026-11-25").out
