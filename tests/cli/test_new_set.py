"""als new set: a set's file, about a dozen lines."""

from __future__ import annotations

import yaml


def real_lines(path):
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.strip().startswith("#")]


def test_it_is_short_and_right_as_it_is(handbook, ok):
    said = ok("new", "set", "harbour")
    assert said.out.splitlines()[0] == "Written: sets/harbour/set.yml"
    assert 10 <= len(real_lines(handbook / "sets/harbour/set.yml")) <= 14
    assert ok("check").out == "1 set, 0 sessions: no errors\n"


def test_people_named_at_once(handbook, ok):
    ok("new", "set", "harbour", "--name", "The Harbour: second", "--facilitator", "Robin Hale", "--member", "Amara Obi",
       "--member", "Ben Wray", "--member", "Amara Lund", "--member", "Zoë O'Neil", "--meeting", "2026-12-14")
    made = yaml.safe_load((handbook / "sets/harbour/set.yml").read_text(encoding="utf-8"))
    assert made["name"] == "The Harbour: second"
    assert made["facilitator"] == {"id": "robin", "name": "Robin Hale"}
    assert [(each["id"], each["name"]) for each in made["members"]] == [
        ("amara", "Amara Obi"), ("ben", "Ben Wray"), ("amara-lund", "Amara Lund"), ("zoe", "Zoë O'Neil"),
    ]
    assert [str(each["date"]) for each in made["meetings"]] == ["2026-12-14"]
    assert ok("check").out == "1 set, 0 sessions: no errors\n"


def test_names_that_yaml_would_misread(handbook, ok):
    names = ["No", "Null Byte", "Ada # Bell", "[Cy] Dee", "李 雷", "12 Monkeys", "Ann: Bo"]
    ok("new", "set", "harbour", *[part for name in names for part in ("--member", name)])
    made = yaml.safe_load((handbook / "sets/harbour/set.yml").read_text(encoding="utf-8"))
    assert [each["name"] for each in made["members"]] == names
    assert ok("check").out == "1 set, 0 sessions: no errors\n"


def test_a_set_that_facilitates_itself(handbook, ok):
    ok("new", "set", "harbour", "--self-facilitated")
    assert "facilitator" not in yaml.safe_load((handbook / "sets/harbour/set.yml").read_text(encoding="utf-8"))
    assert ok("check").out == "1 set, 0 sessions: no errors\n"


def test_every_commented_option_works(handbook, ok):
    ok("new", "set", "harbour")
    path = handbook / "sets/harbour/set.yml"
    text = path.read_text(encoding="utf-8")
    assert "# meetings:" in text
    path.write_text(text.replace("# meetings:", "meetings:").replace("#   - {date", "  - {date"), encoding="utf-8")
    assert len(yaml.safe_load(path.read_text(encoding="utf-8"))["meetings"]) == 1
    assert ok("check").out == "1 set, 0 sessions: no errors\n"


def test_the_schema_is_named_where_there_is_one(handbook, ok):
    ok("new", "set", "harbour")
    ok("schema")
    ok("new", "set", "meadow")
    assert "yaml-language-server" not in (handbook / "sets/harbour/set.yml").read_text(encoding="utf-8")
    first = (handbook / "sets/meadow/set.yml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../schemas/set.schema.json"
    assert (handbook / "sets/meadow/../../schemas/set.schema.json").is_file()


def test_refused_ids(handbook, refused):
    rule = "is no id for a set; use small letters a to z, digits and hyphens, 41 of them at most: harbour"
    assert refused("new", "set", "Harbour") == [f"Harbour: {rule}"]
    assert refused("new", "set", "../docs") == [f"../docs: {rule}"]
    assert refused("new", "set", "x" * 42) == [f"{'x' * 42}: {rule}"]
    (handbook / "docs/about.md").write_text("# About us\n", encoding="utf-8")
    for name in ("assets", "members", "about"):
        assert refused("new", "set", name) == [f"{name}: is a name that the public site uses itself; choose another id"]
    assert list((handbook / "sets").iterdir()) == [handbook / "sets" / ".gitkeep"]


def test_one_that_is_there_is_left_alone(harbour, refused):
    before = (harbour / "sets/harbour/set.yml").read_bytes()
    assert refused("new", "set", "harbour") == [
        "sets/harbour/set.yml: is there already; nothing was written; edit that file, or move it away first"
    ]
    assert (harbour / "sets/harbour/set.yml").read_bytes() == before


def test_a_single_member(handbook, refused):
    assert refused("new", "set", "harbour", "--member", "Amara Obi") == [
        "--member: a set has two members or more; name each of them, or nobody to fill them in later"
    ]


def test_a_facilitator_and_none(handbook, refused):
    assert refused("new", "set", "harbour", "--facilitator", "Robin Hale", "--self-facilitated") == [
        "--facilitator: does not go with --self-facilitated; leave one of them away"
    ]


def test_a_day_that_is_none(handbook, refused):
    assert refused("new", "set", "harbour", "--meeting", "14.1.2026") == [
        "14.1.2026: is no date; write it as year-month-day, for example 2026-01-14"
    ]
