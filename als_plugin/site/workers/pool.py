"""Processes that work for a build: each does one thing at a time, and a dead one takes nothing but that thing with it."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from ...errors import AlsError
from ...words import _

__all__ = ["Lost", "Worker", "cores", "each", "get_ready"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
"""Windows has no server of processes: there each begins anew."""
_CONTEXT: Any = multiprocessing.get_context(_METHOD)  # a context of either kind
_PRELOAD = ["als_plugin.site.build.preload"]
_PATIENCE = 30
"""Seconds that a process has to tidy up before it is killed."""


@dataclass(frozen=True)
class Lost:
    """What comes in the place of a result where the process died. `code` as in `Process.exitcode`."""

    code: int | None

    def error(self, set_id: str) -> AlsError:
        """What to say of the set that it was at work on."""
        problem = _("the process that built it was ended from outside, perhaps for want of memory (exit code {code})")
        return AlsError(f"sets/{set_id}", problem.format(code=self.code), _("build again, with fewer at a time: als build --jobs 1"))


@dataclass(frozen=True)
class _Raised:
    error: BaseException


def cores() -> int:
    """How many processes this one may use at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def get_ready() -> None:
    """Start the server of new processes, where there is one, which imports what they need while this process does other things."""
    if _METHOD != "forkserver":
        return
    from multiprocessing import forkserver

    with _uninterrupted():
        forkserver.ensure_running()


def each(
    do: Callable[[Item], Result], items: Iterable[Item], *, workers: int, once: bool = False
) -> Generator[tuple[Item, Result | Lost], None, None]:
    """Let processes do each item, and yield items with their results as they are finished, in no order.

    An item is taken from `items` when there is somebody to do it, so that no more than `workers` are under way. `do` is
    pickled once for each process. `once`: every item gets a fresh process. What `do` raises is raised here; then, as when
    the caller stops asking, all processes are ended and waited for.
    """
    started: list[Worker[Item, Result]] = []
    idle: list[Worker[Item, Result]] = []
    rest = iter(items)
    more = True
    try:
        while True:
            while more and len(started) - len(idle) < workers:
                try:
                    item = next(rest)
                except StopIteration:
                    more = False
                    break
                if not idle:
                    started.append(Worker(do))
                    idle.append(started[-1])
                idle.pop().begin(item)
            busy: dict[Any, Worker[Item, Result]] = {worker.connection: worker for worker in started if worker not in idle}
            if not busy:
                return
            for connection in wait(list(busy)):
                worker = busy[connection]
                item, result = worker.finish()
                if once or isinstance(result, Lost):
                    started.remove(worker)
                    worker.end()
                else:
                    idle.append(worker)
                yield item, result
    finally:
        for worker in started:
            worker.dismiss()
        for worker in started:
            worker.end()


class Worker(Generic[Item, Result]):
    """One process, and the pipe to it."""

    def __init__(self, do: Callable[[Item], Result]) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_serve, args=(theirs, do))
        with _uninterrupted():
            self.process.start()
        theirs.close()
        self.item: Any = None

    def begin(self, item: Item) -> None:
        self.item = item
        try:
            self.connection.send(item)
        except ConnectionError:
            pass  # it is dead, as its silence will tell

    def finish(self) -> tuple[Item, Result | Lost]:
        """What it was given and what it made of it. Raises what it raised."""
        item, self.item = self.item, None
        try:
            result = self.connection.recv()
        except (EOFError, ConnectionError):
            self.process.join()
            return item, Lost(self.process.exitcode)
        if isinstance(result, _Raised):
            raise result.error
        return item, result

    def dismiss(self) -> None:
        """Ask it to go: at once where it is at work, which nobody waits for any more."""
        self.connection.close()
        if self.item is not None:
            self.process.terminate()

    def end(self) -> None:
        """Wait until it has gone."""
        self.connection.close()
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """An interrupt is for the build alone, also while the server of new processes still imports."""
    if sys.platform == "win32" or _METHOD != "forkserver" or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    _CONTEXT.set_forkserver_preload(_PRELOAD)
    resource_tracker.ensure_running()  # first, as what it starts itself changes the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, do: Callable[[Any], Any]) -> None:
    """The process's life: one item after the other, until the pipe is closed, or reset since a result was never read."""
    _follow_the_build()
    with connection:
        while True:
            try:
                item = connection.recv()
            except (EOFError, ConnectionError):
                return
            try:
                result = do(item)
            except Exception as error:
                result = _Raised(_travelling(error))
            try:
                connection.send(result)
            except ConnectionError:
                return


def _travelling(error: Exception) -> Exception:
    """The error as it can go to another process, with its traceback as a note."""
    story = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(story)
    return error


def _follow_the_build() -> None:
    """Leave interrupts to the build that this process works for, and end in order when that build says so or is gone."""

    def end(number: int, frame: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # what tidies up is not interrupted by a second one
        sys.exit(128 + number)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32" and hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, end)
    build = multiprocessing.parent_process()
    assert build is not None

    def watch() -> None:
        build.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
