"""The organisation that lies on the desk; no path leads out of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import AlsError
from ..logs import heard
from ..ordinary import check_ordinary
from ..records import Kept, SetFile, SetRecord, load_set
from ..records.load import SET_ID, STEM
from ..records.reader import read
from ..records.sheet import Sheet
from ..records.source import read_text
from ..site.changes.digests import appearance
from ..words import _

__all__ = ["Desk"]

_SETTLED = 2_000_000_000


@dataclass(frozen=True)
class Desk:
    """One organisation by its mkdocs.yml."""

    config_file: Path
    _read: dict[str, tuple[object, SetRecord]] = field(default_factory=dict, init=False, compare=False, repr=False)
    """Sets as they were read last, with how their files looked then."""
    _names: dict[str, tuple[object, str]] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What sets are called, likewise."""
    _kept: dict[str, Kept] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was read of each."""

    @property
    def root(self) -> Path:
        return self.config_file.parent

    @property
    def mark(self) -> str:
        """What this organisation's own files of the desk are filed under in the user's folders."""
        return hashlib.sha256(str(self.config_file.resolve()).encode(errors="surrogateescape")).hexdigest()[:24]

    def ids(self) -> list[str]:
        """The sets, sorted. Raises AlsError where sets/ is no folder there itself."""
        sets = self.root / "sets"
        check_ordinary(sets, "sets", folder=True)
        return sorted(each.name for each in sets.iterdir() if SET_ID.fullmatch(each.name) and each.is_dir()) if sets.is_dir() else []

    def folder(self, set_id: str) -> Path:
        """A set's folder. Raises AlsError for any other name, and where a link stands there."""
        if set_id not in (ids := self.ids()):
            raise AlsError("sets/", _("there is no such set"), _("the sets are: {ids}").format(ids=", ".join(ids) or _("none")))
        folder = self.root / "sets" / set_id
        check_ordinary(folder, f"sets/{set_id}", folder=True)
        return folder

    def name(self, set_id: str) -> str:
        """What people call a set; its id where its file cannot be read."""
        try:
            path, shown = self.file(set_id, None)
            about = path.stat()
            look = (about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)
            known = self._names.get(set_id)
            if known is not None and known[0] == look:
                return known[1]
            name = read(read_text(path, shown), SetFile, Sheet(shown)).name
        except (AlsError, OSError):
            return set_id
        if time.time_ns() - max(about.st_mtime_ns, about.st_ctime_ns) > _SETTLED:
            self._names[set_id] = look, name
        return name

    def file(self, set_id: str, stem: str | None) -> tuple[Path, str]:
        """A session's file (None: set.yml), and what people call it. Raises AlsError where that is no file of the set's own."""
        folder = self.folder(set_id)
        if stem is not None and not STEM.fullmatch(stem):
            raise AlsError(f"sets/{set_id}/sessions", _("there is no such session"), _("choose one from the set's page"))
        inside = "set.yml" if stem is None else f"sessions/{stem}.yml"
        path, shown = folder / inside, f"sets/{set_id}/{inside}"
        if stem is not None:
            check_ordinary(path.parent, f"sets/{set_id}/sessions", folder=True)
        check_ordinary(path, shown)
        return path, shown

    def record(self, set_id: str) -> SetRecord:
        """The set's records, warnings left to als check. Files that look as they did are not read again. Raises Errors."""
        folder = self.folder(set_id)
        look, newest = appearance(folder)
        known = self._read.get(set_id)
        if known is not None and known[0] == (look, dt.date.today()):
            return known[1]
        with heard("als", lambda _warning: None):
            record = load_set(folder, shown=f"sets/{set_id}", expired="warn", kept=self._kept.setdefault(set_id, Kept()))
        if time.time_ns() - newest > _SETTLED:  # a file system's clock may be too coarse to tell two changes of one moment apart
            self._read[set_id] = (look, dt.date.today()), record
        return record
