"""The desk's server: on this computer's own addresses alone, one for each organisation, gone when nobody needs it."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import secrets
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from filelock import FileLock, Timeout
from platformdirs import user_state_path
from starlette.types import ASGIApp, Receive, Scope, Send

from ..errors import AlsError
from ..words import _
from . import access, beginning, drafts, office, records
from .app import Presence, desk_routes, starlette
from .doors import Doors
from .guard import Guard
from .organisation import Desk
from .previews import Previews

__all__ = ["address", "serve"]

_TRIES = 20
_UNUSED = 600.0


def serve(desk: Desk | None, port: int | None, said: Callable[[str], None], *, unused: float = _UNUSED) -> None:
    """Serve the desk until no page has been open for `unused` seconds, or it is interrupted; without an organisation (None), one is
    opened or made on it first. `said` is told its address; where a desk of this organisation is open already, an address of that one.
    Raises AlsError where it cannot be served."""
    with contextlib.ExitStack() as held:
        if desk is not None and (other := _hold(desk, held)) is not None:
            said(other)
            return
        sockets = held.enter_context(_sockets(port))
        taken = sockets[0].getsockname()[1]
        doors, presence, control = Doors(), Presence(), secrets.token_urlsafe(32)
        answering = _Answering()

        def lay(desk: Desk) -> None:
            _write_private(_lock_file(desk), json.dumps({"port": taken, "control": control}))
            previews = Previews(desk)
            held.callback(previews.end)
            more = [*desk_routes(desk), *records.routes(desk), *access.routes(desk), *drafts.routes(desk), *office.routes(desk), *previews.routes()]
            answering.app = starlette(doors, presence, control=control, more=more)

        def open_here(config_file: Path) -> str | None:
            opened = Desk(config_file)
            if (other := _hold(opened, held)) is None:
                lay(opened)
            return other

        if desk is None:
            answering.app = starlette(doors, presence, control=control, more=beginning.routes(open_here))
        else:
            lay(desk)
        config = uvicorn.Config(
            Guard(answering, port=taken, doors=doors), log_level="critical", access_log=False, server_header=False, lifespan="off",
            timeout_graceful_shutdown=1, ws="none",
        )
        said(address(taken, doors.token()))
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(uvicorn.Server(config), sockets, presence, unused))


class _Answering:
    """Whichever app answers at the time."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


def _lock_file(desk: Desk) -> Path:
    """What tells another desk of the same organisation where this one is."""
    return user_state_path("als") / "desk" / f"{desk.mark}.json"


def _hold(desk: Desk, held: contextlib.ExitStack) -> str | None:
    """Keep the organisation to this desk until `held` ends; where another has it, the address of that one. Raises AlsError."""
    file = _lock_file(desk)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(file.with_suffix(".lock"), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return _of_the_first(file)
    held.callback(lock.release)
    held.callback(file.unlink, missing_ok=True)
    return None


def address(port: int, token: str) -> str:
    """The address that lets a browser in, once. What follows # stays in the browser and is sent nowhere by itself."""
    return f"http://localhost:{port}/#t={token}"


async def _serve(server: uvicorn.Server, sockets: list[socket.socket], presence: Presence, unused: float) -> None:
    async def end() -> None:
        while presence.alone() < unused:
            await asyncio.sleep(min(1.0, unused / 4))
        server.should_exit = True

    ending = asyncio.create_task(end())
    try:
        await server.serve(sockets=sockets)
    finally:
        ending.cancel()


@contextmanager
def _sockets(port: int | None) -> Iterator[list[socket.socket]]:
    """One port on both of this computer's own addresses, exclusively. Raises AlsError."""
    for _try in range(_TRIES if port is None else 1):
        with contextlib.ExitStack() as stack:
            try:
                first = stack.enter_context(_bound(socket.AF_INET, "127.0.0.1", port or 0))
                taken = first.getsockname()[1]
                found = [first]
                if _has_ipv6():
                    found.append(stack.enter_context(_bound(socket.AF_INET6, "::1", taken)))
            except OSError:
                continue
            yield found
            return
    raise AlsError(
        "als desk" if port is None else f"--port {port}", _("this port is in use, or may not be used"), _("choose another, for example --port 8765")
    )


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        if family == socket.AF_INET6:
            found.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        found.bind((host, port))
        found.listen(100)
    except OSError:
        found.close()
        raise
    return found


def _has_ipv6() -> bool:
    """Whether there is a ::1 that somebody else could listen on."""
    if not socket.has_ipv6:
        return False
    try:
        _bound(socket.AF_INET6, "::1", 0).close()
    except OSError:
        return False
    return True


def _of_the_first(file: Path) -> str:
    """An address of the desk that is open already. Raises AlsError where it does not answer."""
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        connection = http.client.HTTPConnection("127.0.0.1", known["port"], timeout=5)
        origin = f"http://localhost:{known['port']}"
        headers = {"Host": origin.removeprefix("http://"), "Origin": origin, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
        connection.request("POST", "/api/again", json.dumps({"control": known["control"]}), headers)
        with contextlib.closing(connection):
            return address(known["port"], json.loads(connection.getresponse().read())["token"])
    except (OSError, ValueError, KeyError, http.client.HTTPException):
        raise AlsError("als desk", _("another desk holds this organisation and does not answer"), _("end it, then run als desk again")) from None


def _write_private(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)
