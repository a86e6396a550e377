"""The last file of a build: the signed list of all the others. And the folders of earlier builds that it may vouch for."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from ..errors import AlsError
from ..vault import KEYRING, MANIFEST, Manifest, Publisher, VaultError
from ..vault.keyring import Keyring
from ..words import _

__all__ = ["kept_folders", "keep", "sign_site"]


def sign_site(site: Path, publisher: Publisher, *, before: Path | None) -> None:
    """Write the manifest of everything in `site`; its number is higher than that of the site `before`. Raises AlsError."""
    if (site / MANIFEST).exists():
        raise AlsError(f"docs/{MANIFEST}", _("this name is kept for the site's own signed list of files"), _("rename that page or file"))
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    now = dt.datetime.now(dt.UTC)
    number = max(int(now.timestamp()), _number(before) + 1)
    manifest = Manifest.of(files, publisher.public, build=number, time=now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    (site / MANIFEST).write_bytes(manifest.encode(publisher))


def _number(before: Path | None) -> int:
    """The number of the site that is being replaced; 0 where there is none that can be read."""
    if before is None or not (before / MANIFEST).is_file():
        return 0
    try:
        return Manifest.decode((before / MANIFEST).read_bytes()).build
    except VaultError:
        return 0


def kept_folders(before: Path | None) -> list[Path]:
    """The locked folders of a built site: they are recognised by their keyring."""
    return sorted(path.parent for path in before.glob(f"*/{KEYRING}")) if before is not None else []


def keep(folder: Path, site: Path, publisher: Publisher) -> None:
    """Take a set's locked folder over into the new site, exactly as this publisher signed it. Raises AlsError where it is not."""
    try:
        keyring = Keyring.decode((folder / KEYRING).read_bytes())
        whole = keyring.build.publisher == publisher.public and keyring.signed_by_publisher()
        for path in keyring.files if whole else ():
            keyring.held(path, (folder / path).read_bytes())
    except (VaultError, OSError):
        whole = False
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if not whole or found != {*keyring.files, KEYRING}:
        raise AlsError(
            f"sets/{folder.name}",
            _("its locked folder from the build before is not as this publisher signed it, so it cannot be kept"),
            _("build all sets: als build"),
        )
    shutil.copytree(folder, site / folder.name)
    _keep_public(folder.parent, site)


def _keep_public(before: Path, site: Path) -> None:
    """Keep the public files that a folder from before leans on, where the theme's have new names since."""
    for path in before.glob("assets/**/*"):
        place = site / path.relative_to(before)
        if path.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, place)
