"""The readable preview: on this computer's loopback address alone, under a banner that says so."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from ..errors import AlsError
from ..words import _
from .pool import render_all
from .sets import PlannedSet
from .swap import beside, swap

__all__ = ["guard", "refuse_open_address", "write"]

LOOPBACK = ("127.0.0.1", "localhost")


def refuse_open_address(host: str) -> None:
    """Raise AlsError where a preview would be readable from other machines."""
    if host == "localhost":
        return
    try:
        if ipaddress.ip_address(host).is_loopback:
            return
    except ValueError:
        pass
    raise AlsError(
        "dev_addr",
        _("a preview shows every set readable, so it is served on this computer alone, not on {host}").format(host=host),
        _("use 127.0.0.1, or serve the locked site: als serve --locked"),
    )


def write(sets: Sequence[PlannedSet], private: Path, site: Path, config_file: str) -> None:
    """Render the sets readable into the private folder; MkDocs' preview folder gets no more than links to them."""
    editions = [edition for one in sets for edition in one.editions]
    for edition, rendered in zip(editions, render_all(config_file, editions, preview=True, strict=False), strict=True):
        place = private / edition.set_id
        new = beside(place)
        for path, data in rendered.files.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(data)
        swap(new, place)
        link = site / edition.set_id
        if not link.is_symlink():
            link.symlink_to(place, target_is_directory=True)


def guard(server: LiveReloadServer) -> LiveReloadServer:
    """Let the server answer only requests that were meant for this computer.

    A page on the web can make its own name point to 127.0.0.1 (DNS rebinding) and then read what is served there; its
    name stands in the Host header. Nor may it put anything from here into itself, a frame or a picture: only the address
    that a person opens is answered.
    """
    inner = server.get_app()
    port = server.server_address[1]
    hosts = {f"{host}:{port}" for host in LOOPBACK} | ({*LOOPBACK} if port == 80 else set())

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        elsewhere = environ.get("HTTP_SEC_FETCH_SITE") in ("cross-site", "same-site")
        if environ.get("HTTP_HOST") not in hosts or elsewhere and environ.get("HTTP_SEC_FETCH_DEST") != "document":
            start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
            return [_("This preview answers this computer alone.").encode()]
        return inner(environ, start_response)

    server.set_app(guarded)
    return server
