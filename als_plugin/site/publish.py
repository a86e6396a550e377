"""Locked folders of all chosen sets, written into the new site: workers build them, this process signs."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import AlsError
from ..vault import KEYRING, Access, Publisher, sign_keyring
from ..words import language
from .crew import Lost, each
from .pool import lost
from .request import SetReport, SetsFailed, cores, current
from .signed import keep, kept_folders, last_build, sign_site, whole
from .state import State, inputs_digest
from .task import Builder, Done, Front, Job, SetTask

__all__ = ["Organisation", "Published", "publish"]

log = logging.getLogger("als.site")


@dataclass(frozen=True)
class Organisation:
    """What is published: the settings, the base path on the host, the publisher's public key, and the private one where
    anything is to be signed. `place` is where the last good site is."""

    config_file: str
    base: str
    public: bytes
    publisher: Publisher | None
    place: Path
    strict: bool


@dataclass
class Published:
    """What to remember once the site is in place, and the lines to tell of each set that failed."""

    state: State
    failures: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def failed(self, site: Path) -> SetsFailed:
        """The failures as one error, in the order of the sets."""
        return SetsFailed(tuple(line for _set, lines in sorted(self.failures.items()) for line in lines), len(self.failures), site)


def publish(ids: Sequence[str], of: Organisation, site: Path, *, partly: bool) -> Published:
    """Write the sets' locked folders into `site`, where the front door is built already, and sign the whole.

    A set that fails keeps its last good folder, and the others go on. `partly`: there are sets that are not among `ids`, and
    stay as they were. Raises AlsError where no set could be built, and where a folder that is to stay is not as it was signed.
    """
    request = current()
    request.begun(len(ids))
    building = _Building(of, site)
    job = Job(
        of.config_file, of.base, of.public, of.strict, building.shared, site, language(),
        side_by_side=max(1, (request.jobs or cores()) // max(1, len(ids))),
    )
    tasks = (building.task(set_id, force=request.force) for set_id in ids)
    for task, done in each(Builder(job), tasks, workers=request.jobs or cores()):
        building.take(task, Done(task.set_id, (str(lost(task.set_id, done)),)) if isinstance(done, Lost) else done)
    published = building.published
    request.reports.extend(report for _set, report in sorted(building.reports.items()))
    if published.failures and not building.reports:
        raise published.failed(of.place)
    if of.publisher is None:
        return published
    for set_id in published.failures:
        if (of.place / set_id / KEYRING).is_file():
            try:
                keep(of.place / set_id, site, of.publisher)
            except AlsError as error:
                published.failures[set_id] += tuple(str(error).splitlines())
    for folder in kept_folders(of.place) if partly else ():
        if not (site / folder.name).exists() and folder.name not in published.failures:
            keep(folder, site, of.publisher)
    sign_site(site, of.publisher, before=of.place)
    return published


class _Building:
    """The sets of one build, as this process sees them: what each may be, and what became of it."""

    def __init__(self, of: Organisation, site: Path) -> None:
        self.of, self.site = of, site
        self.root = Path(of.config_file).parent
        self.published = Published(State(of.place))
        self.reports: dict[str, SetReport] = {}
        self.shared = inputs_digest(Path(of.config_file), of.place, Front(site), strict=of.strict, publisher=of.public)

    def task(self, set_id: str, *, force: bool) -> SetTask:
        """The task of one set; what of the last site can be kept is looked at here."""
        now = dt.datetime.now(dt.UTC)
        folder = self.of.place / set_id
        known = self.published.state.known(set_id, folder)
        if force or known is None or self.of.publisher is None or whole(folder, self.of.publisher) is None:
            known = None
        number = max(int(now.timestamp()), last_build(folder) + 1)
        return SetTask(set_id, known, number, now.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def take(self, task: SetTask, done: Done) -> None:
        """Sign what a worker built, and take note of it."""
        for line in done.warnings:
            log.warning("%s", line)
        try:
            unchanged = not done.failure and self._finish(task, done)
        except AlsError as error:
            done.failure = tuple(str(error).splitlines())
        if done.failure:
            shutil.rmtree(self.site / done.set_id, ignore_errors=True)
            self.published.failures[done.set_id] = done.failure
            current().failed(done.set_id)
        elif done.digest is not None:
            folder = self.site / done.set_id
            self.published.state.built(done.set_id, done.digest, folder)
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            report = SetReport(done.set_id, done.pages, done.views, done.people, size, sum(done.seconds.values()), unchanged)
            self.reports[done.set_id] = report
            current().built(report)

    def _finish(self, task: SetTask, done: Done) -> bool:
        """Make the set's folder whole; whether it is the one from before."""
        if done.digest is None:
            return False
        assert self.of.publisher is not None
        if done.keyring is None:
            keep(self.of.place / done.set_id, self.site, self.of.publisher)
            return True
        place = f"sets/{done.set_id}/access.json"
        access = Access.loads((self.root / place).read_text(encoding="utf-8"), place)
        signed = sign_keyring(done.keyring, done.listed, access, self.of.publisher, build=task.build, time=task.time)
        (self.site / done.set_id / KEYRING).write_bytes(signed)
        return False
