"""What the other parts say by logging, as plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from ..logs import heard, line

__all__ = ["lines_of", "warnings_of"]


@contextmanager
def warnings_of(name: str) -> Iterator[list[str]]:
    """The warnings that are given inside the block on this logger or below it, each once."""
    found: list[str] = []

    with heard(name, lambda record: found.append(line(record))):
        yield found
    found[:] = dict.fromkeys(found)


@contextmanager
def lines_of(name: str) -> Iterator[None]:
    """Inside the block, tell the warnings and errors of this logger on stderr as they come."""
    with heard(name, lambda record: click.echo(line(record), err=True)):
        yield
