"""The built site, locked, as a plain static host would serve it: for trying it out on one's own computer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ...errors import AlsError
from ...vault import KEYRING
from ...words import _
from ..mkdocs.run import settings
from ..mkdocs.theme import base_path

__all__ = ["StaticHost", "serve_locked"]


class _Handler(SimpleHTTPRequestHandler):
    """Files below the site's folder, and for what is missing the nearest 404.html, as good hosts do."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, "": "application/octet-stream", ".js": "text/javascript"}
    server: StaticHost

    def translate_path(self, path: str) -> str:
        if path == self.server.base.rstrip("/"):
            path = self.server.base
        inside = path.startswith(self.server.base)
        return super().translate_path("/" + path.removeprefix(self.server.base) if inside else "/\0")

    def send_head(self) -> Any:
        # Whatever stands in a request line: an address that is none (half a bracket, a null byte, a name too long) has no file.
        try:
            return super().send_head()
        except (ValueError, OSError):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None

    def list_directory(self, path: str) -> None:  # type: ignore[override]
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self._nearest_404() if code == HTTPStatus.NOT_FOUND else None
        if page is None:
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _nearest_404(self) -> Path | None:
        site = self.server.site
        try:
            folder = Path(self.translate_path(self.path.split("?")[0]))
            for each in (folder, *folder.parents):
                if each.is_relative_to(site) and os.path.isfile(each / "404.html"):
                    return each / "404.html"
        except (ValueError, OSError, AttributeError):  # no address at all
            return None
        return None

    def log_message(self, format: str, *args: object) -> None:
        # Addresses inside a set say what somebody reads.
        return


class StaticHost(ThreadingHTTPServer):
    """Serves the folder `site` under the path `base`, on 127.0.0.1; port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, site: Path, *, port: int = 0, base: str = "/") -> None:
        self.site, self.base = site.resolve(), base
        try:
            super().__init__(("127.0.0.1", port), partial(_Handler, directory=str(self.site)))
        except OSError as error:
            raise AlsError(
                f"127.0.0.1:{port}", _("this port cannot be used: {error}").format(error=error.strerror), _("name another with --port")
            ) from error

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that closes a connection early is nobody's mistake.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        """The address of the front door."""
        return f"http://localhost:{self.server_address[1]}{self.base}"


def serve_locked(config_file: Path, port: int, *, said: Callable[[str], None] = print) -> None:
    """Serve the built site of an organisation until interrupted; `said` is told its address.

    Raises AlsError where nothing was built yet, or the port is taken.
    """
    config = settings(config_file)
    site = Path(config.site_dir)
    if not (site / "index.html").is_file():
        raise AlsError(site.name, _("there is no built site here"), _("build it first: als build"))
    with StaticHost(site, port=port, base=base_path(config)) as server:
        said(_("Locked, as a host would serve it: {url}").format(url=server.url))
        for keyring in sorted(site.glob(f"*/{KEYRING}")):
            said(f"  {server.url}{keyring.parent.name}/")
        with suppress(KeyboardInterrupt):
            server.serve_forever()
