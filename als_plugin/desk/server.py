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

from ..errors import AlsError
from ..words import _
from . import access, drafts, office, records
from .app import Presence, starlette
from .doors import Doors
from .guard import Guard
from .organisation import Desk
from .previews import Previews

__all__ = ["address", "serve"]

_TRIES = 20
_UNUSED = 600.0


def serve(desk: Desk, port: int | None, said: Callable[[str], None], *, unused: float = _UNUSED) -> None:
    """Serve the desk until no page has been open for `unused` seconds, or it is interrupted. `said` is told its address; where a desk
    of this organisation is open already, an address of that one. Raises AlsError where it cannot be served."""
    folder = user_state_path("als") / "desk"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{desk.mark}.json"
    lock = FileLock(folder / f"{desk.mark}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        said(_of_the_first(file))
        return
    try:
        with _sockets(port) as sockets:
            taken = sockets[0].getsockname()[1]
            doors, presence, previews, control = Doors(), Presence(), Previews(desk), secrets.token_urlsafe(32)
            _write_private(file, json.dumps({"port": taken, "control": control}))
            more = [*records.routes(desk), *access.routes(desk), *drafts.routes(desk), *office.routes(desk), *previews.routes()]
            app = starlette(desk, doors, presence, control=control, more=more)
            config = uvicorn.Config(
                Guard(app, port=taken, doors=doors), log_level="critical", access_log=False, server_header=False, lifespan="off",
                timeout_graceful_shutdown=1, ws="none",
            )
            said(address(taken, doors.token()))
            try:
                with contextlib.suppress(KeyboardInterrupt):
                    asyncio.run(_serve(uvicorn.Server(config), sockets, presence, unused))
            finally:
                previews.end()
    finally:
        file.unlink(missing_ok=True)
        lock.release()


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
