"""Digests of what is built from, and of what a folder looks like without its files being read."""

from __future__ import annotations

import hashlib
import os
import platform
import stat
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..mkdocs.settings_chain import environment

if TYPE_CHECKING:
    from ..sets.edition import Edition
    from ..sets.plan import PlannedSet

__all__ = [
    "LEFT_OUT", "Seen", "appearance", "digest", "edition_parts", "files_digest", "installed", "is_litter", "is_site", "organisation_digest",
    "organisation_files", "programs", "set_digest", "shared_digest",
]

LEFT_OUT = {"__pycache__", "node_modules"}
"""What programs leave beside their sources."""
_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What desktops leave beside the files that people mean."""
_LINKED = "by a link\0"
_RECENT = 2_000_000_000
"""Nanoseconds in which a file can change twice and look the same: some file systems tell whole seconds, or every second one."""


@dataclass(frozen=True)
class Seen:
    """A set's folder: a digest of all its files, and how it looked. `look` is None while a file in it is so new that it could
    change once more without looking different."""

    data: str
    look: str | None

    @classmethod
    def of(cls, folder: Path) -> Seen:
        """The folder as it is now."""
        now = time.time_ns()
        look, newest = appearance(folder)
        return cls(files_digest(folder), look if newest < now - _RECENT else None)


def appearance(folder: Path, *, without: Collection[str] = ()) -> tuple[str, int]:
    """A digest of how a folder's files look (names, sizes, times, numbers), none of them read; and the newest of the times. Folders
    within of the names `without` are passed over."""
    parts: list[str] = []
    newest = 0
    for path, about, linked in _walk(str(folder), without):
        written, changed = about.st_mtime_ns, about.st_ctime_ns
        parts.append(f"{path}\0{_LINKED if linked else ''}{about.st_size}\0{written}\0{changed}\0{about.st_ino}\0{about.st_dev}\0")
        newest = max(newest, written, changed)
    parts.sort()
    return digest(["".join(parts).encode(errors="surrogateescape")]), newest


def files_digest(folder: Path) -> str:
    """A digest of all files below a folder: their paths and what is in them."""
    parts: list[bytes] = []
    for path, _about, linked in sorted(_walk(str(folder)), key=lambda found: found[0]):
        with open(folder / path, "rb") as file:
            parts += [*([_LINKED.encode()] if linked else []), path.encode(errors="surrogateescape"), hashlib.file_digest(file, "sha256").digest()]
    return digest(parts)


def _walk(folder: str, without: Collection[str] = ()) -> Iterator[tuple[str, os.stat_result, bool]]:
    """The files below a folder by path, litter left out, what is known of them, and whether a link leads there; it counts as what it
    leads to, and once."""
    open_, visited = [("", os.path.islink(folder))], set[tuple[int, int]]()
    while open_:
        below, there = open_.pop()
        try:
            entries = list(os.scandir(os.path.join(folder, below)))
        except OSError:
            continue
        for entry in entries:
            if is_litter(entry.name) or entry.name in without:
                continue
            path, linked = f"{below}/{entry.name}" if below else entry.name, there or entry.is_symlink()
            try:
                about = entry.stat()
            except OSError:
                about = entry.stat(follow_symlinks=False)
            if not stat.S_ISDIR(about.st_mode):
                if stat.S_ISREG(about.st_mode):
                    yield path, about, linked
            elif (about.st_dev, about.st_ino) not in visited:
                visited.add((about.st_dev, about.st_ino))
                open_.append((path, linked))


def organisation_digest(config_file: Path, site: Path, *, strict: bool, publisher: bytes) -> str:
    """A digest of everything outside of the sets that a site is made of.

    Every file of the organisation's folder but its sets, the site, and hidden folders (other plugins may read any: a `.nav.yml`); what
    mkdocs.yml takes from the environment; the programs at work.
    """
    parts = [b"strict" if strict else b"", publisher, programs().encode()]
    for path in organisation_files(config_file, site):
        parts += [path.relative_to(config_file.parent).as_posix().encode(), path.read_bytes()]
    for name, value in environment(config_file).items():
        parts += [name.encode(), ("\0" if value is None else value).encode(errors="surrogateescape")]
    return digest(parts)


def shared_digest(organisation: str, front: Mapping[str, bytes]) -> str:
    """A digest of everything that all sets share: the organisation's, and the public files that sets lean on (`front`)."""
    assets = ((path, front[path]) for path in sorted(front) if path.startswith("assets/"))
    return digest([organisation.encode(), *(part for path, data in assets for part in (path.encode(), data))])


def set_digest(one: PlannedSet, shared: str) -> str:
    """A digest of all that one set's folder is made of: its editions as they are today, its keys, what single readers are told,
    what all sets share."""
    access = one.folder / "access.json"
    parts = [shared.encode(), one.record.id.encode(), access.read_bytes() if access.is_file() else b""]
    parts += [repr((sorted(one.grants.items()), one.record.file.listed, one.eyes)).encode(), one.mail.digested()]
    for edition in one.editions:
        parts += edition_parts(edition)
    return digest(parts)


def edition_parts(edition: Edition) -> Iterator[bytes]:
    """All that an edition is, for a digest."""
    book = edition.handbook
    told = (edition.set_id, edition.name, edition.language, edition.timezone, edition.view, edition.base, book.navigation)
    yield repr(told).encode()
    for page in book.pages:
        yield page.html.encode()
        yield repr([value for name, value in vars(page).items() if name != "html"]).encode()
    yield repr(sorted((name, sorted(facts.items())) for name, facts in edition.facts.items())).encode()
    for path, text in sorted(edition.own_pages.items()):
        yield from (path.encode(), text.encode())
    for path, (data, kind) in sorted(book.files.items()):
        yield from (path.encode(), kind.encode(), data)
    for path, source in sorted(edition.attachments.items()):
        yield from (path.encode(), source.read_bytes())


@cache
def programs() -> str:
    """The versions of everything installed, and our own files: an edited program is another program."""
    package = Path(__file__).parents[2]
    own = [part for path in _files(package, set()) for part in (path.relative_to(package).as_posix().encode(), path.read_bytes())]
    return digest([sys.version.encode(), platform.platform().encode(), *(each.encode() for each in installed(times=False)), *own])


def installed(*, times: bool = True) -> list[str]:
    """The distributions on Python's path, by the names of their folders, which hold their versions; with their folders' places and
    when these were made (`times`), for this computer alone."""
    found = set()
    ends = (".dist-info", ".egg-info", ".pth") if times else (".dist-info", ".egg-info")
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder) as entries:
            for each in entries:
                if each.name.endswith(ends):
                    found.add(f"{folder}\0{each.name}\0{each.stat().st_mtime_ns}" if times else each.name)
    return sorted(found)


def organisation_files(config_file: Path, site: Path) -> Iterator[Path]:
    """What belongs to the organisation and to no set: every file of its folder but sets/ (by whatever link), the site and other
    sites of ours, litter, and what is in hidden folders."""
    root = config_file.parent
    return _files(root, {root / "sets", site}, (root / "sets").resolve())


def is_litter(name: str) -> bool:
    """Whether a file of this name is one that nobody meant: a desktop's, or an editor's lock (`.#x`, `~$x`, `.~lock.x#`) or backup
    (`x~`, `#x#`, `x.swp`)."""
    if name in _LITTER or name.endswith("~") or name.startswith((".#", "~$")):
        return True
    if name.endswith("#"):
        return name.startswith((".~lock.", "#")) and len(name) > 1
    return name[-4:-1] == ".sw" and "a" <= name[-1] <= "p"


def is_site(folder: str) -> bool:
    """Whether a folder is a site of ours: it ends with a list of its files, and has a page for what is not there."""
    return all(os.path.isfile(os.path.join(folder, name)) for name in ("manifest", "404.html"))


def _files(folder: Path, without: set[Path], sets: Path | None = None) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in LEFT_OUT or path in without or is_litter(path.name):
            continue
        if path.is_symlink() and sets is not None and path.resolve().is_relative_to(sets):
            continue
        if path.is_dir():
            yield from () if path.name.startswith(".") or is_site(str(path)) else _files(path, without, sets)
        elif path.is_file():
            yield path


def digest(parts: Iterable[bytes]) -> str:
    """SHA-256 of the parts, each with its length before it."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()
