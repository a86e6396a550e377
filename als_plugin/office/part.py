"""How much of a set's records is taken out."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Part"]


@dataclass(frozen=True)
class Part:
    """A session by its stem, a person by their id, both, or (neither) all."""

    session: str | None = None
    person: str | None = None
