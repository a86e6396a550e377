"""What parts say by logging, heard by whoever runs them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["heard", "line"]


class _Told(logging.Handler):
    def __init__(self, tell: Callable[[logging.LogRecord], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(record)


@contextmanager
def heard(name: str, tell: Callable[[logging.LogRecord], None]) -> Iterator[None]:
    """Inside the block, warnings and worse of this logger and those below it go to `tell`, and nowhere else: not to a block around it
    either."""
    logger, handler = logging.getLogger(name), _Told(tell)
    around = [each for each in logger.handlers if isinstance(each, _Told)]
    propagate, logger.propagate = logger.propagate, False
    for each in around:
        logger.removeHandler(each)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        for each in around:
            logger.addHandler(each)
        logger.propagate = propagate


def line(record: logging.LogRecord) -> str:
    """What was said, on one line, beginning with its place (MkDocs puts a plugin's name before it)."""
    return " ".join(record.getMessage().removeprefix("als: ").split())
