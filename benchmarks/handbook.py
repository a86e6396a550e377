"""A set's handbook of so many pages, twice: locked as it is published, and readable, the same pages to the byte.

The readable one is what the locked one opens to, laid out as any MkDocs site, for a host to serve as it is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from als_plugin.vault import Access, Publisher, argon2id, normal_form, open_site
from als_plugin.vault.format import b64

from .organisation import write_sets

__all__ = ["Handbook", "make"]

SET = "set-00001"
WITHOUT_SESSIONS = 38
"""Pages of a set that has not met yet, the guidance among them."""


@dataclass(frozen=True)
class Handbook:
    """`locked` and `readable` are folders for a host, with the set under the same path in both."""

    locked: Path
    readable: Path
    passphrase: str
    pages: tuple[str, ...]
    """Addresses of the pages, seen from the set's folder; the home page, the first one, is the empty text."""


def make(folder: Path, pages: int) -> Handbook:
    """Build a handbook of so many pages. Its lock screen derives the key at once: Argon2id's time is not what is measured."""
    place, publisher = folder / str(pages), Publisher.generate()
    place.mkdir(parents=True)
    features = ["navigation.instant", "navigation.tabs", "navigation.indexes", "navigation.top", "search.highlight"]
    theme = {"name": "material", "font": False, "features": features}
    plugins = ["search", {"als": {"publisher": b64(publisher.public)}}]
    (place / "mkdocs.yml").write_text(yaml.safe_dump({"site_name": "Handbook", "theme": theme, "plugins": plugins}), encoding="utf-8")
    (place / "docs").symlink_to(Path(__file__).parents[1] / "docs", target_is_directory=True)
    write_sets(place / "sets", sets=1, people=8, sessions=max(pages - WITHOUT_SESSIONS, 1), rich=True)
    access = Access.new(publisher.public)
    passphrase = access.grant("ada0", dt.date.today())
    access.save(place / "sets" / SET / "access.json")
    done = subprocess.run(
        [Path(sys.executable).with_name("als"), "build"], cwd=place, env={**os.environ, "ALS_PUBLISHER_KEY": publisher.to_text()},
        capture_output=True, text=True,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    site = place / "site"
    paths = _write_readable(site / SET, place / "readable" / SET, passphrase)
    root = list(argon2id(normal_form(passphrase), access.salt))
    _put_in_place(site / SET, "argon2.js", f"onmessage = () => postMessage({{root: new Uint8Array({root})}});\n".encode())
    return Handbook(site, place / "readable", passphrase, paths)


def _put_in_place(folder: Path, path: str, data: bytes) -> None:
    """Give a file of the lock screen, and what the worker holds it against."""
    worker, before = folder / "sw.js", hashlib.sha256((folder / path).read_bytes()).hexdigest()
    worker.write_bytes(worker.read_bytes().replace(before.encode(), hashlib.sha256(data).hexdigest().encode()))
    (folder / path).write_bytes(data)


def _write_readable(locked: Path, readable: Path, passphrase: str) -> tuple[str, ...]:
    """Write what the passphrase opens; returns the addresses of the pages."""
    opened = open_site(lambda path: (locked / path).resolve().read_bytes(), passphrase)
    for path in opened.paths():
        place = readable / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(opened.read(path)[0])
    pages = [path.removesuffix("index.html") for path in opened.paths() if path == "index.html" or path.endswith("/index.html")]
    return tuple(sorted(pages))
