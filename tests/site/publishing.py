"""An organisation that publishes: drawn, built, sent, and changed."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

from .organisation import MKDOCS, Organisation


def publishing(root: Path, target: str) -> Organisation:
    """Built, with one target in mkdocs.yml."""
    made = Organisation.drawn(root, mkdocs=MKDOCS.replace("{publisher: PUBLISHER}", f"{{publisher: PUBLISHER, publish: {target}}}"))
    made.grant("amara", "ben")
    a_second_begins()
    assert made.run("als", "build").returncode == 0
    return made


def a_second_begins() -> None:
    """Builds go by seconds: what was written in the second of its build may be newer than that build."""
    now = int(time.time())
    while int(time.time()) == now:
        time.sleep(0.02)


def published(made: Organisation, *words: str, **environment: str) -> dict:
    done = made.run("als", "publish", "--json", *words, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def another(made: Organisation, words: str | None = None) -> None:
    """One more build: with a line more, or with these words in the place of others."""
    place = made.root / "sets/quay/sessions/2026-01-14.yml"
    text = place.read_text(encoding="utf-8")
    more = "review: {worked: All of it}\n" if "guests" in text else "guests: [A guest]\n"
    place.write_text(text + more if words is None else text.replace("nobody owns", words), encoding="utf-8")
    a_second_begins()
    assert made.run("als", "build").returncode == 0


def packs(folder: Path) -> set[str]:
    return {path.name for path in (folder / "quay/packs").iterdir()}


def git(*words: str, within: Path) -> str:
    who = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@x", "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x"}
    return subprocess.run(["git", *words], cwd=within, env={**os.environ, **who}, capture_output=True, text=True, check=True).stdout.strip()
