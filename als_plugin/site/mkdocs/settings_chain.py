"""The files that settings come from, mkdocs.yml first, and what they take from the environment: read as text, nothing loaded."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["chain", "environment"]

_INHERIT = re.compile(r"^(?:INHERIT|'INHERIT'|\"INHERIT\"):[ \t]*(.+?)[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)
_VARIABLES = re.compile(r"!ENV\s+(\[[^\]]*\]|-[^\n]*(?:\n[ \t]*-[^\n]*)*|[A-Za-z_]\w*)")
_NAME = re.compile(r"[A-Za-z_]\w*")


def chain(config_file: Path) -> list[Path]:
    """mkdocs.yml, the file that it inherits from, and so on; each once. The last may be one that is not there."""
    found: list[Path] = []
    following: Path | None = config_file
    while following is not None and following not in found:
        found.append(following)
        inherited = _INHERIT.search(_text(following))
        following = Path(os.path.normpath(following.parent / _plain(inherited[1]))) if inherited else None
    return found


def environment(config_file: Path) -> dict[str, str | None]:
    """The variables that the settings name, in whichever of their files, with the values that they have."""
    names = {name for path in chain(config_file) for name in _named(_text(path))}
    return {name: os.environ.get(name) for name in sorted(names)}


def _named(text: str) -> Iterator[str]:
    """Every word that follows !ENV: its last one may be no variable but what stands in for one."""
    for found in _VARIABLES.findall(text):
        yield from _NAME.findall(found)


def _plain(value: str) -> str:
    """The path that INHERIT gives, which may come from the environment itself."""
    if value.startswith("!ENV"):
        words = [each.strip(" '\"") for each in value.removeprefix("!ENV").strip(" []").split(",")]
        return next((os.environ[word] for word in words if word in os.environ), words[-1])
    return value.strip("'\"")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
