"""What a preview remembers of a set makes the same pages as reading and making all of it anew, whatever was changed."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from als_plugin.errors import Errors
from als_plugin.logs import heard, line
from als_plugin.records import load
from als_plugin.site.preview.maker import Maker
from als_plugin.site.sets import plan
from als_plugin.site.sets.edition import Edition
from als_plugin.site.sets.reading import Memory, Reading, previewed

ROOT = Path(__file__).parents[2]
READINGS = [Reading("riverside"), Reading("riverside", "farah"), Reading("riverside", "niamh")]


def edit(name: str, pattern: str, words: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / name
        text, times = re.subn(pattern, words, file.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
        assert times == 1, pattern
        file.write_text(text, encoding="utf-8")

    return change


LAST = "sessions/2026-10-14.yml"
CHANGES: dict[str, Callable[[Path], None]] = {
    "nothing": lambda folder: None,
    "a word": edit(LAST, r"nearly finished at Easter", "nearly finished at Whitsun"),
    "what became of an action": edit(LAST, r"status: done", "status: open"),
    "a link to a file": lambda folder: ((folder / "files").mkdir(exist_ok=True), (folder / "files/a.pdf").write_bytes(b"%PDF"), edit(LAST, r"nearly finished at \w+", "[here](files/a.pdf)")(folder))[0],
    "the link is gone": edit(LAST, r"\[here\]\(files/a\.pdf\)", "nowhere"),
    "a name": edit("set.yml", r"name: Dilwyn Prosser", "name: Dilwyn Powys"),
    "the set's name": edit("set.yml", r"^name: .*", "name: Another set altogether"),
    "a process": edit("set.yml", r"^process: .*", "process: triad"),
    "what an earlier session's action is called": edit("sessions/2026-04-01.yml", r"id: last-bus", "id: first-bus"),
    "it is called so again": edit("sessions/2026-04-01.yml", r"id: first-bus", "id: last-bus"),
    "an earlier session is a draft": edit("sessions/2026-04-01.yml", r"^status: published", "status: draft"),
    "it is published again": edit("sessions/2026-04-01.yml", r"^status: draft", "status: published"),
    "whose an earlier session's action is": edit("sessions/2026-04-01.yml", r"id: last-bus", "id: last-bus\n        owner: farah"),
    "it is its presenter's again": edit("sessions/2026-04-01.yml", r"id: last-bus\n +owner: farah", "id: last-bus"),
    "when somebody left": edit("set.yml", r"left: 2026-06-30", "left: 2026-03-31"),
    "they stayed on": edit("set.yml", r"left: 2026-03-31", "left: 2026-06-30"),
    "how long records are kept": edit("set.yml", r"until: 2099-12-31", "until: 2098-12-31"),
    "a file is taken away": lambda folder: (folder / "sessions/2026-11-18.yml").unlink(),
    "a session is withdrawn": edit(LAST, r"^status: published", "status: draft"),
}


DAYS = [dt.date(2026, 11, 29), dt.date(2026, 12, 20), dt.date(2098, 12, 31), dt.date(2099, 1, 1)]


@pytest.fixture
def organisation(tmp_path: Path) -> Path:
    """An organisation of the sample set alone."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copytree(ROOT / "sets/riverside", tmp_path / "sets/riverside")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


def test_whatever_is_changed(organisation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, memory = organisation / "sets/riverside", Memory()
    changes = [(change, make, DAYS[0]) for change, make in CHANGES.items()]
    changes += [(f"it is {day}", CHANGES["nothing"], day) for day in DAYS]
    for change, make, today in changes:
        for module in (load, plan):
            monkeypatch.setattr(module, "today_in", lambda timezone, today=today: today)
        make(folder)
        told = _told(organisation, memory)
        assert told == _told(organisation, Memory()), change
        if not told[1]:
            continue
        paths = set((folder / "sessions").glob("*.yml"))
        assert set(memory.read["riverside"]._now) == {"set.yml", *paths, *(("judged", path.stem) for path in paths)}


def test_the_folders_are_those_of_a_new_preview(organisation: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder, kept = organisation / "sets/riverside", tmp_path_factory.mktemp("kept")
    maker = Maker(str(organisation / "mkdocs.yml"), "/", kept)
    for change in ("a link to a file", "a name", "the set's name", "a file is taken away"):
        CHANGES[change](folder)
        anew = tmp_path_factory.mktemp("anew")
        for make in (maker, Maker(str(organisation / "mkdocs.yml"), "/", anew)):
            assert make(READINGS).errors == ()
        assert _files(kept) == _files(anew), change


def _told(root: Path, memory: Memory) -> tuple[list[str], list[Edition]]:
    """What a preview says, and what it shows; nothing where there are mistakes."""
    said: list[str] = []
    with heard("als", lambda record: said.append(line(record))):
        try:
            return said, [one.edition for one in previewed(root, READINGS, memory, base="/")]
        except Errors as errors:
            return [*said, *map(str, errors.errors)], []


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_page_of_which_nothing_changed_is_the_same_one(organisation: Path) -> None:
    folder, memory = organisation / "sets/riverside", Memory()
    (before,) = previewed(organisation, READINGS[:1], memory, base="/")
    CHANGES["a word"](folder)
    (after,) = previewed(organisation, READINGS[:1], memory, base="/")
    pages = {page.path: page for page in before.edition.handbook.pages}
    made = {page.path for page in after.edition.handbook.pages if page.path.startswith("sessions/2") and pages[page.path] is not page}
    assert made == {"sessions/2026-10-14/"}
