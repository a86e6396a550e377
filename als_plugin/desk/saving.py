"""Reading a record's file for a form, and saving it: spliced, checked before it is written, and never over another hand's change."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import AlsError, Errors
from ..files import write_whole
from ..logs import heard
from ..ordinary import strange
from ..records import Session, SetFile, load_set
from ..records.fields import Model
from ..records.reader import read
from ..records.sheet import Sheet
from ..records.source import read_text
from ..records.splice import splice
from ..records.unwritable import refuse_unwritable
from ..site.workers.scratch import scratch
from ..words import _
from . import undo
from .changes import changes_between, shape_of
from .organisation import Desk

__all__ = ["Changed", "digest_of", "opened", "save", "take_back"]


class Changed(AlsError):
    """The file was changed by another hand; `theirs` is its text now."""

    def __init__(self, shown: str, theirs: str) -> None:
        self.theirs = theirs
        super().__init__(shown, _("was changed by another hand since it was opened here"), _("look at both, then open it anew"))


def digest_of(data: bytes) -> str:
    """What tells one state of a file from another."""
    return hashlib.sha256(data).hexdigest()


def opened(desk: Desk, set_id: str, stem: str | None) -> dict[str, Any]:
    """A file as plain JSON, with its digest and whether there is a save to undo. Raises AlsError."""
    path, shown = desk.file(set_id, stem)
    data = _bytes(path, shown)
    model = read(read_text(path, shown), _model(stem), Sheet(shown))
    return {
        "data": _plain(model, "json"),
        "digest": digest_of(data),
        "undo": undo.last(desk, set_id, path.stem) is not None,
        "status": getattr(model, "status", None),
    }


def save(desk: Desk, set_id: str, stem: str | None, given: dict[str, Any], digest: str) -> dict[str, Any]:
    """Let the file hold what was given. Where nothing is different, nothing is written. Raises AlsError: Changed where the file is
    not what it was when it was opened; all that is wrong with what was given, and then the file stays as it is."""
    path, shown = desk.file(set_id, stem)
    before = _bytes(path, shown)
    if digest_of(before) != digest:
        raise Changed(shown, before.decode("utf-8", "replace"))
    model = _model(stem)
    refuse_unwritable(given, shown)
    try:
        wanted = model.model_validate_json(json.dumps(given))
    except ValidationError as error:
        first = error.errors()[0]
        raise AlsError(shown, ".".join(str(each) for each in first["loc"]) + ": " + first["msg"], _("put this field right")) from None
    text = before.decode("utf-8")
    was = read(read_text(path, shown), model, Sheet(shown))
    changes = changes_between(_plain(was, "python"), _plain(wanted, "python"), shape_of(text))
    if not changes:
        return opened(desk, set_id, stem)
    after = splice(before, changes, shown=shown)
    _check(desk, set_id, path, after)
    _write(desk, set_id, path, shown, before, after)
    return opened(desk, set_id, stem)


def take_back(desk: Desk, set_id: str, stem: str | None, digest: str) -> dict[str, Any]:
    """Undo the last save. Raises AlsError as `save` does, and where there is none."""
    path, shown = desk.file(set_id, stem)
    now = _bytes(path, shown)
    if digest_of(now) != digest:
        raise Changed(shown, now.decode("utf-8", "replace"))
    kept = undo.last(desk, set_id, path.stem)
    if kept is None:
        raise AlsError(shown, _("there is no save to undo"), _("nothing was changed"))
    write_whole(path, kept.read_bytes().decode("utf-8"))
    kept.unlink()
    return opened(desk, set_id, stem)


def _check(desk: Desk, set_id: str, path: Path, after: bytes) -> None:
    """Raise Errors where the set would not be sound with this file."""
    folder, shown = desk.folder(set_id), f"sets/{set_id}"
    if path.name != "set.yml":
        with heard("als", lambda _warning: None):
            load_set(folder, shown=shown, expired="warn", instead={path.stem: after})
        return
    if wrong := strange(folder, shown, read=True):
        raise Errors(wrong)
    with scratch() as private, heard("als", lambda _warning: None):
        trial = private / set_id
        shutil.copytree(folder, trial, ignore=shutil.ignore_patterns(".*", "access.json"), copy_function=_as_needed)
        (trial / path.relative_to(folder)).write_bytes(after)
        load_set(trial, shown=shown, expired="warn")


def _as_needed(source: str, target: str) -> None:
    """Records are copied; of other files their names are enough."""
    if source.endswith(".yml"):
        shutil.copyfile(source, target)
    else:
        Path(target).touch()


def _write(desk: Desk, set_id: str, path: Path, shown: str, before: bytes, after: bytes) -> None:
    if _bytes(path, shown) != before:
        raise Changed(shown, _bytes(path, shown).decode("utf-8", "replace"))
    try:
        kept = undo.keep(desk, set_id, path.stem, before)
        try:
            write_whole(path, after.decode("utf-8"))
        except BaseException:
            kept.unlink()  # there is nothing to undo
            raise
    except OSError as error:
        raise AlsError(shown, _("cannot be written: {error}").format(error=error.strerror), _("nothing was saved; see to it and save again")) from None


def _bytes(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise AlsError(shown, _("is not there any more"), _("it was moved or deleted by another hand; nothing was written")) from None


def _model(stem: str | None) -> type[Model]:
    return SetFile if stem is None else Session


def _plain(model: Model, mode: Any) -> dict[str, Any]:
    return model.model_dump(mode=mode, by_alias=True, exclude_defaults=True)
