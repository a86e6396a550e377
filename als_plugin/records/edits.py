"""What can be changed in a record's file: a value put, an item added, either taken out."""

from __future__ import annotations

from dataclasses import dataclass

from .writing import Value

__all__ = ["Add", "Change", "Path", "Put", "Remove"]

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


@dataclass(frozen=True)
class Remove:
    """Let nothing stand at a path; a mapping or list that would be empty goes with it."""

    path: Path


Change = Put | Add | Remove
