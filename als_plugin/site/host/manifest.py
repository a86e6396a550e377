"""The last file of a build: the signed list of all the others. And the folders of earlier builds that it may vouch for."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

from ...errors import AlsError
from ...vault import KEYRING, MANIFEST, Keyring, ListedFile, Manifest, Publisher, VaultError
from ...vault.format import MAGIC
from ...vault.wholeness import MANIFEST_MAX
from ...words import _
from .upload import Carried

__all__ = ["SETS_MAX", "keep", "keep_public", "kept_folders", "last_build", "sign_site", "site_build", "take_over", "too_many", "whole"]

SETS_MAX = 50_000
"""More sets than these cannot be in one list of files, however small they are: said before they are built."""


def sign_site(site: Path, publisher: Publisher, *, before: Path | None, carried: Carried | None = None) -> None:
    """Write the manifest of everything in `site`; its number is higher than that of the site `before`. Raises AlsError.

    The folders of sets are taken as their keyrings list them. `carried`: what stands on the host as it did.
    """
    if (site / MANIFEST).exists():
        raise AlsError(f"docs/{MANIFEST}", _("this name is kept for the site's own signed list of files"), _("rename that page or file"))
    files = dict(carried.files) if carried else {}
    sets = dict(carried.sets) if carried else {}
    for entry in sorted(site.iterdir()):
        if entry.is_dir() and (entry / KEYRING).is_file() and (data := (entry / KEYRING).read_bytes()).startswith(MAGIC):
            keyring = Keyring.decode(data)
            sets[entry.name] = keyring.build.number
            files[f"{entry.name}/{KEYRING}"] = ListedFile.of(data)
            files |= {f"{entry.name}/{path}": listed for path, listed in keyring.files.items()}
        else:
            found = [entry] if entry.is_file() else (path for path in entry.rglob("*") if path.is_file())
            files |= {path.relative_to(site).as_posix(): ListedFile.of(path.read_bytes()) for path in found}
    now = dt.datetime.now(dt.UTC)
    number = max(int(now.timestamp()), site_build(before) + 1)
    manifest = Manifest.of(files, sets, publisher.public, build=number, time=now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    data = manifest.encode(publisher)
    if len(data) > MANIFEST_MAX:
        raise too_many()
    (site / MANIFEST).write_bytes(data)


def too_many() -> AlsError:
    """The mistake of a site with more files than its list may have."""
    return AlsError(
        "sets", _("there are too many sets for one site: nobody could check the list of its files"),
        _("divide the sets among several organisations' folders, each with a site of its own"),
    )


def site_build(before: Path | None) -> int:
    """The number of the build of a site; 0 where there is none that can be read."""
    if before is None or not (before / MANIFEST).is_file():
        return 0
    try:
        return Manifest.decode((before / MANIFEST).read_bytes()).build
    except VaultError:
        return 0


def kept_folders(before: Path | None) -> list[Path]:
    """The locked folders of a built site: they are recognised by their keyring."""
    return sorted(path.parent for path in before.glob(f"*/{KEYRING}")) if before is not None else []


def last_build(folder: Path) -> int:
    """The number of the build in a set's locked folder; 0 where there is none that can be read."""
    try:
        return Keyring.decode((folder / KEYRING).read_bytes()).build.number
    except (OSError, VaultError):
        return 0


def whole(folder: Path, publisher: Publisher) -> Keyring | None:
    """The keyring of a set's locked folder, where all of it is exactly as this publisher signed it."""
    try:
        keyring = Keyring.decode((folder / KEYRING).read_bytes())
        if keyring.build.publisher != publisher.public or not keyring.signed_by_publisher():
            return None
        for path in keyring.files:
            keyring.held(path, (folder / path).read_bytes())
    except (VaultError, OSError):
        return None
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return keyring if found == {*keyring.files, KEYRING} else None


def keep(folder: Path, site: Path, publisher: Publisher) -> None:
    """Take a set's locked folder over into the new site, exactly as this publisher signed it. Raises AlsError where it is not."""
    if whole(folder, publisher) is None:
        raise AlsError(
            f"sets/{folder.name}",
            _("its locked folder from the build before is not as this publisher signed it, so it cannot be kept"),
            _("build all sets: als build"),
        )
    take_over(folder, site)


def take_over(found: Path, site: Path) -> None:
    """Put a file, or a folder and all in it, into the new site as it is: the same files, where the file system can have a file
    in two folders, else copies."""
    if not found.is_dir():
        _same(found, site / found.name)
    for inside, _folders, names in os.walk(found):
        place = site / Path(inside).relative_to(found.parent)
        place.mkdir()
        for name in names:
            _same(Path(inside, name), place / name)


def _same(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):  # not every system can make a link to a link
        shutil.copy2(source, target)


def keep_public(before: Path, site: Path) -> None:
    """Keep the public files that a folder from before leans on, where the theme's have new names since."""
    for path in before.glob("assets/**/*"):
        place = site / path.relative_to(before)
        if path.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, place)
