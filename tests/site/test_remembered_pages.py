"""What a preview remembers of a set makes the same pages as reading and making all of it anew, whatever was changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

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
    "a link to a file": lambda folder: ((folder / "files").mkdir(exist_ok=True), (folder / "files/a.pdf").write_bytes(b"%PDF"), edit(LAST, r"nearly finished at Whitsun", "[here](files/a.pdf)")(folder))[0],
    "the link is gone": edit(LAST, r"\[here\]\(files/a\.pdf\)", "nowhere"),
    "a name": edit("set.yml", r"name: Dilwyn Prosser", "name: Dilwyn Powys"),
    "how long records are kept": edit("set.yml", r"until: 2099-12-31", "until: 2098-12-31"),
    "a file is taken away": lambda folder: (folder / "sessions/2026-11-18.yml").unlink(),
    "a session is withdrawn": edit(LAST, r"^status: published", "status: draft"),
}


def test_whatever_is_changed(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "sets/riverside", tmp_path / "sets/riverside"))
    memory = Memory()
    for change, make in CHANGES.items():
        make(folder)
        seen = previewed(tmp_path, READINGS, memory, base="/")
        anew = previewed(tmp_path, READINGS, Memory(), base="/")
        assert [one.edition for one in seen] == [one.edition for one in anew], change
        assert {path.stem for path in memory.read} == {path.stem for path in (folder / "sessions").glob("*.yml")}


def test_a_page_of_which_nothing_changed_is_the_same_one(tmp_path: Path) -> None:
    folder, memory = Path(shutil.copytree(ROOT / "sets/riverside", tmp_path / "sets/riverside")), Memory()
    (before,) = previewed(tmp_path, READINGS[:1], memory, base="/")
    CHANGES["a word"](folder)
    (after,) = previewed(tmp_path, READINGS[:1], memory, base="/")
    pages = {page.path: page for page in before.edition.handbook.pages}
    made = {page.path for page in after.edition.handbook.pages if page.path.startswith("sessions/2") and pages[page.path] is not page}
    assert made == {"sessions/2026-10-14/"}
