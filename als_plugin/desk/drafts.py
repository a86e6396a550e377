"""What is typed and not saved yet: kept at each change beside what saves can be undone with, outside of the organisation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from ..errors import AlsError
from ..files import write_whole
from ..words import _
from . import undo
from .answers import told
from .organisation import Desk

__all__ = ["routes"]

_NAMES = ("form", "run", "discarded")


def routes(desk: Desk) -> list[Route]:
    """Their addresses: a draft of each kind for each session."""

    def kept(request: Request) -> Any:
        path = _place(desk, request)
        try:
            return {"value": json.loads(path.read_text(encoding="utf-8"))}
        except (OSError, ValueError):
            return {"value": None}

    def keep(request: Request, given: dict[str, Any]) -> Any:
        path, value = _place(desk, request), given.get("value")
        try:
            if value is None:
                path.unlink(missing_ok=True)
            else:
                undo.private_folder(path.parent)
                write_whole(path, json.dumps(value, ensure_ascii=False), private=True)
        except OSError as error:
            raise AlsError(str(path), _("cannot be written: {error}").format(error=error.strerror), _("save now; nothing is kept of what is typed")) from None
        return {}

    return [
        Route("/api/draft/{set_id}/{stem}/{name}", told(kept)),
        Route("/api/draft/{set_id}/{stem}/{name}", told(keep), methods=["POST"]),
    ]


def _place(desk: Desk, request: Request) -> Path:
    set_id, stem, name = (request.path_params[each] for each in ("set_id", "stem", "name"))
    desk.file(set_id, stem)  # an error for whatever is no session of this set
    if name not in _NAMES:
        raise AlsError(f"sets/{set_id}", _("there is no such draft"), _("load the page again"))
    return undo.folder_of(desk, set_id) / f".{stem}.{name}.json"
