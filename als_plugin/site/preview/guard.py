"""What a preview answers: this computer alone; the sets as somebody reads them, made when they are first asked for; under what is wrong
with the records, the last good pages. A browser keeps nothing of it but what is public."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from ...errors import AlsError
from ...words import _
from ..sets.reading import Reading
from .folders import Preview
from .lasting_files import KEPT, NOT_KEPT, LastingFiles
from .strip import mistakes

__all__ = ["guard"]

_LOOPBACK = ("127.0.0.1", "localhost")
_PLAIN = ("Content-Type", "text/plain; charset=utf-8")

Start = Callable[..., Any]
App = Callable[[dict[str, Any], Start], Iterable[bytes]]


def guard(server: LiveReloadServer, preview: Preview | None) -> LiveReloadServer:
    """Let the server answer only requests that were meant for this computer, and say its address as a person types it.

    A page on the web can make its own name point to 127.0.0.1 (DNS rebinding) and then read what is served there; its
    name stands in the Host header. Nor may it put anything from here into itself, a frame or a picture: only the address
    that a person opens is answered.
    """
    inner: Any = server.get_app()
    answer = _sets(inner, preview, server) if preview else inner
    port = server.server_address[1]
    hosts = {f"{host}:{port}" for host in _LOOPBACK} | ({*_LOOPBACK} if port == 80 else set())

    def guarded(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, headers if KEPT in headers else [*headers, NOT_KEPT], *rest)

        elsewhere = environ.get("HTTP_SEC_FETCH_SITE") in ("cross-site", "same-site")
        if environ.get("HTTP_HOST") not in hosts or elsewhere and environ.get("HTTP_SEC_FETCH_DEST") != "document":
            start("403 Forbidden", [_PLAIN])
            return [_("This preview answers this computer alone.").encode()]
        return answer(environ, start)

    server.set_app(guarded)
    server.url = server.url.replace("//127.0.0.1:", "//localhost:", 1)
    return server


def _sets(inner: App, preview: Preview, server: LiveReloadServer) -> App:
    """The server's answers, with what a preview adds to them."""
    lasting = LastingFiles(Path(server.root), preview.base)

    def answer(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        reading = Reading.at(path.removeprefix(preview.base).partition("/")[0])
        if reading.person:
            try:
                preview.read_as(reading, Path(server.root))
            except AlsError as error:
                start_response("404 Not Found", [_PLAIN])
                return [str(error).encode()]
        if path.startswith("/livereload/"):
            return inner(environ, start_response)
        started: list[Any] = []
        body = inner(environ, lambda *told: started.append(told))
        status, headers, *rest = started[0]
        kind = dict(headers).get("Content-Type", "")
        missing = preview.private / reading.folder / "404.html"
        if status.startswith("404") and reading.set_id and missing.is_file():
            body, kind = [missing.read_bytes()], "text/html"
        if (query := environ.get("QUERY_STRING", "")) and status.startswith("200") and not kind.startswith("text/html"):
            body = [_whole(body)]
            headers = [*headers, KEPT] if lasting.lasts(path, query, body[0]) else headers
        if not kind.startswith("text/html") or not status.startswith(("200", "404")):
            start_response(status, headers, *rest)
            return body
        page = lasting.addressed(_whole(body), path)
        if preview.mistakes:
            page = mistakes(page, preview.mistakes)
        start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))], *rest)
        return [page]

    return answer


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        close: Callable[[], None] = getattr(body, "close", lambda: None)
        close()
