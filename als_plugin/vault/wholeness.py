"""Whether a host shows the site that the publisher signed: every file held against the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from als_plugin.vault.format import KEYRING, MANIFEST, VaultError
from als_plugin.vault.keyring import Keyring, ListedFile
from als_plugin.vault.manifest import Manifest
from als_plugin.words import _

__all__ = ["Difference", "SiteCopy", "Comparison", "Unreachable", "hold"]

MANIFEST_MAX = 64 * 1024 * 1024
"""A manifest of more bytes is not read."""


class Unreachable(Exception):
    """The place did not answer, or did so with an error. Its text says with which."""


class SiteCopy(Protocol):
    """Where a site lies: a folder or a host."""

    parallel: int
    """How many files may be asked for at a time."""
    serves_folders: bool
    """Whether it answers for a folder, with that folder's index page."""

    def read(self, path: str, most: int) -> bytes | None:
        """The file at a path, at most one byte more than `most`; None where there is none. Raises Unreachable."""

    def paths(self) -> Iterable[str]:
        """Every file there is; none where that cannot be asked."""


@dataclass(frozen=True, order=True)
class Difference:
    """One thing that is not as the publisher signed it. `kind` is a word for machines, `what` a sentence for people."""

    path: str
    kind: str
    what: str


@dataclass(frozen=True)
class Comparison:
    """What differs from `manifest`, which is None where there was none to be trusted."""

    manifest: Manifest | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class _Asked:
    path: str
    """As it is asked for: a file, or a folder."""
    file: str
    """The file that must come."""


def hold(
    place: SiteCopy,
    publisher: bytes,
    *,
    told: Callable[[int], None] = lambda number: None,
    done: Callable[[], None] = lambda: None,
) -> Comparison:
    """Compare all that a place shows with its manifest, which this publisher must have signed.

    `told` is called with the number of files, `done` after each of them.
    """
    try:
        manifest = _manifest(place, publisher)
    except Unreachable as error:
        return Comparison(None, (_difference(MANIFEST, "unreachable", str(error)),))
    except VaultError as error:
        return Comparison(None, (Difference(MANIFEST, str(error.place), error.problem),))
    asked = [_Asked(path, path) for path in manifest.files]
    if place.serves_folders:
        pages = {"/": "index.html", **{f"{folder}/": f"{folder}/index.html" for folder in manifest.sets}}
        asked += [_Asked(path, page) for path, page in pages.items() if page in manifest.files]
    told(len(asked))

    def kind(each: _Asked) -> tuple[str, str]:
        found = _compare(place, manifest, each)
        done()
        return found

    with ThreadPoolExecutor(place.parallel) as pool:
        kinds = list(pool.map(kind, asked))
    # Worded here and not in the pool's threads, which do not know the language being spoken.
    found = [_difference(each.path, kind, detail) for each, (kind, detail) in zip(asked, kinds, strict=True) if kind]
    added = [path for path in place.paths() if path != MANIFEST and path not in manifest.files]
    return Comparison(manifest, tuple(sorted([*found, *(_difference(path, "added") for path in added)])))


def _difference(path: str, kind: str, detail: str = "") -> Difference:
    return Difference(path, kind, {
        "unreachable": _("cannot be fetched: {why}"),
        "missing": _("this file is missing"),
        "changed": _("this file is not the one that the publisher put here"),
        "page": _("what is shown here is not the page {why}"),
        "added": _("the publisher's list does not have this file"),
        "keyring": _("this keyring is not one that the publisher signed"),
        "older": _("this keyring is older than the publisher's list says: whoever was removed since may still open the set"),
        "newer": _("this keyring is newer than the publisher's list says: an upload is under way, or stopped halfway"),
    }[kind].format(why=detail))


def _manifest(place: SiteCopy, publisher: bytes) -> Manifest:
    """Raises a VaultError whose place is the kind of difference."""
    data = place.read(MANIFEST, MANIFEST_MAX)
    if data is None:
        raise VaultError("missing", _("the publisher's list of all files is missing, so nothing was compared"), "")
    try:
        manifest = Manifest.decode(data)
    except VaultError as error:
        raise VaultError("changed", error.problem, "") from error
    if manifest.publisher != publisher:
        raise VaultError("publisher", _("another publisher signed this site than the one expected"), "")
    if not manifest.signed_by_publisher():
        raise VaultError("changed", _("the list of all files is not as the publisher signed it"), "")
    return manifest


def _compare(place: SiteCopy, manifest: Manifest, asked: _Asked) -> tuple[str, str]:
    """The kind of difference and its detail; an empty kind where there is none."""
    listed = manifest.files[asked.file]
    try:
        data = place.read(asked.path, listed.length)
    except Unreachable as error:
        return "unreachable", str(error)
    if data is None:
        return "missing", ""
    if ListedFile.of(data) == listed:
        return "", ""
    if asked.path != asked.file:
        return "page", asked.file
    folder, _slash, name = asked.file.rpartition("/")
    if name == KEYRING and folder in manifest.sets:
        return _other_keyring(data, manifest, manifest.sets[folder]), ""
    return "changed", ""


def _other_keyring(data: bytes, manifest: Manifest, build: int) -> str:
    try:
        keyring = Keyring.decode(data)
    except VaultError:
        return "keyring"
    if keyring.build.publisher != manifest.publisher or not keyring.signed_by_publisher():
        return "keyring"
    return "older" if keyring.build.number < build else "newer"
