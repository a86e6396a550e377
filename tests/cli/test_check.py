"""als check: every mistake at once, a line each."""

from __future__ import annotations

import re

from als_plugin.vault import Publisher
from als_plugin.vault.format import b64

from .conftest import SET, write
from .test_init import pinned

BAD = """
    date: 2026-02-11
    status: final
    attendence: {present: [amara]}
"""


def test_everything_in_order(harbour, ok):
    write(harbour, {"sets/meadow/set.yml": SET})
    said = ok("check")
    assert (said.out, said.err) == ("2 sets, 1 session: no errors\n", "")


def test_no_set_yet(handbook, ok):
    assert ok("check").out == "0 sets, 0 sessions: no errors\n"


def test_all_errors_of_all_sets_are_listed(harbour, als):
    write(harbour, {
        "sets/harbour/sessions/2026-02-11.yml": BAD,
        "sets/meadow/set.yml": SET.replace("name: Harbour", "nane: Meadow"),
    })
    said = als("check")
    assert said.code == 1
    places = [line.split(": ")[0] for line in said.errors]
    assert places[0].startswith("sets/harbour/sessions/2026-02-11.yml:2:")
    assert places[1].startswith("sets/harbour/sessions/2026-02-11.yml:3:")
    assert any(place.startswith("sets/meadow/set.yml:1:") for place in places)
    assert said.out == f"2 sets: {len(said.errors)} errors\n"


def test_one_set_alone(harbour, als, ok):
    write(harbour, {"sets/meadow/set.yml": "name: Meadow\n"})
    assert ok("check", "harbour").out == "1 set, 1 session: no errors\n"
    assert als("check", "meadow").code == 1


def test_an_unknown_set(harbour, refused):
    assert refused("check", "harbuor") == ["sets/harbuor: there is no such set; did you mean harbour?"]


def test_warnings_stop_nothing(handbook, ok):
    text = SET.replace("      - {id: cleo, name: Cleo Lund}\n      - {id: dev, name: Dev Rao}\n", "")
    write(handbook, {"sets/harbour/set.yml": text})
    said = ok("check")
    assert said.out == "1 set, 0 sessions: no errors, 1 warning\n"
    assert said.errors[0] == "Warnings, which stop nothing:"
    assert said.errors[1].startswith("sets/harbour/set.yml")


def test_as_json(harbour, als, ok):
    assert ok("check", "--json").data == {"sets": 1, "sessions": 1, "errors": [], "warnings": []}
    write(harbour, {"sets/harbour/sessions/2026-02-11.yml": BAD})
    said = als("check", "--json")
    assert said.code == 1 and said.err == ""
    first = said.data["errors"][0]
    assert (first["path"], first["line"]) == ("sets/harbour/sessions/2026-02-11.yml", 2)
    assert set(first) == {"path", "line", "column", "problem", "remedy"}


def test_a_list_of_keys_that_is_not_whole(harbour, als, ok):
    ok("access", "grant", "harbour", "--all")
    assert ok("check").out == "1 set, 1 session: no errors\n"
    path = harbour / "sets/harbour/access.json"
    whole = path.read_text(encoding="utf-8")
    path.write_text("<<<<<<< ours\n" + whole, encoding="utf-8")
    assert als("check").errors[0].startswith("sets/harbour/access.json:1: an unfinished merge has left its marks here; ")
    path.write_bytes(b"\xff" + whole.encode())
    assert als("check").errors == ["sets/harbour/access.json: cannot be read; restore it from your repository's history"]


def test_passphrases_of_another_publisher(harbour, als, ok):
    ok("access", "grant", "harbour", "--all")
    settings = harbour / "mkdocs.yml"
    settings.write_text(settings.read_text().replace(pinned(harbour), b64(Publisher.generate().public)))
    assert [line.split(": ")[0] for line in als("check").errors] == ["sets/harbour/access.json"]
    settings.write_text(re.sub(r" +publisher: .*\n", "", settings.read_text()))
    assert [line.split(": ")[0] for line in als("check").errors] == ["mkdocs.yml"]


def test_a_name_that_the_public_site_uses(handbook, als):
    write(handbook, {"sets/assets/set.yml": SET})
    said = als("check")
    assert said.code == 1
    assert said.errors[0].startswith("sets/assets: ")


def test_a_record_beside_the_sets_is_told_of(harbour, ok):
    write(harbour, {"sets/2026-02-11.yml": "date: 2026-02-11\n"})
    said = ok("check")
    assert said.errors[1:] == ["sets/2026-02-11.yml: stands in no set's folder and is not used; move it into one"]
    assert ok("check", "harbour").err == ""
