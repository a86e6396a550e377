"""Records from the JSON that als export writes: the same records again, beside what is there and never over it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ...errors import AlsError, Errors
from ...logs import heard
from ...ordinary import strange
from ...records import Session, SetFile, SetRecord, compose, load_set
from ...records.fields import Model
from ...records.load import STEM
from ...site.workers.scratch import scratch
from ...words import _
from ..whole import FORMAT
from .draft import Draft, Left, Row

__all__ = ["is_json", "planned_records"]


def is_json(data: bytes, name: str) -> bool:
    """Whether a file is to be read as JSON."""
    return name.lower().endswith(".json") or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def planned_records(record: SetRecord | None, folder: Path, data: bytes, name: str, *, reserved: Collection[str] = ()) -> Draft:
    """The draft of a file's sessions, and of its set.yml where the set is new (`record` is None). Raises AlsError where the file is
    none of ours, or its records would not be sound in this set."""
    told = _content(data, name)
    shown = f"sets/{folder.name}"
    set_file = _model(SetFile, told["set"], name, "set")
    sessions = {stem: _model(Session, each, name, stem) for stem, each in sorted(told["sessions"].items())}
    rows, left, there = [], [], []
    files: dict[Path, bytes] = {}
    if record is None:
        files[folder / "set.yml"] = compose(_plain(set_file), "set").encode()
        rows.append(Row("set", f"{shown}/set.yml", set_file.name))
    elif _plain(record.file) != _plain(set_file):
        left.append(Left("set", _("set.yml here says other things; it stays as it is")))
    for stem, session in sessions.items():
        path, known = folder / "sessions" / f"{stem}.yml", record.sessions.get(stem) if record else None
        if known is None:
            files[path] = compose(_plain(session), "session").encode()
            rows.append(Row(stem, f"{shown}/sessions/{stem}.yml", session.status))
        elif _plain(known) == _plain(session):
            there.append(Left(stem, _("is here already, and the same")))
        else:
            left.append(Left(stem, _("a record of this session is here already, and another one; it stays")))
    _check(folder, files, reserved)
    shown_files = {path: f"sets/{folder.name}/{path.relative_to(folder).as_posix()}" for path in files}
    return Draft(tuple(rows), tuple(left), tuple(there), (), (), (), files, {path: None for path in files}, shown_files)


def _content(data: bytes, name: str) -> dict[str, Any]:
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise AlsError(name, _("is not JSON that can be read"), _("bring in what als export --to json wrote")) from None
    if isinstance(told, dict) and told.get("format") == f"{FORMAT}-person":
        raise AlsError(name, _("has one person's part of the records, which makes no sessions"), _("bring in what als export --to json writes without --person"))
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("set"), dict) or not isinstance(told.get("sessions"), dict):
        raise AlsError(name, _("is JSON, but no set's records"), _("bring in what als export --to json wrote"))
    for stem in told["sessions"]:
        if not STEM.fullmatch(stem):
            raise AlsError(name, _('"{name}" is no session\'s name').format(name=stem), _("bring in what als export --to json wrote"))
    return told


def _model(model: type[Any], value: Any, name: str, where: str) -> Any:
    try:
        return model.model_validate_json(json.dumps(value))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(each) for each in (where, *first["loc"]))
        raise AlsError(name, f"{place}: {first['msg']}", _("put this right in the file, or export it once more")) from None


def _plain(model: Model) -> dict[str, Any]:
    return model.model_dump(by_alias=True, exclude_defaults=True)


def _check(folder: Path, files: dict[Path, bytes], reserved: Collection[str]) -> None:
    """Raise Errors where the set would not be sound with these files."""
    if wrong := strange(folder, f"sets/{folder.name}", read=True):
        raise Errors(wrong)
    with scratch() as private, heard("als", lambda _warning: None):
        trial = private / folder.name
        if folder.is_dir():
            for path in (folder / "set.yml", *(folder / "sessions").glob("*.yml")):
                target = trial / path.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        for path, data in files.items():
            target = trial / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if files:
            load_set(trial, shown=f"sets/{folder.name}", expired="warn", reserved=reserved)
