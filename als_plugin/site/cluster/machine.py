"""What happens on a machine of a cluster: records come with the task, are unpacked into the private folder, built, and gone.

Nothing here says in its `repr` what it holds: a cluster's programs write what they move into their logs.
"""

from __future__ import annotations

import atexit
import dataclasses
import multiprocessing
import os
import shutil
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..build.task import Builder, Done, Job, SetTask, write
from ..changes.digests import digest, programs
from ..workers.pool import Lost, Worker
from ..workers.scratch import scratch
from .fingerprints import Fingerprints

__all__ = ["Answer", "Batch", "Package", "at_work", "build_batch"]


@dataclass(frozen=True, repr=False)
class Package:
    """All that the tasks of a build share: the organisation's files without its sets, the SHA-256 of the front door's files, what
    the settings take from the environment, the job, and a digest of the programs that are to be at work."""

    job: Job
    files: Mapping[str, bytes]
    front: Mapping[str, bytes]
    environment: Mapping[str, str | None]
    programs: str
    name: str


@dataclass(frozen=True, repr=False)
class Batch:
    """Some tasks, and for each the files of the set's folder."""

    sets: tuple[tuple[SetTask, Mapping[str, bytes]], ...]


@dataclass(frozen=True, repr=False)
class Answer:
    """What came of a batch; `refusal`: why this worker is not one that may build."""

    done: tuple[Done | Lost, ...] = ()
    refusal: str | None = None


class _Unpacked:
    """Builds sets that come with their files, in a folder with the organisation's."""

    def __init__(self, package: Package, root: Path) -> None:
        self.root, self.environment, self.front = root, package.environment, package.front
        config_file = str(root / Path(package.job.config_file).name)
        self.job = dataclasses.replace(package.job, config_file=config_file)
        self.builder: Builder | None = None

    def __call__(self, item: tuple[SetTask, Mapping[str, bytes]]) -> Done:
        task, files = item
        if self.builder is None:
            for name, value in self.environment.items():
                os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
            self.builder = Builder(self.job, Fingerprints(self.front))
        folder = self.root / "sets" / task.set_id
        try:
            write(folder, files)
            return self.builder(task)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass
class _Bench:
    """Where this process of the cluster works: one organisation at a time, in a process of its own."""

    name: str = ""
    open: ExitStack = field(default_factory=ExitStack)
    do: _Unpacked | None = None
    worker: Worker[Any, Any] | None = None


_bench = _Bench()
_one_at_a_time = threading.Lock()


def build_batch(package: Package, batch: Batch) -> Answer:
    """Build the sets of a batch, one after the other."""
    if why := _unfit(package):
        return Answer(refusal=why)
    with _one_at_a_time:
        _set_up(package)
        return Answer(tuple(_one(item) for item in batch.sets))


def at_work(dask_worker: Any) -> str | None:
    """Why this worker of a cluster may not build; None where it may. (Dask gives it by this name.)"""
    if not isinstance(dask_worker.data, dict):
        return "spills"
    return "daemon" if multiprocessing.current_process().daemon else None


def _unfit(package: Package) -> str | None:
    from distributed import get_worker

    return at_work(get_worker()) or (None if programs() == package.programs else "programs")


def _set_up(package: Package) -> None:
    """Unpack the organisation, unless that was done."""
    if _bench.name == package.name:
        return
    _tear_down()
    atexit.register(_tear_down)  # a process of Python's waits for those that it started
    root = _bench.open.enter_context(scratch())
    write(root / "organisation", package.files)
    _bench.do, _bench.name = _Unpacked(package, root / "organisation"), package.name


def _tear_down() -> None:
    atexit.unregister(_tear_down)
    if _bench.worker:
        _bench.worker.end()
    _bench.open.close()
    _bench.name, _bench.open, _bench.do, _bench.worker = "", ExitStack(), None, None


def _one(item: tuple[SetTask, Mapping[str, bytes]]) -> Done | Lost:
    assert _bench.do is not None
    if _bench.worker is None:
        _bench.worker = Worker(_bench.do)
    _bench.worker.begin(item)
    _item, result = _bench.worker.finish()
    if isinstance(result, Lost):
        _bench.worker.end()
        _bench.worker = None
    return result


def named(package: Package) -> str:
    """A name for a package: by what is in it."""
    parts = [part for known in (package.files, package.front) for path, data in sorted(known.items()) for part in (path.encode(), data)]
    return digest([repr(package.job).encode(), repr(sorted(package.environment.items())).encode(), *parts])
