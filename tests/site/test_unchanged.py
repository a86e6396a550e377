"""What has not changed is not built again; whatever has, is."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from als_plugin.site.changes.last_build import State
from als_plugin.vault import Access

from .organisation import FIRST, PDF, PNG, SET, Organisation, picture, readable, text


def keyring(organisation: Organisation) -> bytes:
    return (organisation.site / "quay" / "keyring").read_bytes()


@pytest.fixture
def published(drawn: Organisation) -> Organisation:
    """The drawn organisation, built once."""
    assert drawn.run("als", "build").returncode == 0
    return drawn


def revoke(organisation: Organisation) -> None:
    place = organisation.root / "sets/quay/access.json"
    access = Access.load(place)
    access.grant("ben", dt.date(2026, 11, 23))
    access.save(place)


def damage(organisation: Organisation) -> None:
    next((organisation.site / "quay" / "packs").iterdir()).unlink()


def tamper(organisation: Organisation) -> None:
    (organisation.site / "quay" / "sw.js").write_text("")


def forget(organisation: Organisation) -> None:
    for path in (organisation.root / "home/.cache/als").rglob("*.json"):
        path.unlink()


def at_work(organisation: Organisation) -> list[str]:
    """The processes that work for this organisation's builds: they know its private folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(organisation.private).encode() in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:
            continue
    return found


def same_look(organisation: Organisation) -> None:
    """A change that leaves a file's name, size and time of change as they were."""
    path = organisation.root / "sets/quay/pages/our-room.md"
    before = path.stat()
    path.write_text(path.read_text().replace("door", "gate"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Organisation], None]] = {
    "a record": lambda it: picture(it.root, {"sets/quay/sessions/2026-01-14.yml": FIRST.replace("nobody owns", "all own")}),
    "who the set is": lambda it: picture(it.root, {"sets/quay/set.yml": SET.replace("customs house", "lock house")}),
    "an attachment": lambda it: picture(it.root, {"sets/quay/files/plan.pdf": b"%PDF-1.4 another"}),
    "an own page": lambda it: picture(it.root, {"sets/quay/pages/our-room.md": "# Our room\n\nBehind the blue door.\n"}),
    "an own page that looks the same": same_look,
    "the guidance": lambda it: picture(it.root, {"docs/members/what-to-expect.md": "# What to expect\n\nMuch.\n"}),
    "the settings": lambda it: picture(it.root, {"mkdocs.yml": (it.root / "mkdocs.yml").read_text() + "copyright: Ours\n"}),
    "a file that a plugin may read": lambda it: picture(it.root, {"snippets/note.md": "A note"}),
    "who has a key": revoke,
    "a missing pack": damage,
    "a changed script": tamper,
    "a lost cache": forget,
}


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """One organisation for all changes: each begins where the one before has been built, whichever that was."""
    made = Organisation.drawn(tmp_path_factory.mktemp("changing") / "organisation")
    made.grant("amara")
    assert made.run("als", "build").returncode == 0
    return made


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_built(changing: Organisation, change: str) -> None:
    before = keyring(changing)
    CHANGES[change](changing)
    done = changing.run("als", "build")
    assert done.returncode == 0, done.stderr
    assert keyring(changing) != before and "unchanged" not in done.stdout
    assert changing.open("amara").person == "amara"


def test_nothing_changed_leaves_the_folder_as_it_is_unless_forced(published: Organisation) -> None:
    before = keyring(published)
    picture(published.root, {"sets/quay/set.yml": "# Only a note\n" + (published.root / "sets/quay/set.yml").read_text()})
    done = published.run("als", "build")
    assert "quay: unchanged, 1 person can open it" in done.stdout and keyring(published) == before
    assert published.run("mkdocs", "build").returncode == 0
    assert keyring(published) == before
    assert "unchanged" not in published.run("als", "build", "--force").stdout
    assert keyring(published) != before


@pytest.fixture
def calm(tmp_path: Path) -> Organisation:
    """One set without a warning, built once."""
    made = Organisation.drawn(tmp_path / "organisation")
    for path in (made.root / "sets/quay/sessions").iterdir():
        path.unlink()
    made.grant("amara")
    assert made.run("als", "build").returncode == 0
    return made


def profile(organisation: Organisation, *options: str) -> tuple[bool, dict[str, float]]:
    """Whether the set was left as it was, and what workers were busy with."""
    done = organisation.run("als", "build", "--json", "--profile", *options)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return said["sets"][0]["unchanged"], said["profile"]["workers"]


def test_records_that_look_the_same_are_not_even_read_and_touched_ones_are_not_rendered(calm: Organisation) -> None:
    before = keyring(calm)
    time.sleep(2)
    assert profile(calm) == (True, {}) == profile(calm)
    (calm.root / "sets/quay/set.yml").touch()
    assert profile(calm) == (True, {})
    picture(calm.root, {"sets/quay/set.yml": "# Only a note\n" + (calm.root / "sets/quay/set.yml").read_text()})
    unchanged, workers = profile(calm)
    assert unchanged and workers["load"] > 0 and "render" not in workers and keyring(calm) == before
    assert profile(calm) == (True, {})
    assert calm.run("als", "verify", "site").returncode == 0


def test_warnings_are_told_every_time(published: Organisation) -> None:
    done = published.run("als", "build")
    assert "quay: unchanged" in done.stdout and "has not agreed this record" in done.stderr


def test_verify_reads_what_else_is_judged_by_its_looks(calm: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keyring(calm)
    assert profile(calm, "--verify")[0] and keyring(calm) == before
    tamper(calm)
    # Somebody who could also write the cache, with a disk that tells no times.
    monkeypatch.setenv("HOME", str(calm.root / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    state = State(calm.site, str(calm.site.resolve()))
    assert set(state.last) == {"quay"}
    state.write(calm.site)
    assert profile(calm)[0] and keyring(calm) == before
    assert not profile(calm, "--verify")[0] and keyring(calm) != before


def test_a_cache_that_is_spoilt_is_none(calm: Organisation) -> None:
    (file,) = (calm.root / "home/.cache/als/builds").glob("*.json")
    whole = file.read_text()
    for spoilt in ("", "[]", whole[:-5], whole.replace('"first": "2', '"first": 2, "x": "'), whole.replace("quay", "wharf")):
        file.write_text(spoilt)
        assert not profile(calm)[0]


def test_a_build_killed_at_any_moment_never_leaves_something_old_to_be_kept(published: Organisation) -> None:
    expected = "The rota that nobody owns"
    picture(published.root, {"sets/wharf/set.yml": SET, "sets/wharf/sessions/2026-01-14.yml": FIRST,
                             "sets/wharf/files/sketch.png": PNG, "sets/wharf/files/plan.pdf": PDF})
    published.grant("ben", set_id="wharf")
    for number, wait in enumerate((0.8, 1.6, 2.4, 3.2)):
        new = f"Rota number {number}"
        for set_id in ("quay", "wharf"):
            path = published.root / "sets" / set_id / "sessions/2026-01-14.yml"
            path.write_text(path.read_text().replace(expected, new))
        expected = new
        variables = {"PATH": "/usr/bin:/bin", "HOME": str(published.root / "home"), "XDG_RUNTIME_DIR": str(published.private),
                     "ALS_PUBLISHER_KEY": published.publisher.to_text()}
        running = subprocess.Popen([Path(sys.executable).with_name("als"), "build", "-j", "2"], cwd=published.root, env=variables,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert published.run("als", "build").returncode == 0
    for opened in (published.open("amara"), published.open("ben", "wharf")):
        assert expected in text(opened, "sessions/2026-01-14/")
        assert not any(b"nobody owns" in data for data in readable(opened).values())
    assert not list(published.root.glob(".site*"))
    for _turn in range(600):
        if not at_work(published):
            break
        time.sleep(0.1)
    assert at_work(published) == [] and not list(published.private.iterdir())
