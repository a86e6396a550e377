"""Outputs appear whole or not at all: written beside their place, then moved into it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

__all__ = ["beside", "swap"]


def beside(place: Path) -> Path:
    """A fresh folder beside `place` to build its next content in; such folders of builds that died go first."""
    place.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{place.name}.next-"
    for leftover in place.parent.glob(f"{prefix}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place.parent))
    folder.chmod(0o755)  # a web server reads it as another user
    return folder


def swap(new: Path, place: Path) -> None:
    """Put `new` where `place` is, and remove what was there."""
    old = new.with_name(new.name.replace(".next-", ".last-"))
    if place.exists():
        place.rename(old)
    try:
        new.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
