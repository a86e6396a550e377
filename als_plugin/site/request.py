"""What a command asks of a build beyond what mkdocs.yml says; `mkdocs build` itself asks for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

__all__ = ["Request", "SetReport", "current", "requested"]


@dataclass(frozen=True)
class SetReport:
    """What was built of one set: pages and views, people who can open it, bytes on the host, seconds. `unchanged`: nothing
    was, because its folder of the build before is what it would be made into again."""

    set_id: str
    pages: int
    views: int
    people: int
    size: int
    seconds: float
    unchanged: bool = False


@dataclass(frozen=True)
class Request:
    """`sets`: only these (empty: all); the others stay as they were last published. `alone`: the front door and no set.
    `force`: build sets of which nothing has changed too. `begun` is told how many sets there are, `built` of each one that
    is done."""

    sets: tuple[str, ...] = ()
    alone: bool = False
    force: bool = False
    begun: Callable[[int], None] = lambda number: None
    built: Callable[[SetReport], None] = lambda report: None
    reports: list[SetReport] = field(default_factory=list)


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
