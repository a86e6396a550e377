"""Who else may read what lies on this computer: what als makes in sets/ is its owner's alone, the published site is everybody's."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from als_plugin.desk import saving
from als_plugin.desk.organisation import Desk

from .conftest import write


def rights(folder: Path) -> dict[str, str]:
    """The rights of a folder and of all that is in it, by path."""
    return {path.relative_to(folder.parent).as_posix(): oct(stat.S_IMODE(path.stat().st_mode)) for path in (folder, *folder.rglob("*"))}


@pytest.fixture(autouse=True)
def readable_by_all():
    """What most computers give new files."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_nobody_else_reads_records_and_everybody_the_site(handbook, ok, tmp_path):
    ok("new", "set", "harbour", "--member", "Amara Obi", "--member", "Ben Wray")
    ok("new", "session", "harbour", "2026-01-14")
    ok("access", "grant", "harbour", "amara")
    write(tmp_path, {"table.csv": "Date,Name,Action\n2026-02-11,Amara Obi,Ring the estates team\n"})
    ok("import", "harbour", str(tmp_path / "table.csv"), "--yes")
    ok("export", "harbour", "--to", "json", str(tmp_path / "harbour.json"))
    (handbook / "sets/.gitkeep").unlink()  # there is nothing in it
    made = {**rights(handbook / "sets"), **rights(tmp_path / "harbour.json")}
    assert {"sets", "sets/harbour/sessions/2026-02-11.yml", "sets/harbour/access.json"} <= set(made)
    assert {path: own for path, own in made.items() if own not in ("0o600", "0o700")} == {}
    ok("build")
    assert {own for own in rights(handbook / "site").values()} == {"0o755", "0o644"}
    assert stat.S_IMODE((handbook / "mkdocs.yml").stat().st_mode) == 0o644


def test_what_somebody_has_opened_to_others_stays_so(harbour, ok):
    """A folder that two people of one computer share: what is there keeps its rights, whoever writes it."""
    for each in ("set.yml", "sessions/2026-01-14.yml"):
        (harbour / "sets/harbour" / each).chmod(0o660)
    (harbour / "sets/harbour/sessions").chmod(0o770)
    desk = Desk(harbour / "mkdocs.yml")
    for stem in (None, "2026-01-14"):
        opened = saving.opened(desk, "harbour", stem)
        saving.save(desk, "harbour", stem, {**opened["data"], **({"notes": "New."} if stem else {"purpose": "New."})}, opened["digest"])
    ok("new", "session", "harbour", "2026-02-11")
    assert rights(harbour / "sets/harbour") == {
        "harbour": "0o755", "harbour/set.yml": "0o660", "harbour/sessions": "0o770",
        "harbour/sessions/2026-01-14.yml": "0o660", "harbour/sessions/2026-02-11.yml": "0o600",
    }
