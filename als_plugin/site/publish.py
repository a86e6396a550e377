"""Locked folders of all planned sets, written into the new site."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from ..client import shell
from ..errors import AlsError
from ..records.strings import strings_of
from ..vault import KEYRING, Publisher, VaultError, ViewContent
from ..vault.keyring import Keyring
from ..words import _, speaking
from .pool import render_all
from .request import SetReport, current
from .sealing import Locked, lock, view_content
from .sets import PlannedSet
from .signed import keep, kept_folders
from .state import State, inputs_digest, set_digest
from .views import also

__all__ = ["publish"]

log = logging.getLogger("als.site")


def publish(
    sets: Sequence[PlannedSet],
    publisher: Publisher | None,
    site: Path,
    *,
    before: Path,
    chosen: Sequence[str],
    config_file: str,
    strict: bool,
) -> State:
    """Write each planned set's locked folder into `site`, where the front door is built already.

    `before` is the last good site: where only some sets were chosen, the others' folders come from it, and so do those of
    sets of which nothing has changed. Returns what to remember once the site is in place. Raises AlsError.
    """
    front = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    request, state = current(), State(before)
    publishable = [one for one in sets if one.editions]
    if publisher is None:
        return state
    request.begun(len(publishable))
    shared = inputs_digest(Path(config_file), before, front, strict=strict, publisher=publisher.public)
    digests = {one.record.id: set_digest(one, shared) for one in publishable}
    changed = [one for one in publishable if request.force or not _kept(one, digests[one.record.id], state, before, site, publisher)]
    editions = [edition for one in changed for edition in one.editions]
    rendered = dict(zip(map(id, editions), render_all(config_file, editions, preview=False, strict=strict), strict=True))
    for one in changed:
        began = time.monotonic()
        seen = [edition.view for edition in one.editions]
        views = [view_content(edition, rendered[id(edition)], front, also(edition.view, seen)) for edition in one.editions]
        for line in dict.fromkeys(line for edition in one.editions for line in rendered[id(edition)].warnings):
            log.warning("sets/%s: %s", one.record.id, line)
        locked = _lock(one, views, publisher, before)
        folder = site / one.record.id
        for path, data in sorted(locked.files.items()):  # the times of files tell no order either
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        _tell(one, folder, locked.pages, time.monotonic() - began, unchanged=False)
    for one in publishable:
        state.built(one.record.id, digests[one.record.id], site / one.record.id)
    for folder in kept_folders(before) if chosen else ():
        if not (site / folder.name).exists():
            keep(folder, site, publisher)
    return state


def _kept(one: PlannedSet, digest: str, state: State, before: Path, site: Path, publisher: Publisher) -> bool:
    """Take the set's folder over from the last site, where it is what would be built again."""
    began = time.monotonic()
    folder = before / one.record.id
    if not state.unchanged(one.record.id, digest, folder):
        return False
    try:
        keep(folder, site, publisher)
    except AlsError:
        return False  # somebody changed it by hand
    _tell(one, site / folder.name, sum(len(edition.handbook.pages) for edition in one.editions), time.monotonic() - began, unchanged=True)
    return True


def _tell(one: PlannedSet, folder: Path, pages: int, seconds: float, *, unchanged: bool) -> None:
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    report = SetReport(one.record.id, pages, len(one.editions), len(one.grants), size, seconds, unchanged)
    current().reports.append(report)
    current().built(report)


def _lock(one: PlannedSet, views: Sequence[ViewContent], publisher: Publisher, before: Path) -> Locked:
    now = dt.datetime.now(dt.UTC)
    record = one.record
    name = record.file.name if record.file.listed else None
    with speaking(record.file.language):
        of_set = partial(shell, base=one.editions[0].base, language=record.file.language, words=_)
        named, unnamed = of_set(name=name), of_set(name=None)
    return lock(
        record.id,
        views,
        one.grants,
        one.access,
        publisher,
        build=max(int(now.timestamp()), _last_build(before, record.id) + 1),
        time=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        shell=named,
        plain_shell=unnamed,
        needles=[text for text in strings_of(record, one.folder) if not name or _plain(text) not in _plain(name)],
    )


def _plain(text: str) -> str:
    """A text as the audit compares it."""
    return " ".join(text.split()).casefold()


def _last_build(before: Path, set_id: str) -> int:
    """The number of the build that is being replaced; 0 where there is none that can be read."""
    if not (keyring := before / set_id / KEYRING).is_file():
        return 0
    try:
        return Keyring.decode(keyring.read_bytes()).build.number
    except VaultError:
        return 0
