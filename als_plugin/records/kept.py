"""What a process that makes the same thing again and again keeps of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

__all__ = ["Kept"]

T = TypeVar("T")


class Kept:
    """What was made last, by name, each with all the parts that it was made of: of equal parts the same thing is made, so it is taken
    again. It is text of records, so it is in memory alone."""

    def __init__(self) -> None:
        self._before: dict[Hashable, tuple[tuple[Any, ...], Any]] = {}
        self._now: dict[Hashable, tuple[tuple[Any, ...], Any]] = {}

    def begin(self) -> None:
        """All is to be made again: what nobody asks for from now until the next time is forgotten."""
        self._before, self._now = self._now, {}

    def take(self, name: Hashable, make: Callable[..., T], *parts: Any) -> T:
        """What `make` makes of these parts, in which stands all that it goes by."""
        known = self._before.get(name)
        if known is None or known[0] != parts:
            known = parts, make(*parts)
        self._now[name] = known
        made: T = known[1]
        return made

    def forget(self, name: Hashable) -> None:
        """What was just made is not to be taken again."""
        self._now.pop(name, None)
