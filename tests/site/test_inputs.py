"""What a build is made of: what settings inherit counts, what desktops and editors leave behind does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from als_plugin.site.changes.digests import appearance, files_digest, organisation_digest, organisation_files
from als_plugin.site.mkdocs.settings_chain import chain, environment

from .organisation import MKDOCS, Organisation, picture

LITTER = [".DS_Store", "Thumbs.db", "desktop.ini", "page.md~", ".#page.md", "#page.md#", ".page.md.swp", ".~lock.page.odt#", "~$page.docx"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    picture(tmp_path, {
        "mkdocs.yml": "INHERIT: 'shared/base.yml'  # ours\nsite_name: A handbook\n",
        "shared/base.yml": "INHERIT: ../deeper.yml\ncopyright: !ENV [ALS_TEST_FIRST, ALS_TEST_SECOND, nobody]\n",
        "deeper.yml": "INHERIT: mkdocs.yml\nextra:\n  by: !ENV\n    - ALS_TEST_THIRD\n    - x\n  of: !ENV ALS_TEST_FOURTH\n",
        "docs/index.md": "# Welcome\n", "sets/quay/set.yml": "name: Quay\n",
    })
    return tmp_path


def shared(place: Path) -> str:
    return organisation_digest(place / "mkdocs.yml", place / "site", strict=False, publisher=b"")


@pytest.mark.parametrize("name", ["ALS_TEST_FIRST", "ALS_TEST_SECOND", "ALS_TEST_THIRD", "ALS_TEST_FOURTH"])
def test_a_variable_named_anywhere_in_the_chain_counts(place: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert [path.name for path in chain(place / "mkdocs.yml")] == ["mkdocs.yml", "base.yml", "deeper.yml"]
    before = shared(place)
    monkeypatch.setenv(name, "somebody else")
    assert environment(place / "mkdocs.yml")[name] == "somebody else" and shared(place) != before


def test_litter_another_site_and_links_to_sets_make_nothing_anew(place: Path) -> None:
    sets = place / "sets/quay"
    before = shared(place), appearance(sets), files_digest(sets)
    picture(place, {f"docs/{name}": "x" for name in LITTER} | {f"sets/quay/{name}": "x" for name in LITTER})
    picture(place, {"second/manifest": "x", "second/404.html": "x", "second/quay/keyring": "x"})
    os.symlink(place / "sets", place / "records")
    os.symlink(place / "sets/quay/set.yml", place / "docs/set.yml")
    assert (shared(place), appearance(sets), files_digest(sets)) == before
    assert not [path for path in organisation_files(place / "mkdocs.yml", place / "site") if "set.yml" in path.name]


def test_an_inherited_variable_changes_the_site_by_the_door(tmp_path: Path) -> None:
    made = Organisation.drawn(tmp_path / "organisation", {"base.yml": "copyright: !ENV [ALS_TEST_BY, nobody]\n"}, "\n    INHERIT: base.yml" + MKDOCS)
    made.grant("amara")
    assert made.run("als", "build").returncode == 0
    done = made.run("als", "build", ALS_TEST_BY="Somebody New")
    assert done.returncode == 0 and "unchanged" not in done.stdout
    assert "Somebody New" in (made.site / "index.html").read_text()


@pytest.mark.parametrize("options", ["{base_path: [../elsewhere]}", "{base_path: ., restrict_base_path: false}"])
def test_snippets_from_elsewhere_are_refused(tmp_path: Path, options: str) -> None:
    mkdocs = MKDOCS + f"    markdown_extensions:\n      - pymdownx.snippets: {options}\n"
    made = Organisation.drawn(tmp_path / "organisation", {"../elsewhere/note.md": "A note"}, mkdocs)
    done = made.run("als", "build")
    assert done.returncode == 1 and done.stderr.startswith("mkdocs.yml: 'pymdownx.snippets: ") and "leads out of this folder" in done.stderr
