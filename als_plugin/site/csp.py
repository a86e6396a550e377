"""What a page's Content-Security-Policy may allow: read from the finished pages, never from an article."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

__all__ = ["policy"]

# The theme's frame only: an article holds text from people, whose scripts must stay dead. (A full parser takes seconds on
# hundreds of pages, and what the browser takes for a script beyond this pattern is merely not allowed.)
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_SRC = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_TYPE = re.compile(r"""\btype\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
_WORKERS = "assets/javascripts/workers/"
_SCRIPT_TYPES = ("", "module", "text/javascript", "application/javascript")


def policy(pages: Mapping[str, str], paths: frozenset[str], language: str) -> dict[str, Any]:
    """Exact script files, hashes of inline scripts and worker files of a site.

    `pages` are its HTML pages by path, `paths` all its paths, `language` the theme's (its search loads a stemmer for it).
    """
    scripts: set[str] = set()
    hashes: set[str] = set()
    for path, html in pages.items():
        for attributes, text in _SCRIPT.findall(_ARTICLE.sub("", html)):
            kind = _TYPE.search(attributes)
            if kind and kind[1].lower() not in _SCRIPT_TYPES:
                continue
            if src := _SRC.search(attributes):
                scripts.add(_resolve(path, next(filter(None, src.groups()), "")))
            else:
                digest = hashlib.sha256(text.replace("\r\n", "\n").encode()).digest()
                hashes.add("sha256-" + base64.b64encode(digest).decode())
    workers = {path for path in paths if path.startswith(_WORKERS) and path.endswith(".js")}
    if language != "en":
        names = ("lunr.stemmer.support", "lunr.multi", f"lunr.{language}")
        scripts |= {f"assets/javascripts/lunr/min/{name}.min.js" for name in names}
    return {"scripts": sorted(scripts & paths), "hashes": sorted(hashes), "workers": sorted(workers)}


def _resolve(page: str, src: str) -> str:
    """The path of the site that a page's `src` means; one on another host resolves to nothing that exists."""
    url = urlsplit(src)
    if url.scheme or url.netloc:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(url.path))).lstrip("/")
