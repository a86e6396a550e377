"""als publish from two computers: nobody's sets are put back, taken away or left readable by the other."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from als_plugin.errors import AlsError
from als_plugin.site.host.memory import Memory
from als_plugin.site.host.publishing import plan, publish
from als_plugin.site.host.targets.stored import Stored
from als_plugin.vault import MANIFEST, Access, Manifest, Publisher

from . import hosts
from .organisation import PUBLISHER, SET, Organisation, picture
from .publishing import another, packs, published, publishing, tree


def test_two_computers_publish_in_turn_and_nothing_withdrawn_stays(folder: tuple[Organisation, Path], tmp_path: Path) -> None:
    """Ours knows a build from before the other's: a person who came and went in between reads nothing once that is merged."""
    made, host = folder
    published(made)
    place = made.root / "sets/quay/access.json"
    other = {"XDG_STATE_HOME": str(tmp_path / "the-other-laptop")}
    made.grant("cleo")
    another(made)
    told = published(made, "--dry-run", **other)
    assert told["sets"][0]["elsewhere"]
    published(made, **other)
    assert made.open("cleo", host=host).person == "cleo"
    access = Access.load(place)
    access.remove("cleo", dt.date(2026, 11, 23))
    access.save(place)
    another(made)
    done = made.run("als", "publish", "--dry-run")
    assert "what stands there was published from another computer: fetch its records first" in done.stdout
    published(made)
    assert packs(host) == packs(made.site)


@pytest.mark.parametrize("kind", [hosts.folder, hosts.branch, hosts.ssh, hosts.store])
def test_different_sets_are_published_to_one_host(tmp_path: Path, kind: Callable[[Path], AbstractContextManager[hosts.Host]]) -> None:
    """Each computer sends its own; the list names both, and nobody's are touched by the other's."""
    with kind(tmp_path) as host:
        one = publishing(tmp_path / "one", host.target)
        other = publishing(tmp_path / "other", host.target)
        shutil.move(other.root / "sets/quay", tmp_path / "away")
        picture(other.root, {"sets/pier/set.yml": SET.replace("Quayside", "Pier")})
        other.grant("amara", set_id="pier")
        assert other.run("als", "build").returncode == 0
        there = tmp_path / "there"

        def send(made: Organisation) -> dict[str, str]:
            told = published(made, **host.environment)
            shutil.rmtree(there, ignore_errors=True)
            host.fetch(there)
            return {each["set"]: each["change"] for each in told["sets"]}

        builds = []
        for made, changes in ((one, {"quay": "new"}), (other, {"pier": "new", "quay": "left"}), (one, {"quay": "same", "pier": "left"})):
            assert send(made) == changes
            manifest = Manifest.decode((there / MANIFEST).read_bytes())
            builds.append(manifest.build)
            assert set(manifest.sets) == set(changes) and manifest.signed_by_publisher()
            done = made.run("als", "verify", str(there))
            assert done.returncode == 0, done.stdout + done.stderr
        assert builds == sorted(set(builds))
        quay, pier = ({path: data for path, data in tree(there).items() if path.startswith(f"{name}/")} for name in ("quay", "pier"))
        another(one)
        send(one)
        assert one.open("amara", host=there).person == "amara" and other.open("amara", "pier", host=there).person == "amara"
        after = tree(there)
        assert quay != {path: data for path, data in after.items() if path.startswith("quay/")}
        assert pier == {path: data for path, data in after.items() if path.startswith("pier/")}


def test_what_was_spoilt_of_another_computers_set_is_not_signed_anew(tmp_path: Path) -> None:
    with hosts.folder(tmp_path) as host:
        one, other = publishing(tmp_path / "one", host.target), publishing(tmp_path / "other", host.target)
        published(one)
        shutil.move(other.root / "sets/quay", tmp_path / "away")
        picture(other.root, {"sets/pier/set.yml": SET.replace("Quayside", "Pier")})
        other.grant("amara", set_id="pier")
        assert other.run("als", "build").returncode == 0
        published(other)
        (tmp_path / "host/pier/keyring").write_bytes(b"spoilt")
        done = one.run("als", "publish")
        assert done.returncode == 1 and "pier/keyring does not stand there as it was sent" in done.stderr


def test_a_list_that_another_key_signed_meanwhile_is_not_gone_on_from(tmp_path: Path) -> None:
    one = publishing(tmp_path / "one", "{there: {folder: ../host}}")
    published(one)
    host, public, memory = tmp_path / "host", one.publisher.public, Memory(tmp_path / "state", one.root, "there", "x")
    shutil.move(one.root / "sets/quay", tmp_path / "away")
    picture(one.root, {"sets/pier/set.yml": SET.replace("Quayside", "Pier")})
    one.grant("amara", set_id="pier")
    assert one.run("als", "build").returncode == 0
    target = Stored("there", host.as_uri(), str(host))
    planned = plan(target, one.site, one.root / "sets", public, memory=memory)
    stood, stranger = Manifest.decode((host / MANIFEST).read_bytes()), Publisher.generate()
    forged = Manifest.of(stood.files, stood.sets, stranger.public, build=2**40, time=stood.time).encode(stranger)
    (host / MANIFEST).write_bytes(forged)
    with pytest.raises(AlsError, match="somebody else published there meanwhile; publish once more"):
        publish(target, one.site, one.root / "sets", planned, public, memory=memory, key=lambda: PUBLISHER)
    with pytest.raises(AlsError, match="published with another key: quay"):
        plan(target, one.site, one.root / "sets", public, memory=memory)
    assert not (host / "pier").exists() and (host / MANIFEST).read_bytes() == forged


def test_a_newer_edition_of_one_set_is_not_put_back(folder: tuple[Organisation, Path], tmp_path: Path) -> None:
    """Another computer published it; ours has built something else since, and this set as it was."""
    made, host = folder
    published(made)
    second = Organisation(shutil.copytree(made.root, tmp_path / "second"), passphrases=made.passphrases)
    assert second.run("als", "build").returncode == 0
    another(made)
    published(made)
    picture(second.root, {"sets/pier/set.yml": SET.replace("Quayside", "Pier")})
    second.grant("dev", set_id="pier")
    time.sleep(1.1)
    assert second.run("als", "build").returncode == 0
    before = tree(host)
    done = second.run("als", "publish")
    assert (done.returncode, done.stdout) == (1, "") and tree(host) == before
    assert "newer editions stand there than were built here: quay; fetch the newest records, and build these again: als build quay --force" in done.stderr
    assert second.run("als", "build", "quay", "--force").returncode == 0
    assert {each["set"]: each["elsewhere"] for each in published(second)["sets"]} == {"quay": True, "pier": False}
