"""The one kind of error that a user is meant to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["AlsError", "Errors", "Place"]


@dataclass(frozen=True, order=True)
class Place:
    """Where something is: a path as the user knows it and, where known, a line and column (both from 1)."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


class AlsError(Exception):
    """A mistake that the user can put right: the place, what is wrong, what to do.

    `place` is a `Place`, a path or a few words; `problem` says what is wrong, `remedy` what to do about it.
    Its text is one line.
    """

    def __init__(self, place: Place | str, problem: str, remedy: str) -> None:
        self.place = place if isinstance(place, Place) else Place(str(place))
        self.problem = problem
        self.remedy = remedy
        super().__init__(place, problem, remedy)

    def __str__(self) -> str:
        return " ".join(f"{self.place}: {self.problem}; {self.remedy}".split())


class Errors(AlsError):
    """Several mistakes found in one go, each a line of its own."""

    def __init__(self, errors: Iterable[AlsError]) -> None:
        self.errors = tuple(errors)
        first = self.errors[0]
        super().__init__(first.place, first.problem, first.remedy)

    def __reduce__(self) -> tuple[type[Errors], tuple[tuple[AlsError, ...]]]:
        # Errors cross from a worker process to its parent.
        return type(self), (self.errors,)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)
