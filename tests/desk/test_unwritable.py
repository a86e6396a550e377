"""Characters that nobody sees and no record may hold: the field is named where they are sent, and they go where they only came along."""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from als_plugin.desk import saving
from als_plugin.desk.organisation import Desk
from als_plugin.errors import Errors
from als_plugin.inbox.kinds import checked
from als_plugin.new.set import begin_set
from als_plugin.records import Put, load_set, splice

NAMES = {"\0": "a NUL", "\x85": "the invisible character U+0085", "\u2028": "the invisible character U+2028", "\ud800": "the invisible character U+D800"}


@pytest.mark.parametrize("character", NAMES)
@pytest.mark.parametrize("stem", [None, "2026-11-18"])
def test_each_field_is_named_and_nothing_is_written(organisation: Path, character: str, stem: str | None) -> None:
    desk = Desk(organisation / "mkdocs.yml")
    opened = saving.opened(desk, "riverside", stem)
    path, shown = desk.file("riverside", stem)
    before, text = path.read_bytes(), f"One{character}two\nthree"
    if stem:
        given, places = {**opened["data"], "notes": text, "guests": ["Jo", text]}, ["guests[1]", "notes"]
    else:
        given, places = {**opened["data"], "purpose": text, "agreement": {**opened["data"]["agreement"], "conflict": text}}, ["agreement.conflict", "purpose"]
    with pytest.raises(Errors) as refused:
        saving.save(desk, "riverside", stem, given, opened["digest"])
    lines = [f"{shown}: {place}: {NAMES[character]} stands in the text; take it out of this field" for place in places]
    assert sorted(str(refused.value).splitlines()) == lines
    assert path.read_bytes() == before


def test_whoever_splices_hears_the_field() -> None:
    with pytest.raises(Errors, match=r"^sets/x/set\.yml: agreement\.ending: the invisible character U\+2028 stands in the text"):
        splice(b"name: Quay\n", [Put(("agreement", "ending"), "One\u2028two")], shown="sets/x/set.yml")


def test_a_pasted_name_makes_a_whole_set(tmp_path: Path) -> None:
    begin_set(tmp_path, "quay", taken=(), today=dt.date(2026, 1, 14), name="Our\u2028quay", members=["Amara\0 Obi", "Ben\x85Wray"], self_facilitated=True)
    file = load_set(tmp_path / "sets/quay").file
    assert (file.name, [each.name for each in file.members]) == ("Our quay", ["Amara Obi", "Ben Wray"])


def test_a_reply_from_a_phone_keeps_its_lines() -> None:
    assert checked({"kind": "bid", "headline": "The rota\u2028that nobody owns\x0b"})["headline"] == "The rota that nobody owns"
    assert checked({"kind": "correction", "place": "Actions", "wish": "One\r\ntwo\u2029three"})["wish"] == "One\ntwo\nthree"


def test_a_table_from_elsewhere_is_brought_in(organisation: Path, tmp_path: Path) -> None:
    with (tmp_path / "table.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Date", "Name", "Action"], ["2026-10-28", "Farah Siddiqui", "Ring\x0b the estates\u2028team"]])
    als = Path(sys.executable).with_name("als")
    done = subprocess.run([als, "import", "riverside", tmp_path / "table.csv", "--yes"], cwd=organisation, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    session = load_set(organisation / "sets/riverside", expired="warn").sessions["2026-10-28"]
    assert [each.do for each in session.actions if "estates" in each.do] == ["Ring the estates\nteam"]
