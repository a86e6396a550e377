"""What was published last to a target from this computer, as far as it decides whether files from before may stay there.

Digests, sizes and numbers of builds alone are kept, in the user's own folder for such things: no names, and nothing of a record.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...files import draft
from ...vault import Access

__all__ = ["Memory", "SetThen"]


@dataclass(frozen=True)
class SetThen:
    """A set as it was: who could open it, by digests of person and key, and the size of each of its files, by digests of paths."""

    people: frozenset[str]
    files: dict[str, int]
    build: int = 0
    """The number of the build that was published."""

    @classmethod
    def of(cls, folder: Path, build: int = 0) -> SetThen:
        """The set in this folder as it is now, and as this build has it."""
        place = folder / "access.json"
        access = Access.loads(place.read_text(encoding="utf-8"), f"sets/{folder.name}/access.json") if place.is_file() else None
        people = frozenset(_digest(person, one.slot.public) for person, one in access.people.items()) if access else frozenset()
        found = (path for path in folder.rglob("*") if path.is_file() and path.name not in ("access.json", "inbox.json"))
        return cls(people, {_digest(path.relative_to(folder).as_posix()): path.stat().st_size for path in found}, build)

    def took_nothing_away(self, now: SetThen) -> bool:
        """Whether since then nobody was removed or got another key, and no record was removed or became shorter: then whoever
        still reads what was published then reads nothing that was to be withdrawn."""
        return self.people <= now.people and all(now.files.get(path, -1) >= size for path, size in self.files.items())

    def gone(self, now: SetThen) -> int:
        """How many people could open it then and cannot now with the key that they had."""
        return len(self.people - now.people)


class Memory:
    """What is remembered of one target, in a file below `folder` (0600)."""

    def __init__(self, folder: Path, root: Path, name: str, given: Any) -> None:
        """`name` and `given` are the target's lines in the mkdocs.yml of the folder `root`."""
        self._file = folder / "published" / f"{_digest(str(root.resolve()), name, repr(given))[:32]}.json"
        self.sets: dict[str, SetThen] = {}
        try:
            told = json.loads(self._file.read_text(encoding="utf-8"))
            self.sets = {one: SetThen(frozenset(people), dict(files), *build) for one, (people, files, *build) in told.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            self.sets = {}  # nothing is known: then nothing from before may stay

    def of(self, set_id: str) -> SetThen | None:
        """The set as it was; None where this is not known."""
        return self.sets.get(_digest(set_id))

    @property
    def at(self) -> dt.datetime | None:
        """When it was published last, and seen to stand there; None where this is not known."""
        return dt.datetime.fromtimestamp(self._file.stat().st_mtime).astimezone() if self.sets else None

    def forget(self) -> None:
        """Know nothing, as long as it is not sure what stands there."""
        self._file.unlink(missing_ok=True)

    def keep(self, sets: Iterable[tuple[str, SetThen]]) -> None:
        """Remember these sets."""
        told = {_digest(set_id): (sorted(one.people), one.files, one.build) for set_id, one in sets}
        with draft(self._file) as place, open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(told, file)


def _digest(*parts: str | bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode(errors="surrogateescape")
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()
