"""What every request to the desk must show before anything is done for it."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..words import _
from .doors import COOKIE, Doors

__all__ = ["SECRET", "Guard", "cookie_of", "policy"]

SECRET = "x-als-desk"
"""The header in which a page shows its secret."""

_OPEN = {"/api/open", "/api/again"}
"""What is asked before there is a secret: it takes a token, or the secret of the file that only this user can read."""
_MOST = 2_000_000
_MOST_OF_FILE = 29_000_000
"""A file to be brought in, of 20 MB, as a page sends it."""


def policy(preview: str | None) -> str:
    """The Content-Security-Policy. `preview`: the origin of the preview, the only one that may be framed."""
    framed = preview or "'none'"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        f"frame-src {framed}; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
    )


class Guard:
    """Refuses what was not meant for the desk, or does not come from its own pages."""

    def __init__(self, app: ASGIApp, *, port: int, doors: Doors, preview: str | None = None) -> None:
        self._app, self._doors = app, doors
        self._host, self._origin = f"localhost:{port}", f"http://localhost:{port}"
        self._headers = {
            "Content-Security-Policy": policy(preview),
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no WebSockets: nothing answers them

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        if (status := self._refused(scope)) is not None:
            words = _("This desk answers its own pages on this computer alone.")
            await PlainTextResponse(words, status)(scope, receive, told)
            return
        await self._app(scope, receive, told)

    def _refused(self, scope: Scope) -> int | None:
        headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
        if headers.getlist("host") != [self._host] or method not in ("GET", "POST"):
            return 403
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin != self._origin or origin is None and method == "POST":
            return 403
        shell = method == "GET" and path == "/"
        if site != "same-origin" and not (shell and site == "none" and headers.get("sec-fetch-dest") == "document"):
            return 403
        if method == "POST":
            length = headers.get("content-length", "")
            most = _MOST_OF_FILE if path.startswith("/api/bring/") else _MOST
            if headers.get("content-type", "").split(";")[0] != "application/json" or not length.isdigit() or int(length) > most:
                return 415
        if path.startswith("/api/") and path not in _OPEN and not self._doors.admits(cookie_of(headers), headers.get(SECRET)):
            return 401
        return None


def cookie_of(headers: Headers) -> str | None:
    """The desk's cookie in a request."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None
