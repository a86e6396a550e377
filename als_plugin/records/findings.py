"""What the rules find."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import AlsError

__all__ = ["Findings"]


@dataclass
class Findings:
    """What was found: errors, sessions past their retention, warnings."""

    errors: list[AlsError] = field(default_factory=list)
    expired: list[AlsError] = field(default_factory=list)
    warnings: list[AlsError] = field(default_factory=list)

    def add(self, more: Findings) -> None:
        """Take in what was found elsewhere."""
        self.errors += more.errors
        self.expired += more.expired
        self.warnings += more.warnings
