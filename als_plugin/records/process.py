"""How long a turn of a process takes."""

from __future__ import annotations

from .model import SetFile

__all__ = ["TURN_MINUTES", "turn_minutes"]

TURN_MINUTES = {"suggestions": 35, "questions": 35, "triad": 30, "post-it": 30, "troika": 18}
"""The built-in processes; their stages, with words, are in `pages/process.py`."""


def turn_minutes(file: SetFile) -> int:
    """How long one turn takes by the set's process."""
    if isinstance(file.process, str):
        return TURN_MINUTES[file.process]
    return sum(stage.minutes for stage in file.process)
