"""Every bad record gives exactly the error it must give; each case is a file in bad/."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
import yaml

from als_plugin import words
from als_plugin.errors import AlsError, Errors
from als_plugin.records import load_set, nodes

from .cases import SET, TODAY, Case, write

CASES = sorted((Path(__file__).parent / "bad").glob("*.txt"))


@pytest.fixture(params=["as it comes", "slow"])
def parser(request, monkeypatch):
    """libyaml's parser where there is one, and PyYAML's own: both must say the same."""
    if request.param == "slow":
        monkeypatch.setattr(nodes, "Parser", yaml.SafeLoader)


def test_there_are_enough_cases():
    assert len(CASES) >= 60


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_bad_record(path, parser, tmp_path):
    case = Case.parse(path.read_text(encoding="utf-8"))
    folder = write(tmp_path, case.files)
    with pytest.raises(Errors) as caught:
        load_set(folder, shown="sets/riverside", today=TODAY)
    assert str(caught.value) == case.expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_expected_lines_have_place_problem_and_remedy(path):
    for line in Case.parse(path.read_text(encoding="utf-8")).expected.splitlines():
        place, _, said = line.partition(": ")
        assert place.startswith("sets/riverside/")
        problem, _, remedy = said.partition("; ")
        assert problem and remedy


class Marking(gettext.NullTranslations):
    """A language in which every message stands between brackets."""

    def gettext(self, message):
        return f"⟦{message}⟧"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_message_can_be_translated(path, tmp_path):
    folder = write(tmp_path, Case.parse(path.read_text(encoding="utf-8")).files)
    token = words._current.set(Marking())
    try:
        with pytest.raises(Errors) as caught:
            load_set(folder, shown="sets/riverside", today=TODAY)
    finally:
        words._current.reset(token)
    for error in caught.value.errors:
        assert "⟦" in error.problem and "⟦" in error.remedy, error


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"name: Caf\xe9\n",
            "sets/riverside/set.yml:1:10: is not UTF-8 text; save the file with the encoding UTF-8",
        ),
        (
            b"\xef\xbb\xbfname: " + "😀é".encode() + b"\xe9\n",
            "sets/riverside/set.yml:1:9: is not UTF-8 text; save the file with the encoding UTF-8",
        ),
        (
            b"name: Riverside\n" + b"# " + b"x" * (2 * 1024 * 1024),
            "sets/riverside/set.yml: is larger than 2 MiB; a record is text alone; put pictures and documents into files/",
        ),
        (
            SET.encode("utf-16"),
            "sets/riverside/set.yml:1:1: is not UTF-8 text; save the file with the encoding UTF-8",
        ),
    ],
    ids=["latin-1", "after wide characters", "too large", "utf-16"],
)
def test_bytes_that_are_no_record(content, said, tmp_path):
    folder = write(tmp_path, {"set.yml": content})
    with pytest.raises(Errors) as caught:
        load_set(folder, shown="sets/riverside", today=TODAY)
    assert str(caught.value) == said


def test_a_folder_in_a_files_place(tmp_path):
    folder = write(tmp_path, {"set.yml": SET})
    (folder / "sessions").mkdir()
    (folder / "sessions" / "2026-01-14.yml").mkdir()
    with pytest.raises(Errors, match=r"2026-01-14\.yml: is a folder, not a file; move it elsewhere"):
        load_set(folder, shown="sets/riverside", today=TODAY)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Riverside", 'sets/Riverside: "Riverside" is no name for a set; rename it riverside; a name has small letters a to z, digits and hyphens'),
        ("river side", 'sets/river side: "river side" is no name for a set; rename it river-side; a name has small letters a to z, digits and hyphens'),
        ("search", 'sets/search: the public site uses the name "search" itself; give the folder another name'),
    ],
)
def test_names_of_sets(name, said, tmp_path):
    folder = write(tmp_path, {"set.yml": SET}, name)
    with pytest.raises(Errors) as caught:
        load_set(folder, shown=f"sets/{name}", today=TODAY, reserved={"search"})
    assert str(caught.value) == said


def test_a_set_that_does_not_exist(tmp_path):
    write(tmp_path, {"set.yml": SET})
    with pytest.raises(AlsError, match=r"sets/rivreside: there is no such set; did you mean riverside\?"):
        load_set(tmp_path / "sets" / "rivreside", shown="sets/rivreside")
