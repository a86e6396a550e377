"""A desk on which no organisation lies yet: one is opened, or made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from platformdirs import user_documents_path
from starlette.requests import Request
from starlette.routing import Route

from ..errors import AlsError
from ..founding import found
from ..site.mkdocs.pinned import pinned
from ..words import _
from .answers import told

__all__ = ["routes"]

_FILE = "mkdocs.yml"
_MOST = 400
"""So many folders are looked at for organisations."""


def routes(lay: Callable[[Path], str | None]) -> list[Route]:
    """Their addresses. `lay` puts the organisation of an mkdocs.yml on the desk; it returns the address of another desk where it lies
    on that already."""

    def sets(request: Request) -> Any:
        return {"sets": [], "folder": None}

    def begin(request: Request) -> Any:
        return {"found": [{"name": each.name, "folder": str(each)} for each in _organisations()], "place": str(_place())}

    def open_one(request: Request, given: dict[str, Any]) -> Any:
        folder = _folder(given)
        file = folder if folder.name == _FILE else folder / _FILE
        if not file.is_file():
            raise AlsError(str(folder), _("has no file {file} in it").format(file=_FILE), _("choose the folder that has one, or make a new one"))
        pinned(file)
        return {"address": lay(file)}

    def make(request: Request, given: dict[str, Any]) -> Any:
        folder = _folder(given)
        try:
            key = found(folder, shown=str(folder))
        except OSError as error:
            raise AlsError(str(folder), _("cannot be written: {error}").format(error=error.strerror), _("choose another folder")) from None
        lay(folder / _FILE)
        return {"folder": str(folder), "key": str(key) if key else None}

    return [
        Route("/api/sets", told(sets)),
        Route("/api/begin", told(begin)),
        Route("/api/begin/open", told(open_one), methods=["POST"]),
        Route("/api/begin/make", told(make), methods=["POST"]),
    ]


def _folder(given: dict[str, Any]) -> Path:
    text = str(given.get("folder", "")).strip()
    folder = Path(text).expanduser() if text else Path()
    if not folder.is_absolute():
        raise AlsError(_("Folder"), _("is no whole path"), _("write it from the beginning, such as {place}").format(place=_place()))
    return folder


def _place() -> Path:
    """Where a new organisation would go."""
    for number in range(1, 100):
        place = user_documents_path() / ("handbook" if number == 1 else f"handbook-{number}")
        if not place.exists():
            return place
    return user_documents_path() / "handbook"


def _organisations() -> list[Path]:
    """Folders that look like an organisation's, where people keep such: here, at home and among the documents, at most two deep."""
    tops = dict.fromkeys((Path.cwd(), Path.home(), user_documents_path()))
    return sorted({each.resolve() for top in tops for each in _below(top) if _looks_like_one(each)})


def _below(top: Path) -> Iterator[Path]:
    waiting, seen = [(top, 0)], 0
    while waiting and seen < _MOST:
        folder, deep = waiting.pop(0)
        seen += 1
        yield folder
        if deep == 2:
            continue
        try:
            with os.scandir(folder) as entries:
                inner = sorted(each.path for each in entries if not each.name.startswith(".") and each.is_dir(follow_symlinks=False))
        except OSError:
            continue
        waiting += [(Path(each), deep + 1) for each in inner]


def _looks_like_one(folder: Path) -> bool:
    try:
        return (folder / "sets").is_dir() and "publisher:" in (folder / _FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
