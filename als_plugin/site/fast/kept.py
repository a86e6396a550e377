"""Frames kept from one build to the next, in the user's cache folder: nothing but the theme, the public guidance's titles, and
words of ours. They may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from .frame import Frame, Run
from .marks import Gap
from .shape import Look, Shape

__all__ = ["Kept"]

_MOST = 12
"""How many shapes are kept; the oldest go first."""


class Kept:
    """Where the frames of one shape are kept, if they are. `shared` is a digest of everything that they are made of; "" keeps
    nothing."""

    def __init__(self, shared: str, shape: Shape, *, preview: bool) -> None:
        name = hashlib.sha256(repr((shared, shape, preview)).encode()).hexdigest()
        self._folder = user_cache_path("als") / "frames"
        self._file = self._folder / f"{name}.json" if shared else None

    def load(self) -> tuple[dict[str, Frame], dict[str, Look]] | None:
        """The frames by kind and the looks by address; None where there are none."""
        if self._file is None:
            return None
        try:
            read = json.loads(self._file.read_text(encoding="utf-8"))
            frames = {kind: Frame(tuple(_part(part) for part in parts)) for kind, parts in read["frames"].items()}
            return frames, {url: Look(**look) for url, look in read["looks"].items()}
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def save(self, frames: dict[str, Frame], looks: dict[str, Look]) -> None:
        """Keep frames that were proven. A cache that cannot be written is none."""
        if self._file is None:
            return
        told = {
            "frames": {kind: [part if isinstance(part, str) else asdict(part) for part in frame.parts] for kind, frame in frames.items()},
            "looks": {url: asdict(look) for url, look in looks.items()},
        }
        draft = self._file.with_name(f".{secrets.token_hex(6)}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_text(json.dumps(told), encoding="utf-8")
            os.replace(draft, self._file)
            for old in sorted(self._folder.glob("*.json"), key=_age)[_MOST:]:
                old.unlink(missing_ok=True)
        except OSError:
            draft.unlink(missing_ok=True)


def _part(part: Any) -> str | Gap | Run:
    return part if isinstance(part, str) else Run(**part) if "joint" in part else Gap(**part)


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0
