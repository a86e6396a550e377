"""Locked folders of all chosen sets, written into the new site: workers build them, this process signs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import shutil
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from ...client import Look
from ...errors import AlsError
from ...ordinary import check_ordinary
from ...vault import KEYRING, Access, Publisher, sign_keyring
from ...words import _, language, ngettext
from ..changes.digests import shared_digest
from ..changes.last_build import Known, State
from ..host.manifest import SETS_MAX, keep, keep_public, kept_folders, last_build, sign_site, take_over, too_many, whole
from ..host.upload import Carried, Upload
from ..mkdocs.lock_look import with_statement
from ..sets.still_open import still_open
from ..workers.pool import Lost, cores, each
from ..workers.scratch import tidy
from .front_files import FrontFiles
from .request import SetReport, SetsFailed, ViewCost, current
from .task import Builder, Done, Job, SetTask, write

__all__ = ["Publication", "Published", "publish"]

log = logging.getLogger("als.site")


@dataclass(frozen=True)
class Publication:
    """What is published: the settings, the base path on the host, the publisher's public key, and the private one where
    anything is to be signed; a digest of everything outside of the sets. `place` is where the last good site is, unless it is
    at an address: then `upload` knows it."""

    config_file: str
    base: str
    public: bytes
    publisher: Publisher | None
    digest: str
    place: Path
    strict: bool
    upload: Upload | None = None
    passkeys: bool = True
    look: Look = Look()
    stood: bool = False
    """Whether the front door was taken over as it stood."""

    @property
    def last(self) -> Path:
        """The last good site; of one at an address its manifest and keyrings."""
        return self.upload.folder if self.upload else self.place


@dataclass
class Published:
    """What to remember once the site is in place, and the lines to tell of each set that failed."""

    state: State
    failures: dict[str, tuple[str, ...]] = field(default_factory=dict)
    carried: Carried = field(default_factory=Carried)

    def failed(self, site: Path) -> SetsFailed:
        """The failures as one error, in the order of the sets."""
        return SetsFailed(tuple(line for _set, lines in sorted(self.failures.items()) for line in lines), len(self.failures), site)


def publish(ids: Sequence[str], of: Publication, site: Path, *, partly: bool) -> Published:
    """Write the sets' locked folders into `site`, where the front door is built already, and sign the whole.

    A set that fails keeps its last good folder, and the others go on. `partly`: there are sets that are not among `ids`, and
    stay as they were. Raises AlsError where no set could be built, and where a folder that is to stay is not as it was signed.
    """
    if len(ids) > SETS_MAX:
        raise too_many()
    request = current()
    request.begun(len(ids))
    if of.upload:
        with request.phases("look"):
            of.upload.look(ids, thoroughly=request.verify)
    building = _Building(of, site)
    if of.upload and partly:
        of.upload.refuse_older(building.state.build)
    jobs = request.jobs or cores()
    job = Job(
        of.config_file, of.base, of.public, of.strict, building.shared, site, language(),
        side_by_side=max(1, jobs // max(1, len(ids))), to=of.upload.store if of.upload else None,
        passkeys=of.passkeys, look=with_statement(of.look, site),
    )
    tasks = building.tasks(ids)
    results = request.machines.each(job, tasks, of.place) if request.machines else _each(Builder(job), tasks, jobs, here=of.stood)
    try:
        with closing(results):
            for task, done in results:
                building.take(task, Done(task.set_id, (str(done.error(task.set_id)),)) if isinstance(done, Lost) else done)
    finally:
        tidy()  # of this build's processes too some may have been killed
    building.see_arrived()
    building.tell_causes()
    published = building.published
    request.reports.extend(report for _set, report in sorted(building.reports.items()))
    if published.failures and not building.reports:
        raise published.failed(of.place)
    if of.publisher is not None:
        building.keep_others(partly=partly)
        with request.phases("sign"):
            sign_site(site, of.publisher, before=of.last, carried=published.carried)
    return published


def _each(builder: Builder, tasks: Iterator[SetTask], jobs: int, *, here: bool) -> Generator[tuple[SetTask, Done | Lost], None, None]:
    """What comes of each task. `here`: one task alone is done in this process, in which MkDocs has built nothing."""
    first = list(islice(tasks, 2))
    if here and len(first) == 1:
        builder.settled = True  # none comes after it
        yield first[0], builder(first[0])
        return
    yield from each(builder, chain(first, tasks), workers=jobs)


class _Building:
    """The sets of one build, as this process sees them: what each may be, and what became of it."""

    def __init__(self, of: Publication, site: Path) -> None:
        self.of, self.site, self.request = of, site, current()
        self.root = Path(of.config_file).parent
        self.state = State(of.last, of.upload.store.url if of.upload else str(of.place.resolve()))
        self.published = Published(self.state)
        self.reports: dict[str, SetReport] = {}
        self.kept = False
        self.causes: dict[str, list[str]] = {}
        with self.request.phases("what all share"):
            self.shared = shared_digest(of.digest, FrontFiles(site))

    def tasks(self, ids: Sequence[str]) -> Iterator[SetTask]:
        """A task for each set of which something may have changed; the folders of the others are taken over at once."""
        for set_id in ids:
            if task := self._task(set_id):
                yield task

    def _task(self, set_id: str) -> SetTask | None:
        with self.request.phases("look"):
            known = None if self.request.force else self._known(set_id)
            if known and not self.request.verify and (still := known.still(self.root / "sets" / set_id, self.shared)):
                self._keep(set_id, still, {})
                return None
            now = dt.datetime.now(dt.UTC)
            number = max(int(now.timestamp()), last_build(self.of.last / set_id) + 1)
            return SetTask(set_id, known.made if known else None, number, now.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def _known(self, set_id: str) -> Known | None:
        """What is known of the set's folder, where that is still as it was signed."""
        known = self.state.known(set_id)
        if known is None or self.of.publisher is None:
            return None
        if self.of.upload:
            return known if set_id in self.of.upload.intact else None
        if not self.request.verify and self.state.untouched(set_id, known):
            return known
        return known if whole(self.of.place / set_id, self.of.publisher) else None

    def take(self, task: SetTask, done: Done) -> None:
        """Sign what a worker built, or take over what it need not build, and take note of it."""
        for line in done.warnings:
            log.warning("%s", line)
        if done.cause:
            self.causes.setdefault(done.cause, []).append(task.set_id)
        try:
            if done.known and not done.failure:
                if done.keyring is None:
                    last = self.state.last[task.set_id]
                    self._keep(task.set_id, dataclasses.replace(done.known, size=last.size, pages=last.pages), done.seconds)
                else:
                    self._sign(task, done, done.known)
        except AlsError as error:
            done.failure = tuple(str(error).splitlines())
        if done.failure:
            self._fail(task.set_id, done.failure)

    def _fail(self, set_id: str, lines: tuple[str, ...]) -> None:
        shutil.rmtree(self.site / set_id, ignore_errors=True)
        self.published.failures[set_id] = (*lines, *self._still_open(set_id))
        self.request.failed(set_id)

    def _still_open(self, set_id: str) -> tuple[str, ...]:
        """What it means that a set stays as it is though access to it was taken away."""
        place = f"sets/{set_id}/access.json"
        try:
            check_ordinary(self.root / place, place)
            people = still_open(Access.loads((self.root / place).read_text(encoding="utf-8"), place), self.of.last / set_id)
        except (OSError, UnicodeDecodeError, AlsError):
            return ()
        if not people:
            return ()
        what = _("what is published stays as it is, and the passphrases taken away since still open it: {people}").format(people=", ".join(people))
        remedy = _("put right what is wrong and publish, or take the set's folder off the host")
        return (str(AlsError(f"sets/{set_id}", what, remedy)),)

    def see_arrived(self) -> None:
        """Fail the sets whose sealed files are not where the workers should have written them."""
        if upload := self.of.upload:
            built = [set_id for set_id, report in self.reports.items() if not report.unchanged]
            for set_id in upload.arrived(self.site, built):
                del self.reports[set_id], self.state.new[set_id]
                what = _("what was built of it has not arrived at {url}").format(url=upload.store.url)
                remedy = _("see that this machine and every one that builds mean the same place by it, then build again")
                self._fail(set_id, (str(AlsError(f"sets/{set_id}", what, remedy)),))

    def _sign(self, task: SetTask, done: Done, known: Known) -> None:
        assert self.of.publisher is not None and done.keyring is not None
        with self.request.phases("sign"):
            place = f"sets/{task.set_id}/access.json"
            access = Access.loads((self.root / place).read_text(encoding="utf-8"), place)
            signed = sign_keyring(done.keyring, done.listed, access, self.of.publisher, build=task.build, time=task.time)
            write(self.site / task.set_id, done.files)
            (self.site / task.set_id / KEYRING).write_bytes(signed)
        self._note(task.set_id, known, done.seconds, unchanged=False, costs=done.costs)

    def _keep(self, set_id: str, known: Known, seconds: Mapping[str, float]) -> None:
        take_over(self.of.last / set_id, self.site)
        self.kept = True
        self._note(set_id, known, seconds, unchanged=True)

    def _note(
        self, set_id: str, known: Known, seconds: Mapping[str, float], *, unchanged: bool, costs: tuple[ViewCost, ...] = ()
    ) -> None:
        self.state.built(set_id, known)
        self.reports[set_id] = SetReport(set_id, known.pages, known.views, known.people, known.size, seconds, unchanged, costs)
        self.request.built(self.reports[set_id])

    def tell_causes(self) -> None:
        """Say once why MkDocs had to render sets: it takes longer."""
        for cause, sets in sorted(self.causes.items()):
            which = ", ".join(sorted(sets)) if len(sets) < 4 else ngettext("{n} set", "{n} sets", len(sets)).format(n=len(sets))
            self.request.notes.append(_("{sets}: rendered by MkDocs page by page, which takes longer: {cause}").format(sets=which, cause=cause))
            log.info("%s", self.request.notes[-1])

    def keep_others(self, *, partly: bool) -> None:
        """Take over the last good folders of sets that failed, and of those that are not built this time."""
        assert self.of.publisher is not None
        if self.of.upload:
            for set_id in self.of.upload.intact.intersection(self.published.failures):
                take_over(self.of.last / set_id, self.site)
                self.kept = True
            self.published.carried = self.of.upload.carried(self.site, partly=partly, kept=self.kept)
            return
        for set_id, lines in self.published.failures.items():
            if (self.of.place / set_id / KEYRING).is_file():
                try:
                    keep(self.of.place / set_id, self.site, self.of.publisher)
                    self.kept = True
                except AlsError as error:
                    self.published.failures[set_id] = (*lines, *str(error).splitlines())
        for folder in kept_folders(self.of.place) if partly else ():
            if not (self.site / folder.name).exists() and folder.name not in self.published.failures:
                keep(folder, self.site, self.of.publisher)
                self.kept = True
        if self.kept:
            keep_public(self.of.place, self.site)
