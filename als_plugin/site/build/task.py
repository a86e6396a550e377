"""What a worker does for one set: load, check, project, render, seal. It reads the records, and is given no private key."""

from __future__ import annotations

import dataclasses
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ...client import Look, shell
from ...errors import AlsError
from ...logs import heard, line
from ...records.changes import next_change
from ...records.strings import strings_of
from ...refusals import refusal
from ...vault import ListedFile, ViewContent
from ...vault.format import PACKS
from ...words import _, ngettext, speaking
from ..changes.digests import Seen, set_digest
from ..changes.last_build import Known
from ..host.store import Store
from ..render.renderer import Renderer
from ..sets.plan import PlannedSet, plan_set
from ..sets.views import also
from ..workers.settling import settle
from ..workers.timing import Phases
from .front_files import FrontFiles
from .request import ViewCost
from .sealing import Locked, lock, view_content

__all__ = ["Builder", "Done", "Job", "SetTask", "write"]

log = logging.getLogger("als.site")

_SEALED = f"{PACKS}/"
"""Where files lie whose names are drawn by lot."""


@dataclass(frozen=True)
class Job:
    """What all tasks of a build have in common.

    `base` is the path of the site on its host, `publisher` the public key, `shared` the digest of what all sets share;
    `site` the folder with the finished front door, which the sets' folders are written into; where it is None, they are handed
    back. `passkeys`: whether lock screens offer them; `look`: what the organisation adds to them. `to`: the address that sealed files go to instead, at once. `side_by_side`: how many processes one task may use.
    """

    config_file: str
    base: str
    publisher: bytes
    strict: bool
    shared: str
    site: Path | None
    language: str
    side_by_side: int
    to: Store | None = None
    passkeys: bool = True
    look: Look = Look()


@dataclass(frozen=True)
class SetTask:
    """One set to be built under this number. `known`: the digest of its inputs that need no new build."""

    set_id: str
    known: str | None
    build: int
    time: str


@dataclass
class Done:
    """What came of a task.

    `failure`: the lines to tell where the set could not be built. `known`: what to remember of it; None where there is nobody
    to publish it for. `keyring`: what is to be signed; None where nothing was built, because nothing has changed. `files`: the
    rest of its folder, where nobody has written it yet. `cause`: why MkDocs had to render it. `costs`: what each view adds.
    """

    set_id: str
    failure: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    known: Known | None = None
    keyring: bytes | None = None
    listed: dict[str, ListedFile] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    cause: str | None = None
    costs: tuple[ViewCost, ...] = ()


class Builder:
    """Builds one set after the other for a job; a worker has one, and keeps it as long as it lives.

    `front`: the front door's files by path, where the job has no folder with them.
    """

    def __init__(self, job: Job, front: Mapping[str, bytes] | None = None) -> None:
        self.job, self.settled = job, False
        self.front: Mapping[str, bytes] = FrontFiles(job.site) if job.site else front or {}
        self.renderer = Renderer(job.config_file, strict=job.strict, workers=job.side_by_side, shared=job.shared)

    def __call__(self, task: SetTask) -> Done:
        done, phases, said = Done(task.set_id), Phases(), list[str]()
        with speaking(self.job.language), heard("als", lambda record: said.append(line(record))):
            try:
                self._build(task, done, phases, said)
            except AlsError as error:
                done.failure = tuple(str(error).splitlines())
            except Exception as error:
                log.debug("sets/%s", task.set_id, exc_info=True)
                what = " ".join(f"{type(error).__name__}: {error}".split())
                unexpected = AlsError(f"sets/{task.set_id}", what, _("this should not have happened; report it, without people's names"))
                done.failure = (str(refusal(error) or unexpected),)
        if self.job.strict and said:
            done.failure = (*dict.fromkeys((*said, *done.failure)),)
        elif said:
            done.warnings = tuple(dict.fromkeys(said))
            if done.known:  # so that they are told every time
                done.known = dataclasses.replace(done.known, data=None, look=None)
        done.seconds = dict(phases.seconds)
        if not self.settled:
            self.settled = True
            settle()
        return done

    def _build(self, task: SetTask, done: Done, phases: Phases, said: list[str]) -> None:
        job = self.job
        root, base = Path(job.config_file).parent, f"{job.base}{task.set_id}/"
        with phases("load"):
            before = Seen.of(root / "sets" / task.set_id)
        planned = plan_set(root, task.set_id, base=base, publisher=job.publisher, phases=phases)
        if job.strict and said:
            number = ngettext("{n} warning, and in strict mode that is an error", "{n} warnings, and in strict mode these are errors", len(said))
            raise AlsError(f"sets/{task.set_id}", number.format(n=len(said)), _("put this right, or build without --strict"))
        if not planned.editions:
            return
        with phases("digest"):
            made = set_digest(planned, job.shared)
        pages, size = (0, 0) if made == task.known else self._make(task, planned, done, phases)
        with phases("digest"):
            done.known = _known(planned, made, job.shared, before, Seen.of(planned.folder), pages, size)

    def _make(self, task: SetTask, planned: PlannedSet, done: Done, phases: Phases) -> tuple[int, int]:
        """Render, seal and write the set; returns how many pages a reader finds, and how many bytes a host has."""
        job = self.job
        with phases("render"):
            rendered = self.renderer.render(planned.editions)
            done.cause = self.renderer.cause
        for words in dict.fromkeys(words for each in rendered for words in each.warnings):
            log.warning("sets/%s: %s", task.set_id, words)
        with phases("seal"):
            seen, mail = [edition.view for edition in planned.editions], planned.mail
            views = [
                view_content(edition, made, self.front, also(edition.view, seen), mail.letters.get(place, ()), mail.inbox, planned.eyes[place])
                for place, (edition, made) in enumerate(zip(planned.editions, rendered, strict=True))
            ]
        locked = _lock(planned, views, job, task, phases)
        with phases("write"):
            done.listed = {path: ListedFile.of(data) for path, data in locked.files.items()}
            files = locked.files
            if job.to:
                job.to.write({f"{task.set_id}/{path}": data for path, data in files.items() if path.startswith(_SEALED)})
                files = {path: data for path, data in files.items() if not path.startswith(_SEALED)}
            if job.site:
                write(job.site / task.set_id, files)
            else:
                done.files = files
        done.keyring = locked.keyring
        readers = Counter(planned.grants.values())
        done.costs = tuple(
            ViewCost(view.audience, view.since.isoformat() if view.since else None, readers[place], _pages(view), locked.sizes[place])
            for place, view in enumerate(views)
        )
        pages = _pages(views[0])
        return pages, len(locked.keyring) + sum(map(len, locked.files.values()))


def _known(one: PlannedSet, made: str, shared: str, before: Seen, after: Seen, pages: int, size: int) -> Known:
    until = next_change(one.record, one.today)
    same = before.data == after.data
    return Known(
        made=made,
        shared=shared,
        data=before.data if same else None,  # somebody is at work on it
        look=before.look if same and before.look == after.look else None,
        timezone=one.record.file.timezone,
        first=one.today.isoformat(),
        until=until.isoformat() if until else None,
        pages=pages,
        views=len(one.editions),
        people=len(one.grants),
        size=size,
    )


def _lock(one: PlannedSet, views: list[ViewContent], job: Job, task: SetTask, phases: Phases) -> Locked:
    record = one.record
    assert one.access is not None
    name = record.file.name if record.file.listed else None
    with speaking(record.file.language):
        of_set = partial(
            shell,
            base=one.editions[0].base,
            language=record.file.language,
            words=_,
            plurals=ngettext,
            set_id=one.access.set_id,
            publisher=one.access.first_publisher,
            passkeys=job.passkeys,
            look=job.look,
        )
        named, unnamed = of_set(name=name), of_set(name=None)
    return lock(
        record.id,
        views,
        one.grants,
        one.access,
        job.publisher,
        build=task.build,
        time=task.time,
        shell=named,
        plain_shell=unnamed,
        needles=[text for text in strings_of(record, one.folder) if not name or _plain(text) not in _plain(name)],
        phases=phases,
    )


def _pages(view: ViewContent) -> int:
    """How many pages a reader of this view finds."""
    return sum(path.endswith(".html") for path in view.files)


def _plain(text: str) -> str:
    """A text as the audit compares it."""
    return " ".join(text.split()).casefold()


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a set's folder."""
    for path, data in sorted(files.items()):  # the times of files tell no order either
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
