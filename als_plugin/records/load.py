"""A set's folder to its record: every file read and every rule checked, all errors at once."""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from ..errors import AlsError, Errors
from ..ordinary import check_ordinary, strange
from ..words import _
from .actions import complete
from .clock import today_in
from .kept import Kept
from .model import Model, Session, SetFile, SetRecord
from .reader import read
from .rules import check
from .shape import near
from .sheet import Sheet
from .source import read_bytes, text_of

__all__ = ["SET_ID", "load_set", "load_set_file", "load_sets", "warn_of_strays"]

log = logging.getLogger("als.records")

M = TypeVar("M", bound=Model)

SET_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,40}", re.ASCII)
STEM = re.compile(r"\d{4}-\d{2}-\d{2}(-[a-z0-9]+)?", re.ASCII)
_AS_TEXT = re.compile(r"(\d{4}-\d{2}-\d{2}(?:-[a-z0-9]+)?)(?:\.ya?ml)?\.txt", re.ASCII | re.IGNORECASE)
MISNAMED = {"set.yaml", "set.yml", "set.yml.txt", "set.txt", "sets.yml"}
_SET = "set"
KNOWN = {"set.yml", "sessions", "pages", "files", "access.json", "inbox.json"}


@dataclass
class _Folder:
    """What was read of a set's folder so far."""

    path: Path
    shown: str
    errors: list[AlsError] = field(default_factory=list)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


def load_set(
    folder: Path | str,
    *,
    shown: str | None = None,
    today: dt.date | None = None,
    reserved: Collection[str] = (),
    expired: Literal["error", "warn"] = "error",
    instead: Mapping[str, bytes] | None = None,
    aside: Collection[str] = (),
    kept: Kept | None = None,
) -> SetRecord:
    """The record in a set's folder, sound by every rule; actions have their owners and ids.

    `shown` is the folder's path as the user knows it ("sets/riverside"). `today` is the date by which retention is judged
    (default: today in the set's timezone); `reserved` are names that no set may have; `expired` says whether a session past
    its retention is an error or a warning. `instead` has, by stem, what is to be read in the place of a session's file, or
    beside those that are there ("set": in the place of set.yml): what would be found if it were written; `aside` are the stems
    of sessions that are not looked at; `kept` has what was read of this set and judged before, where that is still the same. Raises
    `Errors` with all errors of all files.
    """
    path = Path(folder)
    found = _Folder(path, shown or path.as_posix())
    if not path.is_dir():
        raise Errors([AlsError(found.shown, _("there is no such set"), _other_set(path))])
    _refuse_link(found)
    _check_id(found, reserved)
    found.errors += strange(path, found.shown)
    _check_names(found)
    instead, kept = instead or {}, kept or Kept()
    kept.begin()
    file = _read_set_file(found, kept, instead.get(_SET))
    _read_sessions(found, {stem: data for stem, data in instead.items() if stem != _SET}, aside, kept)
    if file is not None:
        record = SetRecord(
            id=path.name, file=file, sessions=dict(sorted(found.sessions.items())), pages=_below(path, "pages", ".md"), files=_below(path, "files")
        )
        findings = check(record, found.sheets, today=today or today_in(file.timezone), unread=found.unread, kept=kept)
        for finding in findings.expired if expired == "error" else ():
            found.errors.append(finding)
        found.errors += findings.errors
        if not found.errors:
            for warning in (*findings.warnings, *(findings.expired if expired == "warn" else ())):
                log.warning("%s", warning)
            return record
    raise Errors(sorted(found.errors, key=lambda error: _order(found.shown, error)))


def load_set_file(folder: Path, *, shown: str) -> SetFile:
    """A set's own file, without its sessions; `shown` as in `load_set`. Raises `Errors`."""
    found = _Folder(folder, shown)
    _refuse_link(found)
    file = _read_set_file(found, Kept())
    if file is None:
        raise Errors(found.errors or [AlsError(f"{shown}/set.yml", _("there is no such file"), _("rename the file that stands in its place"))])
    return file


def _refuse_link(found: _Folder) -> None:
    try:
        check_ordinary(found.path, found.shown, folder=True)
    except AlsError as error:
        raise Errors([error]) from None


_BACKUP = re.compile(r".*~|#.*#|.*\.sw[a-p]|\..*|Thumbs\.db|desktop\.ini", re.IGNORECASE)


def _set_aside(name: str) -> bool:
    """Whether a file is hidden, or one that an editor or a system put there for itself."""
    return _BACKUP.fullmatch(name) is not None


def warn_of_strays(folder: Path, shown: str) -> None:
    """Say which files look like records and lie beside the sets' folders, where nobody reads them."""
    for entry in sorted(folder.iterdir()):
        if entry.suffix in (".yml", ".yaml", ".md") and not entry.is_dir() and not _set_aside(entry.name):
            problem = _("stands in no set's folder and is not used")
            log.warning("%s", AlsError(f"{shown}/{entry.name}", problem, _("move it into one")))


def load_sets(
    folder: Path | str,
    *,
    shown: str | None = None,
    today: dt.date | None = None,
    reserved: Collection[str] = (),
    expired: Literal["error", "warn"] = "error",
) -> dict[str, SetRecord]:
    """The records of all sets below a folder, by id; see `load_set`. Raises `Errors` with the errors of all sets."""
    path = Path(folder)
    shown = shown or path.as_posix()
    if not path.is_dir():
        raise Errors([AlsError(shown, _("there is no such folder"), _("make it, or begin a set with als new set ID"))])
    warn_of_strays(path, shown)
    records: dict[str, SetRecord] = {}
    errors: list[AlsError] = []
    for entry in sorted(path.iterdir()):
        if entry.name.startswith("."):
            continue
        if not entry.is_dir():
            continue
        try:
            records[entry.name] = load_set(entry, shown=f"{shown}/{entry.name}", today=today, reserved=reserved, expired=expired)
        except Errors as found:
            errors += found.errors
    if errors:
        raise Errors(errors)
    return records


def _other_set(path: Path) -> str:
    others = [each.name for each in path.parent.iterdir() if each.is_dir()] if path.parent.is_dir() else []
    guess = near(path.name, others)
    return (
        _("did you mean {guess}?").format(guess=guess) if guess else _("begin it with als new set {name}").format(name=path.name)
    )


DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))})
"""What Windows takes for devices: there can be no folder of such a name there, so no set has one anywhere."""


def _check_id(found: _Folder, reserved: Collection[str]) -> None:
    name = found.path.name
    if not SET_ID.fullmatch(name):
        better = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:41]
        remedy = (
            _("rename it {better}; a name has small letters a to z, digits and hyphens").format(better=better)
            if SET_ID.fullmatch(better)
            else _("rename it with small letters a to z, digits and hyphens")
        )
        found.errors.append(AlsError(found.shown, _('"{name}" is no name for a set').format(name=name), remedy))
    elif name in DEVICES:
        what = _('Windows takes "{name}" for a device, so nobody could have this folder there').format(name=name)
        found.errors.append(AlsError(found.shown, what, _("give the folder another name")))
    elif name in reserved:
        found.errors.append(
            AlsError(
                found.shown,
                _('the public site uses the name "{name}" itself').format(name=name),
                _("give the folder another name"),
            )
        )


def _check_names(found: _Folder) -> None:
    for entry in sorted(found.path.iterdir()):
        if entry.name in KNOWN or _set_aside(entry.name):
            continue
        shown = f"{found.shown}/{entry.name}"
        if entry.name.lower() in MISNAMED:
            found.errors.append(AlsError(shown, _("is not the name of this file"), _("rename it set.yml")))
        elif STEM.fullmatch(entry.stem) and entry.suffix in (".yml", ".yaml"):
            found.errors.append(
                AlsError(
                    shown,
                    _("a session's file stands in the folder sessions"),
                    _("move it to sessions/{stem}.yml").format(stem=entry.stem),
                )
            )
        else:
            guess = near(entry.name, KNOWN)
            log.warning(
                "%s",
                AlsError(
                    shown,
                    _("is not used"),
                    _("did you mean {guess}?").format(guess=guess)
                    if guess
                    else _("put attachments into files/, pages into pages/"),
                ),
            )


def _read_set_file(found: _Folder, kept: Kept, instead: bytes | None = None) -> SetFile | None:
    path, shown = found.path / "set.yml", f"{found.shown}/set.yml"
    if instead is None and not os.path.lexists(path):
        if not any(entry.name != "set.yml" and entry.name.lower() in MISNAMED for entry in found.path.iterdir()):
            found.errors.append(
                AlsError(shown, _("there is no such file"), _("begin it with als new set {name}").format(name=found.path.name))
            )
        return None
    try:
        data = read_bytes(path, shown) if instead is None else instead
        file, found.sheets["set.yml"] = kept.take("set.yml", _read_file, data, shown, SetFile)
        return file
    except AlsError as error:
        found.errors += error.errors if isinstance(error, Errors) else [error]
        return None


def _read_sessions(found: _Folder, instead: Mapping[str, bytes], aside: Collection[str], kept: Kept) -> None:
    folder = found.path / "sessions"
    there = set(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else set()
    for path in sorted(there | {folder / f"{stem}.yml" for stem in instead}):
        shown = f"{found.shown}/sessions/{path.name}"
        if _set_aside(path.name):
            continue
        if path.stem in aside:
            found.unread.add(path.stem)
            continue
        if problem := _misnamed(path):
            found.errors.append(AlsError(shown, *problem))
            found.unread.add(path.stem)
            continue
        if path.suffix != ".yml":
            log.warning("%s", AlsError(shown, _("is not used"), _("put attachments into files/")))
            continue
        try:
            data = instead[path.stem] if path.stem in instead else read_bytes(path, shown)
            found.sessions[path.stem], found.sheets[path.stem] = kept.take(path, _read_session, data, shown)
        except AlsError as error:
            found.errors += error.errors if isinstance(error, Errors) else [error]
            found.unread.add(path.stem)


def _read_file(data: bytes, shown: str, model: type[M]) -> tuple[M, Sheet]:
    """What a file of these bytes says, and where. Raises AlsError."""
    sheet = Sheet(shown)
    return read(text_of(data, shown), model, sheet), sheet


def _read_session(data: bytes, shown: str) -> tuple[Session, Sheet]:
    session, sheet = _read_file(data, shown, Session)
    return complete(session), sheet


def _misnamed(path: Path) -> tuple[str, str] | None:
    """What is wrong with a session file's name, and what to do; None where nothing is, or it is no session's file."""
    if path.suffix.lower() in (".yaml", ".yml") and path.suffix != ".yml":
        return _("a session's file ends in .yml"), _("rename it {stem}.yml").format(stem=path.stem)
    if found := _AS_TEXT.fullmatch(path.name):
        right = f"{found[1]}.yml"
        # Notes beside a session's file are somebody's own; without one, an editor that hides endings has named it.
        return None if path.with_name(right).exists() else (
            _("a session's file ends in .yml, not .txt"), _("rename it {name}").format(name=right)
        )
    if path.suffix != ".yml":
        return None
    if not STEM.fullmatch(path.stem):
        return _("is not named by its date"), _(
            "rename it, such as 2026-01-14.yml, or 2026-01-14-b.yml for a second one that day"
        )
    try:
        dt.date.fromisoformat(path.stem[:10])
    except ValueError:
        return _("there is no such day as {stem}").format(stem=path.stem[:10]), _("rename it by the session's date")
    return None


def _below(path: Path, name: str, suffix: str = "") -> tuple[str, ...]:
    """The files below a folder of the set, hidden ones left out, by their paths from the set's folder."""
    files = (each for each in (path / name).rglob("*") if each.is_file() and each.name.endswith(suffix))
    paths = (each.relative_to(path) for each in files)
    return tuple(sorted(each.as_posix() for each in paths if not any(part.startswith(".") for part in each.parts)))


def _order(shown: str, error: AlsError) -> tuple[bool, str, int, int]:
    place = error.place
    return place.path.startswith(f"{shown}/sessions/"), place.path, place.line or 0, place.column or 0
