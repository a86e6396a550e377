"""Cases as text: files between lines `=== path`, and what is expected under `=== errors` or `=== warnings`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

TODAY = dt.date(2026, 11, 23)

SET = """\
name: Riverside
facilitator: {id: ros, name: Ros Thackeray}
members:
  - {id: amara, name: Amara Okafor}
  - {id: ben, name: Ben Lindqvist}
  - {id: cleo, name: Cleo Marsh}
  - {id: dai, name: Dai Prosser}
agreement:
  record: suggestions
  presenter_agrees: false
retention: {keep_months: 24}
"""


@dataclass(frozen=True)
class Case:
    """The files of a set by path, and the lines that are expected."""

    files: dict[str, str]
    expected: str

    @classmethod
    def parse(cls, text: str) -> Case:
        """A case from its text."""
        parts: dict[str, str] = {}
        name = None
        for line in text.splitlines(keepends=True):
            if line.startswith("=== "):
                name = line[4:].strip()
                parts[name] = ""
            else:
                assert name is not None, "a case begins with === and a path"
                parts[name] += line
        expected = parts.pop("errors", parts.pop("warnings", ""))
        return cls(parts, expected.strip("\n"))


def write(root: Path, files: dict[str, str | bytes], name: str = "riverside") -> Path:
    """A set's folder with these files; returns it."""
    folder = root / "sets" / name
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
