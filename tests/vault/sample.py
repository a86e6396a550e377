"""A small site with one of everything the format has; fictional people."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from als_plugin.vault import Access, Clear, Content, PageContent, Publisher, Shared, Slot, ViewContent
from als_plugin.vault.keys import Kdf, argon2id

from .sealing import sealed_site

TODAY = dt.date(2026, 11, 23)
TIME = "2026-11-23T20:15:00Z"
STYLE = b"body { color: #222; }\n"
SHELL = {"index.html": b"<!doctype html><title>Locked</title>\n", "sw.js": b"self.addEventListener('fetch', () => {});\n"}
SKELETON = ("<!doctype html><title>", Slot("title"), "</title><nav>", Slot("nav"), "</nav><main>", Slot("main"), "</main>")
NAVIGATION = Shared("<a href='../sessions/'>Sessions – all</a>" * 4)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3


def page(title: str, main: str, *, until: dt.date | None = None) -> PageContent:
    """A page of the shared skeleton."""
    return PageContent(SKELETON, {"title": title, "nav": NAVIGATION, "main": main}, until=until)


def members() -> ViewContent:
    """What members read."""
    files: dict[str, Content | PageContent] = {
        "index.html": page("Riverside", "<p>Next: 14 January. {\"slot\":\"nav\"} is only text – ça va?</p>"),
        "sessions/index.html": page("Sessions", "<ul><li>Åsa: how do I say no?</li></ul>"),
        "sessions/2026-01-14/index.html": page("14 January 2026", "<p>Held.</p>", until=dt.date(2027, 1, 14)),
        "sessions/2025-01-15/index.html": page("15 January 2025", "<p>Past its day.</p>", until=dt.date(2026, 1, 15)),
        "search/search_index.json": Content(b'{"docs":[{"text":"how do I say no"}]}', "application/json"),
        "img/r\u00edo.png": Content(PICTURE, "image/png"),
        "empty.txt": Content(b"", "text/plain"),
    }
    clear = {"assets/app.css": Clear("../assets/app.css", hashlib.sha256(STYLE).digest(), "text/css")}
    csp = {"scripts": ["assets/app.js"], "hashes": ["sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="], "workers": []}
    return ViewContent("members", None, files, clear, csp, "Europe/London")


def facilitator() -> ViewContent:
    """What the facilitator reads, since a date."""
    files = {"index.html": page("For you", "<p>Notes between sessions.</p>")}
    return ViewContent("facilitator", dt.date(2026, 2, 11), files, timezone="Pacific/Auckland")


def make_site(
    *, build: int = 1795464900, kdf: Kdf = argon2id
) -> tuple[dict[str, bytes], dict[str, str], Access, Publisher]:
    """Files, passphrases by person, grants and publisher. Asha was let in under a key that was changed since; Cleo reads nothing."""
    old, new = Publisher.generate(), Publisher.generate()
    access = Access.new(old.public)
    passphrases = {"asha": access.grant("asha", dt.date(2026, 1, 7), kdf=kdf)}
    access.hand_on(old, new.public)
    access.follow(new.public)
    for person in ("ben", "cleo"):
        passphrases[person] = access.grant(person, TODAY, kdf=kdf)
    files = sealed_site([members(), facilitator()], {"asha": 0, "ben": 1}, access, new, build=build, time=TIME, shell=SHELL)
    return files, passphrases, access, new


def expected(view: ViewContent, clear: Mapping[str, bytes], today: dt.date = TODAY) -> dict[str, tuple[bytes, str]]:
    """Content and type of every path that the view shows on that day."""
    shown = {
        path: (content.assembled(), content.type)
        for path, content in view.files.items()
        if content.until is None or today <= content.until
    }
    return shown | {path: (clear[one.url], one.type) for path, one in view.clear.items()}
