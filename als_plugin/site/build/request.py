"""What a command asks of a build beyond what mkdocs.yml says; `mkdocs build` itself asks for nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ...errors import AlsError
from ..workers.timing import Phases

if TYPE_CHECKING:
    from ..host.store import Store
    from ..workers.pool import Lost
    from .task import Done, Job, SetTask

__all__ = ["Machines", "Request", "SetReport", "SetsFailed", "ViewCost", "current", "requested"]


@dataclass(frozen=True)
class ViewCost:
    """What one view adds to a set: how many people read it, its pages, and the bytes of its sealed files."""

    audience: str
    since: str | None
    people: int
    pages: int
    size: int


@dataclass(frozen=True)
class SetReport:
    """What was built of one set: pages and views, people who can open it, bytes on the host, seconds by phase, and what each view
    costs. `unchanged`: nothing was, because its folder of the build before is what it would be made into again."""

    set_id: str
    pages: int
    views: int
    people: int
    size: int
    seconds: Mapping[str, float]
    unchanged: bool = False
    costs: tuple[ViewCost, ...] = ()


class Machines(Protocol):
    """Other machines that build sets in the place of this one."""

    def each(self, job: Job, tasks: Iterable[SetTask], last: Path) -> Generator[tuple[SetTask, Done | Lost], None, None]:
        """Do the tasks, and yield each with what came of it, in no order. `last` is the last good site, which stays here.

        Raises AlsError where these machines cannot be used.
        """


@dataclass(frozen=True)
class Request:
    """`sets`: only these (empty: all); the others stay as they were last published. `person`: who the one set of a preview is read as
    to begin with. `alone`: the front door and no set.
    `force`: build sets of which nothing has changed too. `verify`: look at the content of every file of a set and of its
    folder, where a build else goes by names, sizes and times. `machines`: who builds the sets, where
    it is not this machine. `to`: where the site is published to, in the place of its folder. `jobs`: how many sets at a time (None:
    one a core). `begun` is told how many sets there are, `built` of each one that is done, `failed` of each one that could not be."""

    sets: tuple[str, ...] = ()
    person: str | None = None
    alone: bool = False
    force: bool = False
    verify: bool = False
    machines: Machines | None = None
    to: Store | None = None
    jobs: int | None = None
    begun: Callable[[int], None] = lambda number: None
    built: Callable[[SetReport], None] = lambda report: None
    failed: Callable[[str], None] = lambda set_id: None
    reports: list[SetReport] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is good to know of this build and no warning."""
    phases: Phases = field(default_factory=Phases)
    """Where this process's own time went."""


class SetsFailed(AlsError):
    """Some sets could not be built, as the lines say; all the others are published, in `site`."""

    def __init__(self, lines: tuple[str, ...], sets: int, site: Path) -> None:
        self.lines, self.sets, self.site = lines, sets, site
        super().__init__("sets", "", "")

    def __str__(self) -> str:
        return "\n".join(self.lines)


_request: ContextVar[Request] = ContextVar("als_request", default=Request())


def current() -> Request:
    """The request in force."""
    return _request.get()


@contextmanager
def requested(request: Request) -> Iterator[Request]:
    """Put a request in force inside the block."""
    token = _request.set(request)
    try:
        yield request
    finally:
        _request.reset(token)
