"""The desk's addresses: a shell that holds nothing, and data for its pages alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from ..client import bundle
from ..words import _
from .answers import body, told
from .doors import COOKIE, Doors
from .guard import cookie_of
from .inbox import Inboxes
from .organisation import Desk
from .publishing import Publishing
from .today import today_in_set, today_of

__all__ = ["Presence", "desk_routes", "starlette"]


class Presence:
    """The pages that are open, each by a request that goes on as long as it is."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._open, self._last = clock, 0, clock()

    def alone(self) -> float:
        """For how many seconds no page has been open."""
        return 0.0 if self._open else self._clock() - self._last

    async def beats(self) -> AsyncIterator[bytes]:
        """A byte now and then, until the page is closed."""
        self._open += 1
        try:
            while True:
                yield b"\n"
                await asyncio.sleep(10)
        finally:
            self._open -= 1
            self._last = self._clock()


def starlette(doors: Doors, presence: Presence, *, control: str, more: list[Route]) -> Starlette:
    """The desk's shell and doors, and what `more` it answers. `control` is the secret of its lock file."""

    def shell(request: Request) -> Response:
        return Response(_asset("index.html"), media_type="text/html; charset=utf-8")

    def script(request: Request) -> Response:
        return Response(bundle("desk.js"), media_type="text/javascript; charset=utf-8")

    def style(request: Request) -> Response:
        return Response(_style(), media_type="text/css; charset=utf-8")

    async def enter(request: Request) -> Response:
        entered = doors.enter(str((await body(request)).get("token", "")), cookie_of(request.headers))
        if entered is None:
            return JSONResponse({"error": _("This address was used already, or is too old. Run als desk again.")}, 401)
        answer = JSONResponse({"secret": entered[1]})
        answer.set_cookie(COOKIE, entered[0], httponly=True, samesite="strict", path="/")
        return answer

    async def again(request: Request) -> Response:
        given = str((await body(request)).get("control", ""))
        return JSONResponse({"token": doors.token()}) if given == control else Response(status_code=401)

    def here(request: Request) -> Response:
        return StreamingResponse(presence.beats(), media_type="text/plain")

    return Starlette(routes=[
        Route("/", shell),
        Route("/desk.js", script),
        Route("/desk.css", style),
        Route("/api/open", enter, methods=["POST"]),
        Route("/api/again", again, methods=["POST"]),
        Route("/api/here", here),
        *more,
    ])


def desk_routes(desk: Desk) -> list[Route]:
    """What is asked of all sets together, of publishing and of the inboxes."""
    publishing = Publishing(desk)

    def today(request: Request) -> Any:
        return today_of(desk, publishing.changed)

    def today_there(request: Request) -> Any:
        set_id = request.path_params["set_id"]
        desk.folder(set_id)
        return today_in_set(desk, set_id, publishing.changed)

    def sets(request: Request) -> Any:
        return {"sets": [{"id": each, "name": desk.name(each)} for each in desk.ids()], "folder": str(desk.root / "sets")}

    return [
        Route("/api/today", told(today)),
        Route("/api/today/{set_id}", told(today_there)),
        Route("/api/sets", told(sets)),
        *publishing.routes(),
        *Inboxes(desk).routes(),
    ]


def _asset(name: str) -> bytes:
    return (files(__package__) / "assets" / name).read_bytes()


def _style() -> bytes:
    return (files("als_plugin") / "pages" / "assets" / "tokens.css").read_bytes() + _asset("desk.css")
