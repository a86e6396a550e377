"""Outputs appear whole or not at all: written beside their place, then moved into it, by one build at a time."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from platformdirs import user_cache_path

from ...errors import AlsError
from ...files import InUse, lock, move
from ...words import _

__all__ = ["alone", "beside", "fresh", "swap"]


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Be the only one that builds this folder; raises AlsError where somebody else is at it."""
    name = hashlib.sha256(str(place.resolve()).encode()).hexdigest()[:32]
    with ExitStack() as held:
        try:
            held.enter_context(lock(user_cache_path("als") / "locks" / name, wait=False))
        except InUse:
            raise AlsError(place.name, _("another build is writing this folder"), _("wait until it has ended, then build again")) from None
        yield


def beside(place: Path) -> Path:
    """A fresh folder beside `place` to build its next content in. What builds that died have left is put right first."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for last in sorted(place.parent.glob(f".{place.name}.last-*")):
        if place.exists():
            _remove(last)
        else:
            move(last, place)  # it died between the two renamings
    for unfinished in place.parent.glob(f".{place.name}.next-*"):
        _remove(unfinished)
    folder = fresh(place)
    folder.chmod(0o755)  # a web server reads it as another user
    return folder


def fresh(place: Path) -> Path:
    """A further folder beside `place`, for what a build needs meanwhile."""
    return Path(tempfile.mkdtemp(prefix=f".{place.name}.next-", dir=place.parent))


def swap(new: Path, place: Path) -> None:
    """Put `new` where `place` is, and remove what was there."""
    old = new.with_name(new.name.replace(".next-", ".last-"))
    if place.exists():
        move(place, old)
    try:
        move(new, place)
    except OSError:
        if old.exists():
            move(old, place)
        raise
    _remove(old)


def _remove(site: Path) -> None:
    """Remove a site, several of its folders at a time: some file systems wait over each, as long as over reading a whole set."""
    from concurrent.futures import ThreadPoolExecutor

    with suppress(OSError), os.scandir(site) as entries:
        folders = [each.path for each in entries if each.is_dir(follow_symlinks=False)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(partial(shutil.rmtree, ignore_errors=True), folders))
    shutil.rmtree(site, ignore_errors=True)
