"""What was published last to a target from this computer, as far as it decides whether files from before may stay there.

Digests and numbers of builds alone are kept, in the user's own folder for such things: no names, and nothing of a record. Lines are
known by a few bytes of a digest under a key of this file's own, too few to find out what stood in them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...files import draft
from ...vault import Access

__all__ = ["Memory", "SetThen"]

_NOT_RECORDS = ("access.json", "inbox.json")


@dataclass(frozen=True)
class SetThen:
    """A set as it was: who could open it, by digests of person and key, and what stood in each of its files, line by line."""

    people: frozenset[str]
    files: dict[str, list[str]]
    build: int = 0
    """The number of the build that was published."""

    @classmethod
    def of(cls, folder: Path, key: str, build: int = 0) -> SetThen:
        """The set in this folder as it is now, and as this build has it. `key` is that of the memory that it is held against."""
        place = folder / "access.json"
        access = Access.loads(place.read_text(encoding="utf-8"), f"sets/{folder.name}/access.json") if place.is_file() else None
        people = frozenset(_digest(person, one.slot.public) for person, one in access.people.items()) if access else frozenset()
        return cls(people, {_digest(path.relative_to(folder).as_posix()): _lines(path, key) for path in _records(folder)}, build)

    @classmethod
    def published(cls, folder: Path, key: str, build: int) -> SetThen:
        """The set as this build of it has it, which is being published. What was changed in its folder since it was built is not what
        will stand there; then what stands in its files is not known."""
        now = cls.of(folder, key, build)
        return now if _unchanged_since(folder, build) else replace(now, files={"": [""]})

    def took_nothing_away(self, now: SetThen) -> bool:
        """Whether since then nobody was removed or got another key, and nothing of a record was removed or replaced: then whoever
        still reads what was published then reads nothing that was to be withdrawn."""
        return self.people <= now.people and not any(Counter(lines) - Counter(now.files.get(path, ())) for path, lines in self.files.items())

    def gone(self, now: SetThen) -> int:
        """How many people could open it then and cannot now with the key that they had."""
        return len(self.people - now.people)


class Memory:
    """What is remembered of one target, in a file below `folder` (0600)."""

    def __init__(self, folder: Path, root: Path, name: str, given: Any) -> None:
        """`name` and `given` are the target's lines in the mkdocs.yml of the folder `root`."""
        self._file = folder / "published" / f"{_digest(str(root.resolve()), name, repr(given))[:32]}.json"
        self.sets: dict[str, SetThen] = {}
        self._begun: frozenset[str] = frozenset()
        self.key = secrets.token_hex(16)
        try:
            told = json.loads(self._file.read_text(encoding="utf-8"))
            self._begun = frozenset(told["begun"])
            self.sets = {one: SetThen(frozenset(people), {path: list(lines) for path, lines in files.items()}, build) for one, (people, files, build) in told["sets"].items()}
            self.key = str(told["key"])
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            self.sets = {}  # nothing is known: then nothing from before may stay

    def of(self, set_id: str) -> SetThen | None:
        """The set as it was; None where this is not known."""
        return self.sets.get(_digest(set_id))

    @property
    def at(self) -> dt.datetime | None:
        """When it was published last, and seen to stand there; None where this is not known."""
        return dt.datetime.fromtimestamp(self._file.stat().st_mtime).astimezone() if self.sets else None

    def begin(self, paths: Iterable[str]) -> None:
        """Know nothing of the sets, as long as it is not sure what stands there; but which files may come to stand there."""
        self.sets, self._begun = {}, self._begun | {_digest(path) for path in paths}
        self._write({})

    @property
    def stopped(self) -> bool:
        """Whether publishing was begun and did not come to its end."""
        return bool(self._begun)

    def begun(self, paths: Iterable[str]) -> set[str]:
        """Those of the paths that were to be sent when it was stopped."""
        return {path for path in paths if _digest(path) in self._begun} if self._begun else set()

    def keep(self, sets: Iterable[tuple[str, SetThen]]) -> None:
        """Remember these sets; all that was begun is done."""
        self._begun = frozenset()
        self._write({_digest(set_id): (sorted(one.people), one.files, one.build) for set_id, one in sets})

    def _write(self, sets: Any) -> None:
        told = {"key": self.key, "begun": sorted(self._begun), "sets": sets}
        with draft(self._file) as place, open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(told, file)


def _unchanged_since(folder: Path, build: int) -> bool:
    """Whether nothing in a set's folder was written or removed since that build began: only then is it what was built."""
    below = (path for path in folder.rglob("*") if path.name != "inbox.json")
    return all(path.stat().st_mtime < build for path in (folder, *below))


def _records(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name not in _NOT_RECORDS]


def _lines(path: Path, key: str) -> list[str]:
    """The file's lines by short digests, without what nobody reads on a page: notes to oneself, and that a session is a draft."""
    data = path.read_bytes()
    lines: Collection[bytes] = data.split(b"\n") if path.suffix in (".yml", ".md") else [data]
    said = (line.strip() for line in lines if not (path.suffix == ".yml" and line.startswith(b"#")))
    return sorted(_digest(key, line)[:8] for line in said if line not in (b"", b"status: draft"))


def _digest(*parts: str | bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode(errors="surrogateescape")
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()
