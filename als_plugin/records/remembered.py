"""What a process that reads a set again and again remembers of it: in memory alone, as it is the text of records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from .findings import Findings
from .model import Model
from .reader import read
from .sheet import Sheet
from .source import text_of

__all__ = ["Remembered"]

M = TypeVar("M", bound=Model)


@dataclass
class Remembered:
    """Files as they were read last, and what the rules found in sessions, by set and stem: each with all that it was made of. What is
    equal makes the same."""

    files: dict[Path, tuple[bytes, Model, Sheet]] = field(default_factory=dict)
    findings: dict[str, dict[str, tuple[object, Findings]]] = field(default_factory=dict)

    def read(self, path: Path, data: bytes, sheet: Sheet, model: type[M], change: Callable[[M], M] = lambda made: made) -> tuple[M, Sheet]:
        """What a file of these bytes says, once it has been through `change`, and where; `sheet` is filled where it has to be read. Raises AlsError."""
        known = self.files.get(path)
        if known is None or known[0] != data or not isinstance(known[1], model):
            self.files.pop(path, None)
            made = change(read(text_of(data, sheet.shown), model, sheet))
            self.files[path] = data, made, sheet
            return made, sheet
        return known[1], known[2]

    def forget(self, folder: Path, stems: set[str]) -> None:
        """Keep nothing of files in this folder but these."""
        for path in [each for each in self.files if each.parent == folder and each.stem not in stems]:
            del self.files[path]
