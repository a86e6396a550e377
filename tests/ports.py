"""Ports for servers that must be told theirs."""

from __future__ import annotations

import itertools
import os
import random
import socket

__all__ = ["free_port"]

_FIRST, _EACH = 18_000, 1_000
"""Below those that the system gives out of itself, to browsers by the hundred: none of them is taken before the server comes to it."""
_WORKER = int("".join(filter(str.isdigit, os.environ.get("PYTEST_XDIST_WORKER", "0")))) % 10
_NEXT = itertools.count(random.randrange(_EACH))


def free_port() -> int:
    """One on which nothing listens, and which no other process of these tests is given."""
    for number in _NEXT:
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", _FIRST + _EACH * _WORKER + number % _EACH))
            except OSError:
                continue
            port: int = trial.getsockname()[1]
            return port
    raise AssertionError("no port is free")
