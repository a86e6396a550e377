"""als schema: schemas for editors, and the line that names them."""

from __future__ import annotations

import json


def test_beside_mkdocs_yml(handbook, ok):
    lines = ok("schema").out.splitlines()
    for name in ("set", "session"):
        assert json.loads((handbook / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))["type"] == "object"
    assert lines[-2:] == [
        "  sets/<set>/set.yml:  # yaml-language-server: $schema=../../schemas/set.schema.json",
        "  sets/<set>/sessions/<date>.yml:  # yaml-language-server: $schema=../../../schemas/session.schema.json",
    ]


def test_elsewhere_and_outside_an_organisation(ok, tmp_path):
    lines = ok("schema", "--out", "made/here").out.splitlines()
    assert sorted(each.name for each in (tmp_path / "made/here").iterdir()) == ["session.schema.json", "set.schema.json"]
    assert lines[-2].endswith(f"# yaml-language-server: $schema={tmp_path.as_posix()}/made/here/set.schema.json")


def test_twice_is_the_same(handbook, ok):
    ok("schema")
    before = (handbook / "schemas/set.schema.json").read_bytes()
    ok("schema")
    assert (handbook / "schemas/set.schema.json").read_bytes() == before
