"""How the desk's addresses take and give data."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..errors import AlsError
from ..refusals import refusal
from ..words import _

__all__ = ["body", "refused", "told"]


def told(answer: Callable[..., Any]) -> Callable[[Request], Any]:
    """An answer's data as JSON; a mistake that can be put right as its one line. What does work runs beside the server."""

    @wraps(answer)
    async def respond(request: Request) -> Response:
        given = [await body(request)] if request.method == "POST" else []
        try:
            return JSONResponse(await asyncio.to_thread(answer, request, *given))
        except Exception as error:
            return refused(error)

    return respond


def refused(error: Exception) -> Response:
    """A mistake that can be put right, what this computer refused, or what should not have happened: in one line, for the page."""
    if isinstance(error, AlsError):
        return JSONResponse({"error": str(error)}, 409)
    if told := refusal(error):
        return JSONResponse({"error": str(told)}, 409)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    unexpected = AlsError(_("The desk"), _("could not do this ({what})").format(what=what), _("load the page again; if it is no better, report this, without people’s names"))
    return JSONResponse({"error": str(unexpected)}, 500)


async def body(request: Request) -> dict[str, Any]:
    """What a page has sent; nothing where that is no JSON object."""
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
