"""A process that has made its first thing, and will make more of them."""

from __future__ import annotations

import gc

__all__ = ["seldom", "settle"]


def settle() -> None:
    """What there is now stays until the end: looking through it again and again for cycles takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    seldom()


def seldom() -> None:
    """Look for cycles seldom: for a process that makes one thing and ends, too."""
    gc.set_threshold(50_000, 20, 50)
