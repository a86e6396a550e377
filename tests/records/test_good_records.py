"""What is written comes out as it was meant; each case is a file in good/ that ends with the record as JSON."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import yaml

from als_plugin.records import load_set, nodes

from .cases import TODAY, Case, write

CASES = sorted((Path(__file__).parent / "good").glob("*.txt"))


@pytest.mark.parametrize("parser", [nodes.Parser, yaml.SafeLoader], ids=["as it comes", "slow"])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_good_record(path, parser, monkeypatch, tmp_path):
    monkeypatch.setattr(nodes, "Parser", parser)
    files = Case.parse(path.read_bytes().decode()).files
    expected = json.loads(files.pop("record"))
    record = load_set(write(tmp_path, files), shown="sets/riverside", today=TODAY)
    assert record.model_dump(mode="json", by_alias=True, exclude_defaults=True) == expected


def test_pages_and_files_are_listed_and_hidden_ones_are_not(tmp_path):
    files = {
        "set.yml": "name: Riverside\nmembers: [{id: a, name: A}, {id: b, name: B}]\nretention: {keep_months: 1}\n",
        "pages/reading.md": "# Reading\n",
        "pages/notes.txt": "not a page\n",
        "files/map.png": b"\x89PNG",
        "files/.DS_Store": b"",
        "files/2026/plan.pdf": b"%PDF",
    }
    record = load_set(write(tmp_path, files), shown="sets/riverside", today=TODAY)
    assert record.pages == ("pages/reading.md",)
    assert record.files == ("files/2026/plan.pdf", "files/map.png")


@pytest.mark.parametrize("year", [2026, 2030, 2045, 2090])
@pytest.mark.parametrize("sample", ["riverside", "harbour", "northgate"])
def test_the_samples_check_in_any_year(sample, year):
    folder = Path(__file__).parents[2] / "sets" / sample
    assert load_set(folder, today=dt.date(year, 12, 1)).file.members
