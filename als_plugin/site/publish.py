"""Locked folders of all planned sets, written into the new site."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from ..client import shell
from ..records.strings import strings_of
from ..vault import KEYRING, Publisher, VaultError, ViewContent
from ..vault.keyring import Keyring
from ..words import _, speaking
from .pool import render_all
from .request import SetReport, current
from .sealing import Locked, lock, view_content
from .sets import PlannedSet
from .signed import keep, kept_folders

__all__ = ["publish"]

log = logging.getLogger("als.site")


def publish(
    sets: Sequence[PlannedSet],
    publisher: Publisher | None,
    site: Path,
    *,
    before: Path | None,
    chosen: Sequence[str],
    config_file: str,
    strict: bool,
) -> None:
    """Write each planned set's locked folder into `site`, where the front door is built already.

    `before` is the last good site: where only some sets were chosen, the others' folders come from it. Raises AlsError.
    """
    front = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    request = current()
    publishable = [one for one in sets if one.access]
    request.begun(len(publishable))
    editions = [edition for one in publishable for edition in one.editions]
    rendered = dict(zip(map(id, editions), render_all(config_file, editions, preview=False, strict=strict), strict=True))
    for one in publishable:
        began = time.monotonic()
        views = [view_content(edition, rendered[id(edition)], front) for edition in one.editions]
        for line in dict.fromkeys(line for edition in one.editions for line in rendered[id(edition)].warnings):
            log.warning("sets/%s: %s", one.record.id, line)
        assert publisher is not None and one.access is not None
        locked = _lock(one, views, publisher, before)
        folder = site / one.record.id
        for path, data in locked.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        size = sum(map(len, locked.files.values()))
        report = SetReport(one.record.id, locked.pages, len(views), len(one.grants), size, time.monotonic() - began)
        request.reports.append(report)
        request.built(report)
    for folder in kept_folders(before) if chosen else ():
        if not (site / folder.name).exists():
            assert publisher is not None
            keep(folder, site, publisher)


def _lock(one: PlannedSet, views: Sequence[ViewContent], publisher: Publisher, before: Path | None) -> Locked:
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


def _last_build(before: Path | None, set_id: str) -> int:
    """The number of the build that is being replaced; 0 where there is none that can be read."""
    if before is None or not (keyring := before / set_id / KEYRING).is_file():
        return 0
    try:
        return Keyring.decode(keyring.read_bytes()).build.number
    except VaultError:
        return 0
