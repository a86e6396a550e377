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

__all__ = ["body", "told"]


def told(answer: Callable[..., Any]) -> Callable[[Request], Any]:
    """An answer's data as JSON; a mistake that can be put right as its one line. What does work runs beside the server."""

    @wraps(answer)
    async def respond(request: Request) -> Response:
        given = [await body(request)] if request.method == "POST" else []
        try:
            return JSONResponse(await asyncio.to_thread(answer, request, *given))
        except AlsError as error:
            return JSONResponse({"error": str(error)}, 409)

    return respond


async def body(request: Request) -> dict[str, Any]:
    """What a page has sent; nothing where that is no JSON object."""
    try:
        found = json.loads(await request.body())
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
