"""What can be changed in a record's file: a value put, an item added, either taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .writing import Value

__all__ = ["Add", "AddAll", "Change", "Path", "Put", "Remove", "together"]

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Put:
    """Let `value` stand at a path such as `("turns", 0, "agreed_on")`; mappings on the way are made where they are missing."""

    path: Path
    value: Value


@dataclass(frozen=True)
class Add:
    """Let `item` be the last one of the list at a path, which is made where it is missing."""

    path: Path
    item: Value

    @property
    def items(self) -> tuple[Value, ...]:
        """What is added."""
        return (self.item,)


@dataclass(frozen=True)
class AddAll:
    """Several `Add` into the same list."""

    path: Path
    items: tuple[Value, ...]


@dataclass(frozen=True)
class Remove:
    """Let nothing stand at a path; a mapping or list that would be empty goes with it."""

    path: Path


Change = Put | Add | Remove


def together(changes: Sequence[Change]) -> Iterator[Change | AddAll]:
    """The changes, those that follow one another into the same list as one: a text is read once for each."""
    for path, group in groupby(changes, lambda change: change.path if isinstance(change, Add) else None):
        several = list(group)
        if path is not None and len(several) > 1:
            yield AddAll(path, tuple(each.item for each in several if isinstance(each, Add)))
        else:
            yield from several
