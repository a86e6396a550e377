"""Several sets in one build: what happens to one happens to no other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .organisation import SET, Organisation, picture
from .test_building import nothing_left, snapshot
from .test_unchanged import at_work

BROKEN = "date: 2026-05-20\nstatus: publishd\n"

DIES = """
    import multiprocessing, os, signal

    def on_page_content(html, page, config, files):
        if config.site_name == "Wharfside":
            os.kill({pid}, signal.SIGKILL)

"""


@pytest.fixture
def two(tmp_path: Path) -> Organisation:
    """Two sets without a warning, `quay` and `wharf`."""
    made = Organisation.drawn(tmp_path / "organisation", {
        "sets/quay/set.yml": SET, "sets/wharf/set.yml": SET.replace("The Quayside Set", "Wharfside"),
    })
    for path in (made.root / "sets/quay/sessions").iterdir():
        path.unlink()
    made.grant("amara")
    made.grant("ben", set_id="wharf")
    return made


def ended(organisation: Organisation) -> None:
    """Wait for the last process of its builds; the test fails where one stays."""
    for _turn in range(600):
        if not at_work(organisation):
            return
        time.sleep(0.1)
    raise AssertionError("a build's process is still there")


def folder(organisation: Organisation, set_id: str) -> dict[str, bytes]:
    return snapshot(organisation.site / set_id)


@pytest.mark.parametrize("command", ["als", "mkdocs"])
def test_a_set_that_fails_stays_as_it_was_and_the_others_are_published(two: Organisation, command: str) -> None:
    assert two.run("als", "build", "-j", "2").returncode == 0
    before = folder(two, "wharf")
    picture(two.root, {
        "sets/wharf/sessions/2026-05-20.yml": BROKEN,
        "sets/quay/set.yml": SET.replace("The Quayside Set", "The Other Set"),
        "sets/berth/set.yml": SET, "sets/berth/sessions/2026-05-20.yml": BROKEN,
        "docs/index.md": "# Another welcome\n",
    })
    two.grant("cleo", set_id="berth")
    done = two.run(command, "build")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    told = [line for line in done.stderr.splitlines() if "publishd" in line]
    assert len(told) == 2 and "sets/berth/" in told[0] and "sets/wharf/" in told[1]
    assert "2 sets could not be built; all else is published" in done.stderr + done.stdout
    assert folder(two, "wharf") == before and not (two.site / "berth").exists()
    assert b"The Other Set" in two.open("amara").read("index.html")[0]
    assert "Another welcome" in (two.site / "index.html").read_text()
    assert two.run("als", "verify", "site").returncode == 0 and nothing_left(two)
    # It is built as soon as it is put right, and what was published meanwhile is not built again.
    for set_id in ("wharf", "berth"):
        (two.root / "sets" / set_id / "sessions/2026-05-20.yml").unlink()
    done = two.run("als", "build", "--json")
    assert {each["set"]: each["unchanged"] for each in json.loads(done.stdout)["sets"]} == {"berth": False, "quay": True, "wharf": False}


def test_a_set_that_fails_and_was_tampered_with_is_left_out(two: Organisation) -> None:
    assert two.run("als", "build").returncode == 0
    (two.site / "wharf/sw.js").write_text("")
    picture(two.root, {"sets/wharf/sessions/2026-05-20.yml": BROKEN})
    done = two.run("als", "build", "--json")
    assert done.returncode == 1 and not (two.site / "wharf").exists() and (two.site / "quay/keyring").exists()
    assert [line.split(":")[0] for line in json.loads(done.stdout)["errors"]] == ["sets/wharf/sessions/2026-05-20.yml", "sets/wharf"]


def test_where_every_set_fails_nothing_changes(two: Organisation) -> None:
    assert two.run("als", "build").returncode == 0
    before = snapshot(two.site)
    picture(two.root, {f"sets/{each}/sessions/2026-05-20.yml": BROKEN for each in ("quay", "wharf")} | {"docs/index.md": "# New\n"})
    done = two.run("als", "build")
    assert (done.returncode, done.stdout, done.stderr.count("publishd")) == (1, "", 2)
    assert snapshot(two.site) == before and nothing_left(two)


def test_in_strict_mode_a_warning_fails_its_set_alone(two: Organisation) -> None:
    picture(two.root, {"sets/wharf/notes.txt": "not used"})
    for command in (("mkdocs", "build", "--strict"), ("als", "build", "--strict")):
        done = two.run(*command)
        assert done.returncode == 1 and "sets/wharf/notes.txt: is not used" in done.stderr
        assert "sets/wharf: 1 warning, and in strict mode that is an error" in done.stderr
        assert two.open("amara").person == "amara" and not (two.site / "wharf").exists()


@pytest.mark.parametrize("who", ["os.getpid()", "multiprocessing.parent_process().pid"])
def test_a_process_that_is_killed_takes_its_set_alone_with_it(two: Organisation, who: str) -> None:
    settings = two.root / "mkdocs.yml"
    picture(two.root, {"dies.py": DIES.replace("{pid}", who), "mkdocs.yml": settings.read_text() + "hooks: [dies.py]\n"})
    done = two.run("als", "build", "-j", "1")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert [line for line in done.stderr.splitlines() if "rendered by MkDocs" not in line] == [
        "sets/wharf: the process that built it was ended from outside, perhaps for want of memory (exit code -9); "
        "build again, with fewer at a time: als build --jobs 1",
        "1 set could not be built; all else is published",
    ]
    assert two.open("amara").person == "amara"
    ended(two)  # what worked for the one that was killed tidies up by itself
    assert nothing_left(two)


def test_an_exception_in_another_plugin_fails_its_set_alone(two: Organisation) -> None:
    settings = two.root / "mkdocs.yml"
    raises = DIES.replace("os.kill({pid}, signal.SIGKILL)", "raise LookupError('no such\\nthing')")
    picture(two.root, {"raises.py": raises, "mkdocs.yml": settings.read_text() + "hooks: [raises.py]\n"})
    done = two.run("als", "build")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "sets/wharf: the plugin 'raises.py' fails: LookupError: no such thing" in done.stderr
    assert two.open("amara").person == "amara" and nothing_left(two)


@pytest.mark.parametrize("wait", [0.3, 1.0, 7.0])
def test_an_interrupt_ends_every_process_and_leaves_nothing(two: Organisation, wait: float) -> None:
    assert two.run("als", "build").returncode == 0
    before = snapshot(two.site)
    variables = {"PATH": os.environ["PATH"], "HOME": str(two.root / "home"), "XDG_RUNTIME_DIR": str(two.private),
                 "ALS_PUBLISHER_KEY": two.publisher.to_text(), "LC_ALL": "C.UTF-8"}
    picture(two.root, {"waits.py": "import time\n\ndef on_page_content(html, page, config, files):\n    time.sleep(2)\n"})
    settings = two.root / "mkdocs.yml"
    settings.write_text(settings.read_text() + "hooks: [waits.py]\n")
    running = subprocess.Popen([Path(sys.executable).with_name("als"), "build"], cwd=two.root, env=variables,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # a job in the background ignores it
    while len(at_work(two)) < 2:  # the command itself has begun once it has begun another process
        assert running.poll() is None, running.communicate()
        time.sleep(0.02)
    time.sleep(wait)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.strip()) == (130, "", "Stopped.")
    ended(two)
    assert snapshot(two.site) == before and nothing_left(two)
