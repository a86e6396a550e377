"""A site of which nothing has changed, told by how files look alone: before anything is imported that reads or builds.

Kept are digests of names, sizes and times, and the numbers that were told after the last build, in the user's cache folder; they
may be deleted at any time. What does not look exactly as it did is left to the build, which knows what a change means: so this
takes needless changes for changes, and misses none that the build would see by looks.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ...files import write_cache
from ..mkdocs.settings_chain import environment
from .digests import LEFT_OUT, appearance, digest, installed, is_litter, is_site

if TYPE_CHECKING:
    from .last_build import Known

__all__ = ["Door", "Looks", "Standing", "UnchangedSet", "unchanged_sets"]

_FORM = "als looks 2"
_RECENT = 2_000_000_000
"""Nanoseconds in which a file can change twice and look the same."""


@dataclass(frozen=True)
class UnchangedSet:
    """A set's folder that stands: what is told of it, how its records looked (`look`), and from when until when (a day in
    `timezone`; None: for ever) the same records make the same pages."""

    set_id: str
    pages: int
    views: int
    people: int
    size: int
    look: str
    timezone: str
    first: str
    until: str | None
    unchanged: bool = True

    def stands(self, sets: Path) -> bool:
        """Whether its records look as they did, and no day has come that changes a page."""
        today = dt.datetime.now(ZoneInfo(self.timezone)).date().isoformat()
        return self.first <= today and (self.until is None or today < self.until) and appearance(sets / self.set_id)[0] == self.look


def unchanged_sets(known: Mapping[str, Known]) -> list[UnchangedSet] | None:
    """The sets of a site that was put in place, if all of it may stand for as long as it looks the same."""
    if any(each.look is None or each.data is None for each in known.values()):
        return None
    return [UnchangedSet(set_id, each.pages, each.views, each.people, each.size, each.look or "", each.timezone, each.first, each.until)
            for set_id, each in sorted(known.items())]


@dataclass(frozen=True)
class Door:
    """What a build takes from settings where nobody has a say in them but mkdocs.yml itself. `organisation`: the digest of everything
    outside of the sets; `base`: the path of the site on its host; the rest are options."""

    organisation: str
    base: str
    publisher: str
    demo_key: str | None
    strict: bool
    passkeys: bool
    name: str | None
    colour: str | None
    idle_minutes: int


@dataclass(frozen=True)
class Standing:
    """A site as it was built last, the ids of the sets of which it may be no more what would be built, and what can be taken for
    granted as the settings are the same."""

    site: Path
    sets: list[UnchangedSet]
    changed: list[str]
    door: Door | None = None


class Looks:
    """How all that a build reads beside the sets looked when the build began. `site` is where a command wants the site, None
    for what mkdocs.yml says; `cache` the folder to remember in."""

    def __init__(self, config_file: Path, site: Path | None, *, cache: Path) -> None:
        self.config_file, self.root = config_file, config_file.parent
        name = digest([part.encode(errors="surrogateescape") for part in (str(config_file), str(site and site.resolve()))])
        self.file = cache / "looks" / f"{name[:32]}.json"
        began = time.time_ns()
        told, newest = self._shared()
        self.shared: str | None = told if newest < began - _RECENT else None
        """A digest; None while a file is so new that it could change once more and look the same."""

    def standing(self) -> Standing | None:
        """The site and its sets, if nothing has changed since they were kept but records."""
        try:
            check, _line, text = self.file.read_text(encoding="utf-8").partition("\n")
            if check != _check(text):
                return None
            shared, site, out, rows, door = json.loads(text)
            sets = [UnchangedSet(*row) for row in rows]
            if shared != self.shared or out != appearance(Path(site))[0] or [each.set_id for each in sets] != self._ids():
                return None
            return Standing(Path(site), sets, [each.set_id for each in sets if not each.stands(self.root / "sets")], Door(*door) if door else None)
        except (OSError, UnicodeDecodeError):
            return None

    def keep(self, site: Path, sets: Sequence[UnchangedSet], door: Door | None = None) -> None:
        """Remember a site that is in place."""
        text = json.dumps([self.shared, str(site), appearance(site)[0], sorted(map(astuple, sets)), door and astuple(door)])
        write_cache(self.file, f"{_check(text)}\n{text}")

    def _ids(self) -> list[str] | None:
        """The sets, as the build finds them: every folder in sets/ but hidden ones. None where sets/ is a link, which it refuses."""
        folder = self.root / "sets"
        if folder.is_symlink():
            return None
        if not folder.is_dir():
            return []
        with os.scandir(folder) as entries:
            return sorted(each.name for each in entries if not each.name.startswith(".") and each.is_dir())

    def _shared(self) -> tuple[str, int]:
        """How everything looks that a site is made of but the sets and the site: the organisation's folder, the programs, and
        what settings take from the environment; and the newest of the times."""
        parts: list[str] = [sys.version, sys.executable]
        newest = 0
        for entry in sorted(os.scandir(self.root), key=lambda each: each.name):
            if is_litter(entry.name):
                continue
            if entry.is_dir():
                if entry.name.startswith(".") or entry.name in ("sets", "node_modules", "__pycache__") or is_site(entry.path):
                    continue
                told, time_ns = appearance(Path(entry.path))
            else:
                about = entry.stat()
                told, time_ns = repr((about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)), max(about.st_mtime_ns, about.st_ctime_ns)
            parts += [entry.name, told]
            newest = max(newest, time_ns)
        parts += [repr(pair) for pair in sorted(environment(self.config_file).items())]
        parts += [repr(appearance(Path(__file__).parents[2], without=LEFT_OUT)[0]), *installed()]
        return digest([part.encode(errors="surrogateescape") for part in parts]), newest


def _check(text: str) -> str:
    """What a file must begin with to be a whole one of this form."""
    return digest([_FORM.encode(), text.encode()])
