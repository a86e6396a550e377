"""Actions that are reported on and whose id is counted, not written: which they are, and the files with these ids written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import AlsError
from .actions import actions_of, complete
from .model import Report, Session
from .reader import read
from .sheet import Loc, Sheet
from .source import read_text
from .splice import Change, Put, splice

__all__ = ["CountedAction", "counted_actions", "with_ids"]


@dataclass(frozen=True)
class CountedAction:
    """An action whose id is counted. `full` is its id today, `told` what the report-backs on that id say, each with its
    day: whoever knows the set can see whether both belong together."""

    full: str
    loc: Loc
    owner: str
    do: str
    told: tuple[tuple[str, str], ...]

    @property
    def stem(self) -> str:
        """Its session."""
        return self.full.split("/")[0]


def counted_actions(folder: Path, shown: str, also: Collection[str] = ()) -> list[CountedAction]:
    """The actions of a set that need a written id, in order: those that are reported on, and those of these full ids (`also`).

    Files that cannot be read are passed over; `als check` names their mistakes.
    """
    sessions = _sessions(folder, shown)
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for session in sessions.values():
        for report in session.reports:
            if report.action:
                told[report.action].append((str(report.on or session.date), _words(report)))
    found = []
    for stem, session in sessions.items():
        written = {loc for loc, action, _presenter in actions_of(session) if action.id}
        for loc, action, _presenter in actions_of(complete(session)):
            full = f"{stem}/{action.id}"
            if loc not in written and action.id and (full in told or full in also):
                found.append(CountedAction(full, loc, action.owner or "", action.do, tuple(told[full])))
    return found


def with_ids(folder: Path, shown: str, counted: Iterable[CountedAction]) -> dict[Path, bytes]:
    """The files of these actions with their ids written, by path. Raises AlsError where a file cannot be changed safely."""
    changes: dict[str, list[Change]] = defaultdict(list)
    for action in counted:
        changes[action.stem].append(Put((*action.loc, "id"), action.full.split("/")[1]))
    made = {}
    for stem, each in changes.items():
        path = folder / "sessions" / f"{stem}.yml"
        made[path] = splice(path.read_bytes(), each, shown=f"{shown}/sessions/{stem}.yml")
    return made


def _sessions(folder: Path, shown: str) -> dict[str, Session]:
    found = {}
    for path in sorted((folder / "sessions").glob("*.yml")):
        try:
            name = f"{shown}/sessions/{path.name}"
            found[path.stem] = read(read_text(path, name), Session, Sheet(name))
        except AlsError:
            continue
    return found


def _words(report: Report) -> str:
    """The first words of a report-back, or what became of the action."""
    said = next((text for text in (report.did, report.happened, report.learned, report.next, report.do) if text), report.status)
    return " ".join(said.split())
