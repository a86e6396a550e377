"""The samples' keys lock the samples and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from als_plugin.site.sets.demo import DEMO_PUBLISHER, DEMO_SETS
from als_plugin.vault import Access, Publisher
from als_plugin.vault.format import b64

from .organisation import MKDOCS, SET, Organisation, picture

ROOT = Path(__file__).parents[2]


@pytest.fixture
def key() -> Publisher:
    return Publisher.from_text((ROOT / "sets/demo-publisher.key").read_text())


def test_the_samples_are_the_ones_that_are_named(key: Publisher) -> None:
    assert key.demo and b64(key.public) == DEMO_PUBLISHER
    assert DEMO_PUBLISHER in (ROOT / "mkdocs.yml").read_text()
    found = {folder.name: b64(Access.load(folder / "access.json").set_id) for folder in (ROOT / "sets").iterdir() if folder.is_dir()}
    assert found == DEMO_SETS


def test_the_demo_key_locks_no_other_set(tmp_path: Path, key: Publisher) -> None:
    organisation = Organisation(tmp_path / "organisation", publisher=key)
    mkdocs = MKDOCS.replace("PUBLISHER}", f"{DEMO_PUBLISHER}, demo_key: demo.key}}")
    picture(organisation.root, {"mkdocs.yml": mkdocs, "demo.key": key.to_text(), "docs/index.md": "# Hello\n", "sets/quay/set.yml": SET})
    organisation.grant("amara")
    done = organisation.run("als", "build", ALS_PUBLISHER_KEY="")
    assert (done.returncode, done.stderr.splitlines()) == (1, [
        "mkdocs.yml: the set 'quay' would be signed with the demo key, which everybody has; "
        "make an organisation with a key of its own: als init DIR"
    ])


def test_a_samples_passphrases_open_no_real_site(drawn: Organisation) -> None:
    shutil.copy(ROOT / "sets/northgate/access.json", drawn.root / "sets/quay/access.json")
    done = drawn.run("als", "build")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1, "sets/quay/access.json: these are the sample's passphrases, which everybody knows; delete this file and grant anew"
    )


def test_a_real_key_in_the_repository_is_refused(drawn: Organisation) -> None:
    picture(drawn.root, {"mine.key": drawn.publisher.to_text()})
    text = (drawn.root / "mkdocs.yml").read_text().replace("{publisher:", "{demo_key: mine.key, publisher:")
    picture(drawn.root, {"mkdocs.yml": text})
    done = drawn.run("als", "build", ALS_PUBLISHER_KEY="")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("mine.key: a real signing key must not lie in the repository; move it to ")
