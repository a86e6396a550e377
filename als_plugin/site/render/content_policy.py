"""What a page's Content-Security-Policy may allow: read from the finished pages, never from what a set's people wrote."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
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
# What the page script loads itself; nothing of a set's own gets this name (attachments lie in files/).
_LOADED = re.compile(r"assets/als/(?:record|reply)(?:\.[0-9a-f]{10})?\.js")
_SCRIPT_TYPES = ("", "module", "text/javascript", "application/javascript")
# How far up the top of the site is: all in which the theme's own script differs from page to page.
_WAY_UP = re.compile(r"""(["'])\.{1,2}(?:/\.\.)*/?\1""")


def policy(pages: Mapping[str, str], own: Mapping[str, str], paths: frozenset[str], language: str) -> dict[str, Any]:
    """Exact script files, hashes of inline scripts and worker files of a site.

    `pages` are its HTML pages by path, `own` those that a set wrote itself, front matter and all: of these only what stands
    in other pages too is allowed. `paths` are all its paths, `language` the theme's (its search loads a stemmer for it).
    """
    scripts: set[str] = {path for path in paths if _LOADED.fullmatch(path)}
    hashes: set[str] = set()
    known: set[str] = set()
    for path, html in pages.items():
        for src, text in _scripts(html):
            if src is not None:
                scripts.add(_resolve(path, src))
            else:
                hashes.add(_hash(text))
                known.add(_WAY_UP.sub(".", text))
    for html in own.values():
        hashes |= {_hash(text) for src, text in _scripts(html) if src is None and _WAY_UP.sub(".", text) in known}
    workers = {path for path in paths if path.startswith(_WORKERS) and path.endswith(".js")}
    if language != "en":
        names = ("lunr.stemmer.support", "lunr.multi", f"lunr.{language}")
        scripts |= {f"assets/javascripts/lunr/min/{name}.min.js" for name in names}
    return {"scripts": sorted(scripts & paths), "hashes": sorted(hashes), "workers": sorted(workers)}


def _scripts(html: str) -> Iterator[tuple[str | None, str]]:
    """The address (None: inline) and the text of each script in the theme's frame of a page."""
    for attributes, text in _SCRIPT.findall(_ARTICLE.sub("", html)):
        kind = _TYPE.search(attributes)
        if kind and kind[1].lower() not in _SCRIPT_TYPES:
            continue
        src = _SRC.search(attributes)
        yield (next(filter(None, src.groups()), "") if src else None), text


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.replace("\r\n", "\n").encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()


def _resolve(page: str, src: str) -> str:
    """The path of the site that a page's `src` means; one on another host resolves to nothing that exists."""
    url = urlsplit(src)
    if url.scheme or url.netloc:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(url.path))).lstrip("/")
