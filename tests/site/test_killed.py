"""One changed set is built in the process that was asked. Killed at any step of that way, it leaves the last good site or the new one,
whole, and the next build is right."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from typing import Any

import pytest

import als_plugin.site.changed_set as changed_set
from als_plugin import files
from als_plugin.cli import main
from als_plugin.site.build import publish, task
from als_plugin.site.changes import digests, last_build, looks
from als_plugin.site.host import swap
from als_plugin.vault import argon2id, open_site

from .organisation import FIRST, Organisation, picture, text
from .test_looks import AGREED

KDF = cache(argon2id)  # which takes long on purpose

STEPS: dict[str, tuple[Any, str, int]] = {
    "before the front door is taken over": (changed_set, "take_over_front", 1),
    "before it is sealed": (task, "lock", 1),
    "before its keyring is signed": (publish, "sign_keyring", 1),
    "before the list of files is signed": (publish, "sign_site", 1),
    "before the site is moved": (swap, "move", 1),
    "between the two renamings": (swap, "move", 2),
    "before it is remembered what the site is": (last_build.State, "write", 1),
    "while that is written": (files, "move", 1),
    "before it is remembered how all looks": (looks.Looks, "keep", 1),
    "while that is written down": (files, "move", 2),
}
"""What is called at each step, and at which of its calls the process dies."""


@contextmanager
def dies(owner: Any, name: str, call: int) -> Iterator[None]:
    """Inside the block this process ends where that call would begin."""
    real, calls = getattr(owner, name), iter(range(1, 1000))

    def or_die(*args: Any, **more: Any) -> Any:
        if next(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **more)

    setattr(owner, name, or_die)
    try:
        yield
    finally:
        setattr(owner, name, real)


def build(*death: Any) -> int | None:
    """Build as `als build` does in a process of its own, which may be made to die; returns its exit code, None where it was killed."""
    child = os.fork()
    if not child:
        code = 1
        try:
            sys.stdout = open(os.devnull, "w")
            for server in (forkserver._forkserver, resource_tracker._resource_tracker):  # those of the tests are no children of this process
                server.__init__()  # type: ignore[misc]
            with dies(*death or (files, "lock", 1000)):
                main(["build"], standalone_mode=False)
            code = 0
        finally:
            os._exit(code)
    _child, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def shown(organisation: Organisation) -> str:
    """The session's page, as amara reads it on the site: what is not whole does not open."""
    folder = organisation.site / "quay"
    site = open_site(lambda path: (folder / path).resolve().read_bytes(), organisation.passphrases["amara"], kdf=KDF)
    return text(site, "sessions/2026-01-14/")


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    for module in (looks, digests):
        monkeypatch.setattr(module, "_RECENT", -10**15)  # files that the test has just written count as old
    made = Organisation.drawn(tmp_path / "organisation", {"sets/quay/sessions/2026-04-15.yml": AGREED})  # a set without warnings
    made.grant("amara")
    shared = made.root / "home/.cache/als/frames"
    (tmp_path / "cache/als").mkdir(parents=True)
    shared.rename(tmp_path / "cache/als/frames")  # what the organisation's folder is made of is all that looks are taken of
    for path in (made.root / "home/.cache/als", made.root / "home/.cache", made.root / "home"):
        path.rmdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(made.private))
    monkeypatch.setenv("ALS_PUBLISHER_KEY", made.publisher.to_text())
    monkeypatch.chdir(made.root)
    time.sleep(2.1)  # a process of its own, which makes the first build, takes what was just written for new
    assert build() == 0
    return made


def test_killed_at_any_step_the_last_good_site_stays_and_the_next_build_is_right(published: Organisation) -> None:
    record, last = "sets/quay/sessions/2026-01-14.yml", "The rota that nobody owns"
    for number, (step, death) in enumerate(STEPS.items()):
        now = f"The rota number {number}"
        picture(published.root, {record: FIRST.replace("The rota that nobody owns", now)})
        assert build(*death) is None, step
        if published.site.exists():
            page = shown(published)
            assert (last in page) is not (now in page), step
        else:
            assert step == "between the two renamings" and list(published.root.glob(".site.last-*/manifest"))
        assert build() == 0, step
        assert now in shown(published), step
        assert not list(published.root.glob(".site*")), step
        assert build(task, "plan_set", 1) == 0, f"{step}: nothing has changed, and nothing is read"
        last = now
    assert published.run("als", "verify", "site").returncode == 0 and not list(published.private.iterdir())
