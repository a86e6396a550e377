"""Where nothing has changed, `als build` says so without importing what builds; whatever looks different is built."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from als_plugin.site.changes import looks as module
from als_plugin.site.changes.digests import appearance
from als_plugin.site.changes.looks import Looks, UnchangedSet

from .organisation import SECOND, Organisation, picture

AGREED = SECOND.replace("topic: An unagreed quarrel over parking", "topic: A quarrel over parking\n        agreed_on: 2026-04-20")
DRAWN: dict[str, str | bytes] = {
    "mkdocs.yml": "site_name: !ENV [ALS_TEST_NAME, A handbook]\nplugins: [als]\n",
    "docs/index.md": "# Welcome\n",
    "sets/quay/set.yml": "name: The Quayside Set\n",
    "sets/quay/access.json": "{}",
    "sets/harbour/set.yml": "name: The Harbour Set\n",
    "site/manifest": b"signed", "site/404.html": "not here", "site/quay/keyring": b"keys", "site/index.html": "door",
}


class Drawn:
    """An organisation whose site was put in place and remembered."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root, self.cache = root, cache
        picture(root, DRAWN)
        told = [
            UnchangedSet(set_id, 5, 2, 4, 1000, appearance(root / "sets" / set_id)[0], "Europe/London", "2026-01-01", "2099-01-01")
            for set_id in ("quay", "harbour")
        ]
        self.looks().keep(root / "site", told)

    def looks(self) -> Looks:
        return Looks(self.root / "mkdocs.yml", None, cache=self.cache)


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drawn:
    monkeypatch.setattr(module, "_RECENT", -10**15)  # files that the test has just written count as old
    made = Drawn(tmp_path / "org", tmp_path / "cache")
    found = made.looks().standing()
    assert found is not None and not found.changed
    return made


CHANGES: dict[str, Callable[[Path], object]] = {
    "a record": lambda root: (root / "sets/quay/set.yml").write_text("name: The Other Set\n"),
    "a record touched": lambda root: (root / "sets/quay/set.yml").touch(),
    "a key": lambda root: (root / "sets/quay/access.json").write_text("{ }"),
    "a new set": lambda root: picture(root, {"sets/lock/set.yml": "name: The Lock Set\n"}),
    "a set gone": lambda root: (root / "sets/harbour").rename(root / ".harbour"),
    "the guidance": lambda root: (root / "docs/index.md").write_text("# Welcome!\n"),
    "a page of the guidance gone": lambda root: (root / "docs/index.md").unlink(),
    "settings": lambda root: (root / "mkdocs.yml").write_text("site_name: Another\n"),
    "a new folder": lambda root: picture(root, {"overrides/main.html": "<p>"}),
    "the site's list": lambda root: (root / "site/manifest").write_bytes(b"other"),
    "a file of the site gone": lambda root: (root / "site/quay/keyring").unlink(),
    "a file more in the site": lambda root: (root / "site/extra.html").write_text("x"),
    "the site gone": lambda root: (root / "site").rename(root / ".site"),
}
OF_A_SET = {"a record", "a record touched", "a key"}


@pytest.mark.parametrize("change", CHANGES.keys())
def test_what_looks_different_does_not_stand(drawn: Drawn, change: str) -> None:
    CHANGES[change](drawn.root)
    found = drawn.looks().standing()
    assert (found and found.changed) == (["quay"] if change in OF_A_SET else None)


def test_a_variable_that_settings_name(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALS_TEST_NAME", "Another handbook")
    assert drawn.looks().standing() is None


def test_another_program(drawn: Drawn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    picture(tmp_path, {"path/other-1.0.dist-info/METADATA": "Name: other\n"})
    monkeypatch.syspath_prepend(str(tmp_path / "path"))
    assert drawn.looks().standing() is None


def test_a_day_on_which_pages_change(drawn: Drawn) -> None:
    found = drawn.looks().standing()
    assert found is not None
    one = found.sets[0]
    assert one.stands(drawn.root / "sets")
    assert not dataclasses.replace(one, until="2026-01-02").stands(drawn.root / "sets")
    assert not dataclasses.replace(one, first="2098-01-01").stands(drawn.root / "sets")  # a clock that was set back


def test_a_spoilt_memory_is_none(drawn: Drawn) -> None:
    file = drawn.looks().file
    file.write_text(file.read_text(encoding="utf-8").replace("quay", "kway"), encoding="utf-8")
    assert drawn.looks().standing() is None


def test_what_is_no_input_changes_nothing(drawn: Drawn) -> None:
    picture(drawn.root, {".git/index": "x", "public/manifest": b"signed", "public/404.html": "another site of ours"})
    found = drawn.looks().standing()
    assert found is not None and not found.changed


def test_what_has_just_changed_is_not_judged_by_its_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RECENT", 100 * module._RECENT)  # a slow machine may take more than the two seconds to come to it
    assert Drawn(tmp_path / "org", tmp_path / "cache").looks().shared is None


def test_through_the_command(tmp_path: Path) -> None:
    organisation = Organisation.drawn(tmp_path / "org", {"sets/quay/sessions/2026-04-15.yml": AGREED})
    organisation.grant("fay", "amara")
    shutil.rmtree(organisation.root / "home")  # it leads to what other tests learn meanwhile
    variables = {**os.environ, "ALS_PUBLISHER_KEY": organisation.publisher.to_text(), "XDG_CACHE_HOME": str(tmp_path / "cache"), "LC_ALL": "C.UTF-8"}

    def build() -> tuple[str, bool]:
        time.sleep(2.1)
        command = [sys.executable, "-X", "importtime", Path(sys.executable).with_name("als"), "build"]
        done = subprocess.run(command, cwd=organisation.root, env=variables, capture_output=True, text=True, check=True)
        started.append("multiprocessing.forkserver" in done.stderr)
        return done.stdout, "mkdocs.config" in done.stderr or "pydantic" in done.stderr

    started: list[bool] = []

    built, imported = build()
    assert "quay: " in built and "unchanged" not in built and imported
    again, imported = build()
    assert "quay: unchanged, 2 people can open it" in again and not imported
    picture(organisation.root, {"sets/quay/sessions/2026-04-15.yml": AGREED.replace("A quarrel over parking", "A quarrel over places to park")})
    changed, imported = build()
    assert "quay: " in changed and "unchanged" not in changed and imported
    assert started == [True, False, False]  # one set alone is built in the process that was asked
    picture(organisation.root, {"docs/index.md": "# Welcome back\n"})
    assert build()[1]
