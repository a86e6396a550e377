"""What a browser may keep of a preview: files of the theme and ours that everybody can read, under addresses that say their content.
Nothing else of a preview is kept, so that no page of a record is left on a disk."""

from __future__ import annotations

import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urljoin

__all__ = ["KEPT", "NOT_KEPT", "LastingFiles"]

KEPT = ("Cache-Control", "max-age=31536000, immutable")
NOT_KEPT = ("Cache-Control", "no-store")

_ASSETS = "assets/"
_NAMED = re.compile(rb"""((?:\b(?:href|src)=|"search": ?)["']?)([\w./@~%-]*\bassets/[\w./-]+\.(?:css|js|png|svg|ico))(?=["'\s>])""")


class LastingFiles:
    """The public files of the site in `root`, at `base` on its host. A file of a set counts as public where the front door has the
    same bytes at the same place."""

    def __init__(self, root: Path, base: str) -> None:
        self._root, self._base = root, base

    def addressed(self, page: bytes, path: str) -> bytes:
        """The finished page at this path of the host, with the digest of what they hold now in the addresses of its public files."""

        def with_digest(found: re.Match[bytes]) -> bytes:
            digest = self._digest(urljoin(path, found[2].decode()))
            return found[0] + (b"?" + digest.encode() if digest else b"")

        return _NAMED.sub(with_digest, page)

    def lasts(self, path: str, query: str, data: bytes) -> bool:
        """Whether these bytes may be kept under the address that was asked for: it says them, and everybody can read them."""
        return bool(query) and query == _of(data) == self._digest(path)

    def _digest(self, path: str) -> str | None:
        """The digest of a public file, None for any other."""
        inside = unquote(path).removeprefix(self._base)
        name = inside if inside.startswith(_ASSETS) else inside.partition("/")[2]
        if not name.startswith(_ASSETS) or ".." in inside:
            return None
        public, here = (_digest_of(os.path.join(self._root, each)) for each in (name, inside))
        return here if here == public else None


def _digest_of(file: str) -> str | None:
    try:
        look = os.stat(file)
    except OSError:
        return None
    return _read(file, look.st_mtime_ns, look.st_size, look.st_ino)


@lru_cache(256)
def _read(file: str, *_look: int) -> str:
    return _of(Path(file).read_bytes())


def _of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:20]
