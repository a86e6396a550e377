"""als purge: what retention asks to go is shown, then removed on --yes."""

from __future__ import annotations

import pytest
import yaml

from .conftest import SESSION, SET, write

OLD = SESSION.replace("2026-01", "2024-01").replace("2026-02", "2024-02").replace(
    "Who could own the rota with me?", "See [the plan](files/the%20plan.pdf), ![map](files/map.png) and [both](files/both.txt)."
)
FILES = ("the plan.pdf", "map.png", "both.txt", "map.png.txt", "never.txt")


@pytest.fixture
def old(handbook):
    """A set with one session past its time and one that is not."""
    write(handbook, {
        "sets/harbour/set.yml": SET.replace("until: 2090-01-01", "keep_months: 24").replace("joined: 2025", "joined: 2023"),
        "sets/harbour/sessions/2024-01-14.yml": OLD,
        "sets/harbour/sessions/2026-01-14.yml": SESSION.replace("topics:", """reports:
      - {member: amara, action: 2024-01-14/ring-estates, status: done, did: Rang them.}
    topics:""").replace("Who could own", "As in files/both.txt: who could own"),
        **{f"sets/harbour/files/{name}": "content" for name in FILES},
    })
    return handbook


def everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_shown_first_and_nothing_changed(old, ok):
    before = everything(old)
    assert ok("purge", "harbour").out.splitlines() == [
        "sets/harbour/sessions/2024-01-14.yml: was to be kept until 2026-01-14",
        "sets/harbour/files/map.png: no other record or page links to it",
        "sets/harbour/files/the plan.pdf: no other record or page links to it",
        "Nothing was changed. To remove it for good: als purge harbour --yes",
    ]
    assert everything(old) == before


def test_removed_on_yes(old, als, ok):
    assert als("check").code == 1
    lines = ok("purge", "harbour", "--yes").out.splitlines()
    assert lines[:3] == [
        "sets/harbour/sessions/2024-01-14.yml: emptied, was to be kept until 2026-01-14",
        "sets/harbour/files/map.png: deleted, nothing links to it any more",
        "sets/harbour/files/the plan.pdf: deleted, nothing links to it any more",
    ]
    assert lines[-1].startswith("Git keeps the old text in its history")
    path = old / "sets/harbour/sessions/2024-01-14.yml"
    assert yaml.safe_load(path.read_text())["status"] == "purged"
    assert not any(word in path.read_text() for word in ("amara", "rota", "plan", "estates"))
    assert sorted(each.name for each in (old / "sets/harbour/files").iterdir()) == ["both.txt", "map.png.txt", "never.txt"]
    assert ok("check").out == "1 set, 2 sessions: no errors\n"
    assert ok("purge", "harbour").out == "Nothing in harbour is past its time.\n"


def test_stopped_half_way_it_can_be_run_again(old, ok, refused, monkeypatch):
    told = ok("purge", "harbour").out.splitlines()[:3]
    unlink = type(old).unlink

    def held(path, **given):
        if path.name == "the plan.pdf":
            raise PermissionError(13, "Permission denied")
        unlink(path, **given)

    with monkeypatch.context() as patched:
        patched.setattr(type(old), "unlink", held)
        assert refused("purge", "harbour", "--yes") == [
            "sets/harbour/files/the plan.pdf: cannot be removed (Permission denied); close it where it is open, or see to its rights, "
            "then run the same command again"
        ]
    assert "status: published" in (old / "sets/harbour/sessions/2024-01-14.yml").read_text()
    assert ok("purge", "harbour").out.splitlines()[:2] == [told[0], told[2]], "what is left is found again"
    ok("purge", "harbour", "--yes")
    assert sorted(each.name for each in (old / "sets/harbour/files").iterdir()) == ["both.txt", "map.png.txt", "never.txt"]
    assert ok("check").out == "1 set, 2 sessions: no errors\n"


def test_check_names_the_command(old, als):
    (line,) = als("check").errors
    assert "als purge harbour" in line


def test_as_json(old, ok):
    expected = {
        "sessions": [{"path": "sets/harbour/sessions/2024-01-14.yml", "kept_until": "2026-01-14"}],
        "files": ["sets/harbour/files/map.png", "sets/harbour/files/the plan.pdf"],
    }
    assert ok("purge", "harbour", "--json").data == {**expected, "removed": False}
    assert ok("purge", "harbour", "--json", "--yes").data == {**expected, "removed": True}


def test_a_page_of_the_set_keeps_an_attachment(old, ok):
    write(old, {"sets/harbour/pages/room.md": "# Our room\n\n![](files/map.png)\n"})
    assert "map.png" not in ok("purge", "harbour", "--yes").out
    assert (old / "sets/harbour/files/map.png").is_file()


def test_nothing_to_do(harbour, ok):
    assert ok("purge", "harbour").out == "Nothing in harbour is past its time.\n"
    assert ok("purge", "harbour", "--json").data == {"sessions": [], "files": [], "removed": False}


def test_an_unknown_set(harbour, refused):
    assert refused("purge", "harbur") == ["sets/harbur: there is no such set; did you mean harbour?"]


def test_records_with_other_mistakes_are_left_alone(old, refused):
    write(old, {"sets/harbour/sessions/2026-02-11.yml": "date: 2026-02-11\nstatus: final\n"})
    before = everything(old)
    assert any(line.startswith("sets/harbour/sessions/2026-02-11.yml:2:") for line in refused("purge", "harbour", "--yes"))
    assert everything(old) == before
