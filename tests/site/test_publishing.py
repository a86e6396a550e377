"""als publish: what changes is said first, everything is read back, and nothing else at the target is touched."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from pathlib import Path

import pytest

from als_plugin.vault import Access

from .organisation import MKDOCS, SET, Organisation, picture
from .publishing import another, packs, published, tree


def test_a_folder_gets_the_site_and_keeps_what_is_not_ours(folder: tuple[Organisation, Path]) -> None:
    made, host = folder
    picture(host, {"robots.txt": "not ours", "quay/notes.txt": "nor this"})
    told = published(made, "--dry-run")
    assert told["sets"] == [{"set": "quay", "change": "new", "people": ["amara", "ben"], "gone": 0, "at_once": True, "elsewhere": False}]
    assert not told["published"] and not (host / "manifest").exists()
    published(made)
    assert tree(host) == {**tree(made.site), "robots.txt": b"not ours", "quay/notes.txt": b"nor this"}
    assert made.open("amara", host=host).person == "amara"
    again = published(made)
    assert again["send"] == again["remove"] == 0 and again["sets"][0]["change"] == "same"


def test_packs_from_before_stay_for_one_build_but_not_after_a_withdrawal(folder: tuple[Organisation, Path]) -> None:
    made, host = folder
    published(made)
    first = packs(host)
    another(made)
    published(made)
    assert first < packs(host)
    another(made)
    second = packs(made.site)
    published(made)
    assert not first & packs(host) and packs(host) > second
    place = made.root / "sets/quay/access.json"
    access = Access.load(place)
    access.remove("ben", dt.date(2026, 11, 23))
    access.save(place)
    assert made.run("als", "build").returncode == 0
    assert published(made)["sets"][0] == {"set": "quay", "change": "changed", "people": ["amara"], "gone": 1, "at_once": True, "elsewhere": False}
    assert packs(host) == packs(made.site)
    another(made, "a former member of the set owns")  # longer, and yet something was taken out
    published(made)
    assert packs(host) == packs(made.site)


def test_what_was_taken_away_before_the_last_publication_does_not_stay_either(folder: tuple[Organisation, Path]) -> None:
    made, host = folder
    published(made)
    another(made)
    place = made.root / "sets/quay/access.json"
    access = Access.load(place)
    access.remove("ben", dt.date(2026, 11, 23))  # removed after the build, in which he can still read
    time.sleep(1.1)
    access.save(place)
    published(made)
    assert made.open("ben", host=host).person == "ben"
    another(made)
    told = published(made)
    assert told["sets"][0]["at_once"] and not told["sets"][0]["elsewhere"] and packs(host) == packs(made.site)


def test_what_is_older_or_not_here_is_not_published(folder: tuple[Organisation, Path], tmp_path: Path) -> None:
    made, host = folder
    shutil.copytree(made.site, tmp_path / "older")
    another(made)
    published(made)
    shutil.rmtree(made.site)
    shutil.copytree(tmp_path / "older", made.site)
    done = made.run("als", "publish")
    assert done.returncode == 1 and "what stands there is newer" in done.stderr
    shutil.rmtree(made.site)
    shutil.move(made.root / "sets/quay", tmp_path / "quay")
    picture(made.root, {"sets/pier/set.yml": SET.replace("Quayside", "Pier")})
    made.grant("amara", set_id="pier")
    assert made.run("als", "build").returncode == 0
    said = made.run("als", "publish", "--dry-run").stdout
    assert "quay: stays as it stands there; its records are not here (--take-down quay removes it)" in said
    assert {each["set"]: each["change"] for each in published(made, "--take-down", "quay")["sets"]} == {"pier": "new", "quay": "removed"}
    assert not (host / "quay/keyring").exists() and (host / "pier/keyring").exists()


@pytest.mark.parametrize(("target", "said"), [
    ("{x: {git: 'ext::sh -c x'}}", "spaces"), ("{x: {git: 'ext::sh'}}", "another program"), ("{x: {rsync: '-ox:/y'}}", "taken for an option"),
    ("{x: {rsync: 'host::module'}}", "another program"), ("{x: {s3: 's3://key:secret@bucket'}}", "password"), ("{x: {git: 'https://me@host/x'}}", "password"),
    ("{x: {git: 'http://host/x'}}", "no address of the kind git"), ("{x: {folder: site}}", "own folder"), ("{x: {folder: ..}}", "own folder"),
    ("{x: {git: ../bare, branch: -f}}", "no name of a branch"), ("{x: {rsync: 'host:/x', port: 0}}", "no port"), ("{x: {ftp: y}}", "a target has one of"),
    ("{x: {folder: ../y, user: z}}", "nothing that a target"), ("{x: {folder: ../y}, z: {folder: ../z}}", "which target"), ("{}", "names no target"),
])
def test_refusals(tmp_path: Path, target: str, said: str) -> None:
    made = Organisation.drawn(tmp_path / "organisation", mkdocs=MKDOCS.replace("{publisher: PUBLISHER}", f"{{publisher: PUBLISHER, publish: {target}}}"))
    done = made.run("als", "publish")
    assert done.returncode == 1 and said in done.stderr and len(done.stderr.splitlines()) == 1 and "secret" not in done.stderr
