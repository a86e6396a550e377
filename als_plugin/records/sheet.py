"""A file that was read: its values, and where each of them stands, so that any rule can point at it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import AlsError, Place
from ..words import _

__all__ = ["Loc", "Sheet", "Spot"]

Loc = tuple[str | int, ...]
"""The way to a value: fields' names as in the file, and places in lists from 0."""


@dataclass(frozen=True)
class Spot:
    """Line and column of a value, and its place in the record: as a path and, within a list, in words too."""

    line: int
    column: int
    where: str
    words: str = ""

    @property
    def named(self) -> str:
        """The path with the words beside it: `turns[0].do (first turn, of amara)`."""
        return _("{path} ({words})").format(path=self.where, words=self.words) if self.words else self.where


@dataclass
class Sheet:
    """One file: the path as the user knows it, and the spots of its values."""

    shown: str
    spots: dict[Loc, Spot] = field(default_factory=dict)

    def spot(self, loc: Loc) -> Spot:
        """Where a value stands; for one that is not written, where it would belong."""
        known = loc
        while known and known not in self.spots:
            known = known[:-1]
        near = self.spots.get(known, Spot(1, 1, ""))
        where = near.where
        for part in loc[len(known) :]:
            where += f"[{part}]" if isinstance(part, int) else f".{part}" if where else part
        return Spot(near.line, near.column, where, near.words)

    def error(self, loc: Loc, problem: str, remedy: str) -> AlsError:
        """An error about the value at `loc`."""
        spot = self.spot(loc)
        return AlsError(Place(self.shown, spot.line, spot.column), f"{spot.named}: {problem}" if spot.where else problem, remedy)
