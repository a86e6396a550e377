"""A plain static host, as dumb as those that people use: files, an index a folder, the nearest 404.html."""

from __future__ import annotations

import contextlib
import mimetypes
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["Host"]


class Host:
    """Serves a folder on the loopback address until stopped; `requests` are the paths that were asked for, `own_404` whether it shows a site's.

    `with_cookies` are those that came with cookies; `moved` names paths that are redirected, and where to; `log_in` is the cookie
    without which nothing is given out. With `tls`, it is reached over https.
    """

    def __init__(self, folder: Path, tls: ssl.SSLContext | None = None) -> None:
        self.folder = folder
        self.own_404 = True
        self.requests: list[str] = []
        self.with_cookies: list[str] = []
        self.moved: dict[str, str] = {}
        self.log_in: str | None = None
        self._connections: set[socket.socket] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}/"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Go away, as a host does when the network is gone; may be called twice."""
        self._server.shutdown()
        self._server.server_close()
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def find(self, path: str) -> tuple[int, Path | None]:
        """Status and file for a path as it was asked for."""
        wanted = (self.folder / unquote(urlsplit(path).path).lstrip("/")).resolve()
        if not wanted.is_relative_to(self.folder.resolve()):
            return 404, None
        if wanted.is_dir():
            if not path.split("?")[0].endswith("/"):
                return 301, wanted
            wanted /= "index.html"
        if wanted.is_file():
            return 200, wanted
        if not self.own_404:
            return 404, None
        parents = [parent for parent in wanted.parents if parent.is_relative_to(self.folder.resolve())]
        return 404, next((parent / "404.html" for parent in parents if (parent / "404.html").is_file()), None)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                host._connections.add(self.connection)

            def finish(self) -> None:
                host._connections.discard(self.connection)
                super().finish()

            def do_GET(self) -> None:
                host.requests.append(self.path)
                if "Cookie" in self.headers:
                    host.with_cookies.append(self.path)
                status, file = (301, None) if self.path in host.moved else host.find(self.path)
                if host.log_in and host.log_in not in self.headers.get("Cookie", ""):
                    status, file = 401, None
                self.send_response(status)
                if status == 301:
                    self.send_header("Location", host.moved.get(self.path, f"{urlsplit(self.path).path}/"))
                    self.send_header("Access-Control-Allow-Origin", "*")
                    file = None
                data = file.read_bytes() if file else b"<h1>Not here</h1>"
                kind = mimetypes.guess_type(file.name)[0] if file else "text/html"
                self.send_header("Content-Type", kind or "application/octet-stream")
                self.send_header("Content-Length", str(len(data)))
                self.send_header("Cache-Control", "max-age=600")
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler
