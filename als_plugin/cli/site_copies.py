"""Where a published site can be looked at: a folder, or a host asked over http."""

from __future__ import annotations

import gzip
import http.client
import io
import ssl
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, urlsplit

from ..errors import AlsError
from ..vault.wholeness import SiteCopy, Unreachable
from ..words import _

__all__ = ["SiteFolder", "HostedSite", "site_copy"]

_SECONDS = 30


def site_copy(target: str) -> SiteCopy:
    """The place that a command names: an address, or else a folder. Raises AlsError."""
    if "://" in target:
        return HostedSite(target)
    return SiteFolder(target)


class SiteFolder:
    """A site in a folder on this computer."""

    parallel = 1
    serves_folders = False

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise AlsError(folder, _("there is no such folder"), _("name a built site's folder, or an address with https://"))

    def read(self, path: str, most: int) -> bytes | None:
        try:
            with open(self.folder / path, "rb") as file:
                return file.read(most + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise Unreachable(error.strerror or type(error).__name__) from error

    def paths(self) -> Iterable[str]:
        return [path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()]


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a host to another path, or from http to https, and nowhere else."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if new.hostname != old.hostname or new.scheme not in ("https", old.scheme) or (new.scheme == old.scheme and new.port != old.port):
            raise Unreachable(_("the host redirects to {place}").format(place=f"{new.scheme}://{new.netloc}"))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class HostedSite:
    """A site behind an address. Nothing is sent but the paths of its files and the name of this program."""

    parallel = 4
    serves_folders = True

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise AlsError(
                address, _("this is not the address of a site"), _("give it as https://sets.example.org/, or name a folder")
            )
        self.base = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"
        self._opener = urllib.request.build_opener(_SameHost())
        self._opener.addheaders = [
            ("User-Agent", f"als-verify/{version('mkdocs-als')} (checks this site against its publisher's signed list)"),
            ("Accept-Encoding", "identity"),
            ("Cache-Control", "no-cache"),
        ]

    def read(self, path: str, most: int) -> bytes | None:
        url = self.base + quote(path.removeprefix("/"))
        try:
            with self._opener.open(url, timeout=_SECONDS) as answer:
                if answer.headers.get("Content-Encoding", "identity").lower() == "gzip":
                    # Some hosts send it unasked.
                    return gzip.GzipFile(fileobj=io.BytesIO(answer.read(most + 65536))).read(most + 1)
                return answer.read(most + 1)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (404, 410):
                return None
            raise Unreachable(f"HTTP {error.code}") from error
        except urllib.error.URLError as error:
            raise Unreachable(_why(error.reason)) from error
        except (OSError, EOFError, zlib.error, http.client.HTTPException) as error:
            raise Unreachable(_why(error)) from error

    def paths(self) -> Iterable[str]:
        return ()


def _why(reason: object) -> str:
    """A few words, on one line."""
    if isinstance(reason, TimeoutError):
        return _("no answer within {n} seconds").format(n=_SECONDS)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return _("its certificate does not hold: {why}").format(why=reason.verify_message)
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    return " ".join(str(reason).split()) or type(reason).__name__
