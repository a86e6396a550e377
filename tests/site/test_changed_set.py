"""One changed set is built from what the last build kept, without MkDocs being imported, and is what the whole build makes of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .organisation import FIRST, MKDOCS, Organisation, picture, readable, text
from .test_looks import AGREED

MKDOCS_ITSELF = re.compile(r"\| +(?:mkdocs|material|markdown)(?:\.|$)", re.MULTILINE)
RECORD = "sets/quay/sessions/2026-04-15.yml"


class Published:
    """An organisation in which nothing is new: files look older than what builds wait for."""

    def __init__(self, root: Path, files: dict[str, str | bytes] | None = None, mkdocs: str = MKDOCS) -> None:
        self.organisation = Organisation.drawn(root, {RECORD: AGREED, **(files or {})}, mkdocs)
        shutil.rmtree(root / "home")  # it leads to what other tests learn meanwhile
        if not files:
            shutil.rmtree(root / "sets/quay/pages")
        self.organisation.grant("fay", "amara")
        self.variables = {
            **os.environ, "ALS_PUBLISHER_KEY": self.organisation.publisher.to_text(), "XDG_CACHE_HOME": str(root.parent / "cache"),
            "XDG_RUNTIME_DIR": str(self.organisation.private), "LC_ALL": "C.UTF-8",
        }
        self.build()

    def build(self, *options: str) -> tuple[str, bool]:
        """Build when no file is new any more; what was told, and whether MkDocs was imported."""
        self.settle()
        command = [sys.executable, "-X", "importtime", Path(sys.executable).with_name("als"), "build", *options]
        done = subprocess.run(command, cwd=self.organisation.root, env=self.variables, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout, bool(MKDOCS_ITSELF.search(done.stderr))

    def settle(self) -> None:
        """Let two seconds be over since any file was written."""
        newest = max(path.stat().st_ctime for path in self.organisation.root.rglob("*") if path.is_file())
        time.sleep(max(0.0, newest + 2.1 - time.time()))

    def change(self, words: str, files: dict[str, str | bytes] | None = None) -> None:
        picture(self.organisation.root, {RECORD: AGREED.replace("A telephone beats eleven messages", words), **(files or {})})

    def shown(self, person: str) -> dict[str, bytes]:
        return readable(self.organisation.open(person))


def test_it_is_what_the_whole_build_makes_of_it(tmp_path: Path) -> None:
    published = Published(tmp_path / "organisation")
    published.change("A visit beats a telephone")
    told, imported = published.build()
    assert "quay: " in told and "unchanged" not in told and not imported
    assert "A visit beats a telephone" in text(published.organisation.open("amara"), "sessions/2026-04-15/")
    assert published.organisation.run("als", "verify", "site").returncode == 0
    lean = {person: published.shown(person) for person in ("fay", "amara")}
    assert published.build("--force")[1]
    for person, files in lean.items():
        assert files == published.shown(person)
    # What it left behind serves the next one as well, and nothing is built where nothing has changed.
    assert "quay: unchanged" in published.build()[0]
    published.change("A visit beats a letter")
    assert not published.build()[1]
    assert "quay: unchanged" in published.build()[0]


def test_a_new_session(tmp_path: Path) -> None:
    published = Published(tmp_path / "organisation")
    record = FIRST.replace("2026-01-14", "2026-05-13").replace("2026-01-20", "2026-05-20").replace("due: 2026-02-01", "due: 2026-06-01").replace("[amara, ben, dev]", "[amara, ben, cleo, dev]")
    published.change("A visit", {"sets/quay/sessions/2026-05-13.yml": record})
    published.build()
    lean = published.shown("fay")
    assert "sessions/2026-05-13/index.html" in lean
    published.build("--force")
    assert lean == published.shown("fay")


def test_a_page_of_the_sets_own_is_rendered_by_mkdocs(tmp_path: Path) -> None:
    page = {"sets/quay/pages/our-room.md": "# Our room\n\nBehind the **green** door.\n"}
    published = Published(tmp_path / "organisation", page)
    published.change("A visit", {"sets/quay/pages/our-room.md": "# Our room\n\nBehind the **blue** door. [Sessions](../sessions/index.md)\n"})
    _told, imported = published.build()
    lean = published.shown("amara")
    assert imported and b"<strong>blue</strong>" in lean["pages/our-room/index.html"]
    published.build("--force")
    assert lean == published.shown("amara")


@pytest.mark.parametrize("event", ["config(config)", "startup(**_more)"])
def test_where_others_have_a_say_in_settings_mkdocs_reads_them(tmp_path: Path, event: str) -> None:
    hook = f"def on_{event}:\n    return None\n"
    published = Published(tmp_path / "organisation", {"says.py": hook, "sets/quay/pages/our-room.md": "# Our room\n"}, f"{MKDOCS}    hooks: [says.py]\n")
    shutil.rmtree(tmp_path / "organisation/sets/quay/pages")
    published.change("A visit")
    assert published.build()[1]
    assert "A visit" in text(published.organisation.open("amara"), "sessions/2026-04-15/")


def test_a_mistake_leaves_the_last_good_set(tmp_path: Path) -> None:
    published = Published(tmp_path / "organisation")
    before = published.shown("amara")
    (published.organisation.root / RECORD).write_text("date: someday\n")
    published.settle()
    done = published.organisation.run("als", "build", **{name: published.variables[name] for name in ("XDG_CACHE_HOME", "XDG_RUNTIME_DIR")})
    assert done.returncode == 1 and "2026-04-15.yml" in done.stderr and "Traceback" not in done.stderr
    assert published.shown("amara") == before
    published.change("A visit")
    published.build()
    assert "A visit" in text(published.organisation.open("amara"), "sessions/2026-04-15/")


def test_a_file_that_lies_among_the_guidance_and_was_changed_is_never_stale(tmp_path: Path) -> None:
    published = Published(tmp_path / "organisation")
    picture(published.organisation.root, {"docs/members/what-to-expect.md": "# What to expect\n\nOther words, {{ set.turns }}.\n"})
    published.change("A visit")
    assert published.build()[1]
    assert "Other words" in text(published.organisation.open("amara"), "guide/members/what-to-expect/")


