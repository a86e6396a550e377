"""Which sets need no new build: those of which nothing has changed that could show in their site.

The record is digests alone, in the user's cache folder; it may be deleted at any time. It is written after the site is in
place, and believed only where the set's folder is, byte for byte, the one that it was written of.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import secrets
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from platformdirs import user_cache_path

from ..vault import KEYRING
from .edition import Edition
from .sets import PlannedSet

__all__ = ["State", "inputs_digest", "set_digest"]

_LEFT_OUT = {"__pycache__", "node_modules"}
_ENVIRONMENT = re.compile(r"!ENV\s+\[?\s*([A-Za-z_]\w*)((?:\s*,\s*[A-Za-z_]\w*)*)")


class State:
    """What is known of a site's last build: for each set a digest of what it was made of and one of its keyring."""

    def __init__(self, site: Path) -> None:
        self.file = user_cache_path("als") / "builds" / f"{_digest([str(site.resolve()).encode()])[:32]}.json"
        self.new: dict[str, list[str]] = {}
        try:
            read = json.loads(self.file.read_text(encoding="utf-8"))
            self.last: dict[str, list[str]] = read if isinstance(read, dict) else {}
        except (OSError, ValueError):
            self.last = {}

    def known(self, set_id: str, folder: Path) -> str | None:
        """The digest of what `folder` was built of (its other files are still to be held against its keyring)."""
        digest, keyring = self.last.get(set_id) or (None, None)
        return digest if (folder / KEYRING).is_file() and keyring == _file_digest(folder / KEYRING) else None

    def built(self, set_id: str, digest: str, folder: Path) -> None:
        """Remember that `folder` was built of these inputs."""
        self.new[set_id] = [digest, _file_digest(folder / KEYRING)]

    def write(self) -> None:
        """Keep what was remembered; to be called once the site is in place. A cache that cannot be written is none."""
        draft = self.file.with_name(f".{self.file.name}.{secrets.token_hex(4)}")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_text(json.dumps({**self.last, **self.new}, indent=1), encoding="utf-8")
            os.replace(draft, self.file)
        except OSError:
            draft.unlink(missing_ok=True)


def inputs_digest(config_file: Path, site: Path, front: Mapping[str, bytes], *, strict: bool, publisher: bytes) -> str:
    """A digest of everything that all sets share.

    Every file of the organisation's folder but its sets, the site, and hidden folders (other plugins may read any: a `.nav.yml`); what
    mkdocs.yml takes from the environment; the programs at work; the public files that sets lean on (`front`).
    """
    root = config_file.parent
    parts = [b"strict" if strict else b"", publisher, _programs().encode()]
    for path in _files(root, {root / "sets", site}):
        parts += [path.relative_to(root).as_posix().encode(), path.read_bytes()]
    for names in _ENVIRONMENT.findall(config_file.read_text(encoding="utf-8", errors="replace")):
        for name in re.findall(r"[A-Za-z_]\w*", " ".join(names)):
            parts += [name.encode(), os.environ.get(name, "\0").encode(errors="surrogateescape")]
    for path, data in sorted(front.items()):
        if path.startswith("assets/"):
            parts += [path.encode(), data]
    return _digest(parts)


def set_digest(one: PlannedSet, shared: str) -> str:
    """A digest of all that one set's folder is made of: its editions as they are today, its keys, what all sets share."""
    access = one.folder / "access.json"
    parts = [shared.encode(), one.record.id.encode(), access.read_bytes() if access.is_file() else b""]
    parts += [repr((sorted(one.grants.items()), one.record.file.listed)).encode()]
    for edition in one.editions:
        parts += _edition(edition)
    return _digest(parts)


def _edition(edition: Edition) -> Iterator[bytes]:
    book = edition.handbook
    told = (edition.set_id, edition.name, edition.language, edition.timezone, edition.view, edition.base, book.pages, book.navigation)
    yield repr(told).encode()
    yield repr(sorted((name, sorted(facts.items())) for name, facts in edition.facts.items())).encode()
    for path, text in sorted(edition.own_pages.items()):
        yield from (path.encode(), text.encode())
    for path, (data, kind) in sorted(book.files.items()):
        yield from (path.encode(), kind.encode(), data)
    for path, source in sorted(edition.attachments.items()):
        yield from (path.encode(), source.read_bytes())


@cache
def _programs() -> str:
    """The versions of everything installed, and our own files: an edited program is another program."""
    versions = sorted(f"{each.metadata['Name']} {each.version}" for each in distributions())
    package = Path(__file__).parents[1]
    own = [part for path in _files(package, set()) for part in (path.relative_to(package).as_posix().encode(), path.read_bytes())]
    return _digest([sys.version.encode(), platform.platform().encode(), *(each.encode() for each in versions), *own])


def _files(folder: Path, without: set[Path]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _LEFT_OUT or path in without:
            continue
        if path.is_dir():
            yield from () if path.name.startswith(".") else _files(path, without)
        elif path.is_file():
            yield path


def _file_digest(path: Path) -> str:
    return _digest([path.read_bytes()])


def _digest(parts: Iterable[bytes]) -> str:
    """SHA-256 of the parts, each with its length before it."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()
