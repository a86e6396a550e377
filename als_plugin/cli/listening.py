"""What the other parts say by logging, as plain lines."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

__all__ = ["lines_of", "warnings_of"]


class _Lines(logging.Handler):
    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        # MkDocs puts a plugin's name before what it says; a line that begins with its place can be clicked.
        self.tell(" ".join(record.getMessage().removeprefix("als: ").split()))


@contextmanager
def _told(name: str, tell: Callable[[str], None]) -> Iterator[None]:
    logger, handler = logging.getLogger(name), _Lines(tell)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


@contextmanager
def warnings_of(name: str) -> Iterator[list[str]]:
    """The warnings that are given inside the block on this logger or below it, each once."""
    found: list[str] = []

    def keep(line: str) -> None:
        if line not in found:
            found.append(line)

    with _told(name, keep):
        yield found


@contextmanager
def lines_of(name: str) -> Iterator[None]:
    """Inside the block, tell the warnings and errors of this logger on stderr as they come."""
    with _told(name, lambda line: click.echo(line, err=True)):
        yield
