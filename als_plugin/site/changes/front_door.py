"""A front door of which nothing has changed: the next build takes it over as it stands, and MkDocs has nothing to build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...vault import KEYRING, MANIFEST
from ..host.manifest import take_over
from .digests import appearance, digest

__all__ = ["FrontDoorBefore", "look_of_front", "made_of", "take_over_front"]


@dataclass(frozen=True)
class FrontDoorBefore:
    """What is remembered of a front door. `made`: a digest of all that it was made of; `out`: how its files looked in place."""

    made: str
    out: str


def made_of(organisation: str, listed: Mapping[str, str]) -> str:
    """A digest of what a front door is made of: everything outside of the sets, and the names of sets that it lists, by id."""
    return digest([organisation.encode(), repr(sorted(listed.items())).encode()])


def look_of_front(site: Path) -> str:
    """A digest of how the front door's files look in a site, none of them read."""
    parts: list[bytes] = []
    for entry in _front(site):
        about = entry.lstat()
        told = appearance(entry)[0] if entry.is_dir() else (about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)
        parts += [entry.name.encode(errors="surrogateescape"), repr(told).encode()]
    return digest(parts)


def take_over_front(before: Path, site: Path) -> None:
    """Put the front door of a site into a new one as it is."""
    for entry in _front(before):
        take_over(entry, site)


def _front(site: Path) -> Iterator[Path]:
    """What stands in a site and is no set's folder, which a keyring tells; nor the list of files, which every build writes."""
    entries = sorted(site.iterdir()) if site.is_dir() else []
    return (entry for entry in entries if entry.name != MANIFEST and not (entry / KEYRING).exists())
