"""What would be written, as a draft: rows understood, rows that are not with the reason, and the files as they would be then."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import AlsError, Errors
from ...files import write_all
from ...logs import heard
from ...records import Add, Change, Put, compose, load_set, splice
from ...words import _
from .kinds import Table

__all__ = ["Draft", "Entry", "Left", "Row", "drafted", "mark_of", "write"]


@dataclass(frozen=True)
class Row:
    """A row that was understood: where it stands, in what file it goes, and what it says there."""

    place: str
    file: str
    words: str


@dataclass(frozen=True)
class Left:
    """A row, or a part of one, that nothing is made of, and why."""

    place: str
    why: str


@dataclass(frozen=True)
class Entry:
    """A row's changes, each to the file of a session (by its stem) or to set.yml (None)."""

    place: str
    words: str
    changes: tuple[tuple[str | None, Change], ...]


@dataclass(frozen=True)
class Draft:
    """A whole plan. `files` has what would be written, by path; `before` what stands there now (None: nothing); `told` how each table
    was read; `tables` those that were recognised, `sheets` the names of all that could be seen."""

    rows: tuple[Row, ...] = ()
    left: tuple[Left, ...] = ()
    there: tuple[Left, ...] = ()
    """Rows that the records have already."""
    told: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    sheets: tuple[str, ...] = ()
    files: Mapping[Path, bytes] = field(default_factory=dict)
    before: Mapping[Path, bytes | None] = field(default_factory=dict)
    shown: Mapping[Path, str] = field(default_factory=dict)


def drafted(folder: Path, shown: str, entries: Sequence[Entry], *, left: Iterable[Left], there: Iterable[Left], told: Iterable[str], tables: Iterable[Table], sheets: Iterable[str]) -> Draft:
    """The draft of these entries. What would make the records unsound is left out, with the reason that the rules give."""
    set_ = _Set(folder, shown)
    kept, refused = set_.sound(entries)
    files = set_.files(kept)
    paths = {set_.path(stem): stem for stem in files}
    rows = [Row(each.place, ", ".join(dict.fromkeys(set_.shown_file(stem) for stem, _change in each.changes)), each.words) for each in kept]
    return Draft(
        tuple(rows), tuple(sorted((*left, *refused), key=_in_order)), tuple(there), tuple(told), tuple(tables), tuple(sheets), {path: files[stem] for path, stem in paths.items()},
        {path: set_.before(stem) for path, stem in paths.items()}, {path: set_.shown_file(stem) for path, stem in paths.items()},
    )


def mark_of(draft: Draft) -> str:
    """What tells one plan from another: what would be written, and over what."""
    mark = hashlib.sha256()
    for path, data in sorted(draft.files.items()):
        before = draft.before[path]
        for each in (draft.shown[path].encode(), data, b"-" if before is None else before):
            mark.update(len(each).to_bytes(8, "big") + each)
    return mark.hexdigest()


def write(draft: Draft) -> None:
    """Write all of it or nothing. Raises AlsError where a file is not as it was when the draft was made, or cannot be written."""
    for path, before in draft.before.items():
        if (path.read_bytes() if path.is_file() else None) != before:
            raise AlsError(draft.shown[path], _("was changed by another hand meanwhile"), _("nothing was written; bring it in once more"))
    try:
        write_all({path: data.decode("utf-8") for path, data in draft.files.items()})
    except OSError as error:
        raise AlsError(str(error.filename or "sets/"), _("cannot be written: {error}").format(error=error.strerror), _("nothing was written")) from None


class _Set:
    """A set's files, and what they would be."""

    def __init__(self, folder: Path, shown: str) -> None:
        self._folder, self._shown = folder, shown
        self._known: dict[str | None, bytes | None] = {}

    def path(self, stem: str | None) -> Path:
        return self._folder / ("set.yml" if stem is None else f"sessions/{stem}.yml")

    def shown_file(self, stem: str | None) -> str:
        return f"{self._shown}/" + ("set.yml" if stem is None else f"sessions/{stem}.yml")

    def before(self, stem: str | None) -> bytes | None:
        if stem not in self._known:
            path = self.path(stem)
            self._known[stem] = path.read_bytes() if path.is_file() else None
        return self._known[stem]

    def files(self, entries: Sequence[Entry]) -> dict[str | None, bytes]:
        """The files with these entries in them, by stem. Raises AlsError where one cannot be changed safely."""
        changes: dict[str | None, list[Change]] = {}
        for entry in entries:
            for stem, change in entry.changes:
                changes.setdefault(stem, []).append(change)
        made: dict[str | None, bytes] = {}
        for stem, each in changes.items():
            before = self.before(stem)
            made[stem] = splice(before, each, shown=self.shown_file(stem)) if before is not None else _new(stem or "", each)
        return made

    def sound(self, entries: Sequence[Entry]) -> tuple[list[Entry], list[Left]]:
        """The entries with which the records are sound, and the others. Halves are tried apart, so that few tries are needed."""
        kept: list[Entry] = []
        refused: list[Left] = []
        waiting = [list(entries)] if entries else []
        while waiting:
            several = waiting.pop(0)
            problem = self._problem([*kept, *several])
            if problem is None:
                kept += several
            elif len(several) == 1:
                refused.append(Left(several[0].place, problem))
            else:
                half = len(several) // 2
                waiting[:0] = [several[:half], several[half:]]
        return kept, refused

    def _problem(self, entries: Sequence[Entry]) -> str | None:
        try:
            files = self.files(entries)
            with heard("als", lambda _warning: None):
                load_set(self._folder, shown=self._shown, expired="warn", instead={stem or "set": data for stem, data in files.items()})
        except Errors as errors:
            return _reason(errors.errors[0])
        except AlsError as error:
            return _reason(error)
        return None


def _in_order(left: Left) -> list[tuple[bool, int, str]]:
    """As the rows stand in their tables: numbers count as numbers."""
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", left.place)]


def _reason(error: AlsError) -> str:
    return f"{error.problem}; {error.remedy}"


def _new(stem: str, changes: Iterable[Change]) -> bytes:
    """A new session's file, a draft."""
    made: dict[str, Any] = {"date": dt.date.fromisoformat(stem[:10]), "status": "draft"}
    for change in changes:
        (name,) = change.path
        if isinstance(change, Add):
            made.setdefault(str(name), []).append(change.item)
        elif isinstance(change, Put):
            made[str(name)] = change.value
    return compose(made, "session").encode()
