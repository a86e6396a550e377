"""Warnings of the parts that know nothing of MkDocs, handed on to MkDocs, so that strict mode counts them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["passed_on"]


class _PassOn(logging.Handler):
    def __init__(self, to: logging.Logger | logging.LoggerAdapter[logging.Logger]) -> None:
        super().__init__(logging.WARNING)
        self.to = to

    def emit(self, record: logging.LogRecord) -> None:
        self.to.log(record.levelno, "%s", record.getMessage())


@contextmanager
def passed_on(to: logging.Logger | logging.LoggerAdapter[logging.Logger]) -> Iterator[None]:
    """Inside the block, what is logged under `als` as a warning or worse is logged by `to` instead."""
    logger, handler = logging.getLogger("als"), _PassOn(to)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
