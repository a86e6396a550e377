"""Sites published to an address: whole at every moment, and nothing left of what is no more."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import fsspec
import pytest

from als_plugin.cli.site_copies import SiteFolder
from als_plugin.errors import AlsError
from als_plugin.site.build.publish import publish as publish_sets
from als_plugin.site.host import manifest as signed
from als_plugin.site.host.manifest import sign_site
from als_plugin.site.host.store import Store
from als_plugin.site.host.upload import Upload
from als_plugin.vault import MANIFEST, Access, Content, Keyring, ListedFile, Manifest, Publisher, ViewContent
from als_plugin.vault.wholeness import hold

from ..vault.conftest import quick_kdf
from ..vault.sealing import sealed_site
from .organisation import SET, Organisation, picture
from .test_building import nothing_left, snapshot

PUBLISHER = Publisher.generate()


class Stopped(Exception):
    """The power is gone."""


@dataclass(frozen=True)
class Shelf(Store):
    """An address in memory, at which the power goes after some changes."""

    files: dict[str, bytes] = field(default_factory=dict)
    left: list[int] = field(default_factory=lambda: [10**6])
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def found(self, folder: str) -> dict[str, int]:
        return {path: len(data) for path, data in self.files.items() if path.startswith(f"{folder}/")}

    def write(self, files: Mapping[str, bytes]) -> None:
        for path, data in files.items():
            with self._step():
                self.files[path] = data

    def put(self, folder: Path, paths: Iterable[str]) -> None:
        self.write({path: (folder / path).read_bytes() for path in paths})

    def remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            with self._step():
                self.files.pop(path, None)

    def _step(self) -> threading.Lock:
        with self.lock:
            if self.left[0] == 0:
                raise Stopped
            self.left[0] -= 1
        return self.lock


def folder(access: Access, build: int) -> dict[str, bytes]:
    """A set's folder, locked anew."""
    view = ViewContent("members", None, {"index.html": Content(b"Build %d" % build, "text/html")})
    shell = {"index.html": b"locked", "sw.js": b"the worker of build %d" % build}
    return sealed_site([view], {"asha": 0}, access, PUBLISHER, build=build, time="2026-11-23T20:15:00Z", shell=shell)


@pytest.fixture(scope="module")
def access() -> Access:
    made = Access.new(PUBLISHER.public)
    made.grant("asha", dt.date(2026, 11, 23), kdf=quick_kdf)
    return made


def publish(shelf: Shelf, place: Path, front: dict[str, str], sets: dict[str, dict[str, bytes]]) -> dict[str, bytes]:
    """Publish these as a build does; returns what must stand there then. The power may go."""
    before, site = place / "before", place / "site"
    shutil.rmtree(place, ignore_errors=True)
    before.mkdir(parents=True)
    upload = Upload(shelf, PUBLISHER.public, before)
    upload.look(sorted(sets), thoroughly=False)
    files = {f"{one}/{path}": data for one, files in sets.items() for path, data in files.items()}
    shelf.write({path: data for path, data in files.items() if "/packs/" in path})
    picture(site, {path: data for path, data in files.items() if "/packs/" not in path} | {path: text for path, text in front.items()})
    assert upload.arrived(site, sorted(sets)) == []
    sign_site(site, PUBLISHER, before=before, carried=upload.carried(site, partly=False, kept=False))
    upload.put(site, ())
    return snapshot(site) | {path: data for path, data in files.items() if "/packs/" in path}


def readable(shelf: Shelf) -> Iterator[str]:
    """Each set that stands there with all that its keyring seals."""
    for path, data in shelf.files.items():
        if path.endswith("/keyring"):
            one = path.removesuffix("/keyring")
            sealed = {name: listed for name, listed in Keyring.decode(data).files.items() if name.startswith("packs/")}
            assert sealed
            if all(f"{one}/{name}" in shelf.files and ListedFile.of(shelf.files[f"{one}/{name}"]) == listed for name, listed in sealed.items()):
                yield one


def test_each_set_is_whole_whenever_the_power_goes(tmp_path: Path, access: Access) -> None:
    first = {one: folder(access, 1795464900) for one in ("quay", "wharf", "away")}
    front = {"index.html": "the front door", "old/index.html": "a page", "assets/a.1.css": "one"}
    then = {one: folder(access, 1795464999) for one in ("quay", "wharf", "new")}
    front_then = {"index.html": "another front door", "assets/a.2.css": "two"}
    start = Shelf("x://")
    publish(start, tmp_path, front, first)
    for changes in range(200):
        shelf = Shelf("x://", dict(start.files), [changes])
        try:
            done = publish(shelf, tmp_path, front_then, then)
        except Stopped:
            there = {path.partition("/")[0] for path in shelf.files if path.endswith("/keyring")}
            assert set(readable(shelf)) == there and there >= {"quay", "wharf"}
            assert there <= {"quay", "wharf", "new"} or "assets/a.1.css" in shelf.files
            manifest = Manifest.decode(shelf.files[MANIFEST])
            assert set(manifest.sets) == {"quay", "wharf", "away"}, "the list of all files comes last"
            # What was stopped is made up for by the next one.
            shelf.left[0] = 10**6
            done = publish(shelf, tmp_path, front_then, then)
            assert shelf.files == done
        else:
            assert shelf.files == done and changes > 20
            return
    raise AssertionError("it never ended")


def test_what_did_not_arrive_is_not_published(tmp_path: Path, access: Access) -> None:
    files = folder(access, 1795464900)
    picture(tmp_path / "site", {f"quay/{path}": data for path, data in files.items() if not path.startswith("packs/")})
    upload = Upload(Shelf("x://"), PUBLISHER.public, tmp_path)
    assert upload.arrived(tmp_path / "site", ["quay"]) == ["quay"]


def test_more_sets_than_a_list_can_have_are_refused_at_once() -> None:
    with pytest.raises(AlsError, match="divide the sets"):
        publish_sets(["quay"] * 50_001, None, Path(), partly=False)  # type: ignore[arg-type]


def test_a_list_that_nobody_could_read_is_not_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture(tmp_path, {"index.html": "the front door"})
    monkeypatch.setattr(signed, "MANIFEST_MAX", 100)
    with pytest.raises(AlsError, match="divide the sets"):
        sign_site(tmp_path, PUBLISHER, before=None)
    assert not (tmp_path / MANIFEST).exists()


def test_an_address_of_objects(tmp_path: Path) -> None:
    store = Store("memory://sets.example.org/a")
    fsspec.filesystem("memory").pipe("/sets.example.org/b/index.html", b"a neighbour")
    assert store.found("quay") == {} and store.read("quay/keyring") is None
    store.write({"quay/packs/one": b"1", "quay/packs/two": b"22"})
    picture(tmp_path, {"quay/keyring": b"333"})
    store.put(tmp_path, ["quay/keyring"])
    assert store.found("quay") == {"quay/packs/one": 1, "quay/packs/two": 2, "quay/keyring": 3}
    store.remove(["quay/keyring", "quay/keyring", "quay/packs/one"])
    assert store.found("quay") == {"quay/packs/two": 2} and store.read("quay/packs/two") == b"22"


@pytest.mark.parametrize(("address", "words"), [
    ("site", "--to: this is no address to publish to; give it as s3://bucket/path"),
    ("s3://me:secret@host/sets", "--to: an address with a password"),
    ("s3://sets?key=secret", "--to: an address with a password"),
    ("gs://sets.example.org", "--to gs://sets.example.org: the library for addresses with gs:// is not installed (Please install gcsfs"),
    ("zz://sets", "--to zz://sets: cannot be opened (Protocol not known: zz)"),
])
def test_an_address_that_will_not_do(address: str, words: str) -> None:
    with pytest.raises(AlsError) as refused:
        Store(address).open()
    assert str(refused.value).startswith(words) and "secret" not in str(refused.value)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AlsError, match="cannot be read or written"):
        Store(f"file://{tmp_path}/file").write({"quay/keyring": b""})


@pytest.fixture
def two(tmp_path: Path) -> Organisation:
    made = Organisation.drawn(tmp_path / "organisation", {"sets/wharf/set.yml": SET.replace("The Quayside Set", "Wharfside")})
    shutil.rmtree(made.root / "sets/quay/sessions")
    made.grant("amara")
    made.grant("ben", set_id="wharf")
    return made


def test_an_address_instead_of_a_folder(two: Organisation, tmp_path: Path) -> None:
    host = tmp_path / "host"

    def build(*options: str) -> dict[str, bool]:
        done = two.run("als", "build", "--json", "--to", f"file://{host}", *options)
        assert done.returncode == 0, done.stderr
        assert hold(SiteFolder(str(host)), two.publisher.public).differences == ()
        assert nothing_left(two) and not two.site.exists() and not list(host.rglob(".*"))
        return {each["set"]: each["unchanged"] for each in json.loads(done.stdout)["sets"]}

    assert build() == {"quay": False, "wharf": False}
    shutil.copytree(host / "quay", tmp_path / "first")
    shutil.copy(host / "manifest", tmp_path / "manifest")
    wharf = snapshot(host / "wharf")
    # One set: the other stays as it is, and is still known.
    picture(two.root, {"sets/quay/pages/our-room.md": "# Our room\n\nBehind the blue door.\n"})
    assert build("quay") == {"quay": False}
    assert snapshot(host / "wharf") == wharf and not set(snapshot(tmp_path / "first/packs")) & set(snapshot(host / "quay/packs"))
    assert two.open("amara", host=host).person == "amara" and b"blue door" in two.open("amara", host=host).read("pages/our-room/")[0]
    # A host that goes back to what was gets no word for the other sets.
    shutil.copy(tmp_path / "manifest", host / "manifest")
    done = two.run("als", "build", "wharf", "--to", f"file://{host}")
    assert done.returncode == 1 and "not the last one that was published from here" in done.stderr and nothing_left(two)
    # What somebody else has put back, left over or lost.
    shutil.rmtree(host / "quay")
    shutil.copytree(tmp_path / "first", host / "quay")
    (host / "wharf/packs" / ("0" * 32)).write_bytes(b"of a worker that died")
    assert build() == {"quay": False, "wharf": True}
    next((host / "wharf/packs").iterdir()).unlink()
    shutil.rmtree(two.root / "sets/quay")
    assert build() == {"wharf": False}
    assert not [path for path in (host / "quay").rglob("*") if path.is_file()]


def test_not_into_the_organisation_itself(two: Organisation) -> None:
    done = two.run("als", "build", "--to", f"file://{two.root}/public")
    assert done.returncode == 1 and "outside of it" in done.stderr and not (two.root / "public").exists()
    done = two.run("als", "build", "--to", "file:///elsewhere", "--site-dir", "public")
    assert done.returncode == 1 and done.stderr.startswith("--to: a site goes either to an address or, with --site-dir, into a folder")
