"""A site that is published to an address: what stands there, and how the next one takes its place.

The order is the whole point. Sealed files have names drawn by lot, so the workers may write them at any time: no reader looks
for them before a keyring lists them. What has a name that is known (keyrings, lock screens, the front door) is written once all sets
are built, and this process alone does that. Nothing is removed before all keyrings stand; the manifest, last of all, says
that everything is done. Stopped anywhere before, each set is whole: as it was, or as it is to be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import AlsError
from ...vault import KEYRING, MANIFEST, Keyring, ListedFile, Manifest, VaultError
from ...words import _
from .store import Store

__all__ = ["Carried", "Upload"]

_AT_A_TIME = 32
_FIRST = "assets/"
"""What sets lean on stands there before their keyrings do."""


@dataclass(frozen=True)
class Carried:
    """What a new manifest takes over from the last one."""

    files: dict[str, ListedFile] = field(default_factory=dict)
    sets: dict[str, int] = field(default_factory=dict)


class Upload:
    """One build's dealings with an address. `folder` (fresh) gets the manifest and keyrings that stand there, as far as this
    publisher signed them: to the build they are the last site. All methods raise AlsError."""

    def __init__(self, store: Store, public: bytes, folder: Path) -> None:
        self.store, self.public, self.folder = store, public, folder
        self.asked: frozenset[str] = frozenset()
        self.intact: set[str] = set()
        """The sets whose files are all there."""
        self.last: Manifest | None = None
        self._spare: dict[str, set[str]] = {}
        """Files in sets' folders that their keyrings do not list."""

    def look(self, sets: Collection[str], *, thoroughly: bool) -> None:
        """See what stands there of these sets; `thoroughly`: read it all."""
        self.asked = frozenset(sets)
        if data := self.store.read(MANIFEST):
            self.last = self._own(data)
            if self.last:
                (self.folder / MANIFEST).write_bytes(data)
        _each(lambda set_id: self._look_at(set_id, thoroughly), sets)

    def refuse_older(self, build: int) -> None:
        """Refuse to take over other sets from a site that is older than one that was published from here under this number: the
        host would get our word for what was withdrawn since."""
        if build > (self.last.build if self.last else 0):
            raise AlsError(
                self.store.url,
                _("the site there is not the last one that was published from here, so the other sets cannot be taken as they are"),
                _("build all sets: als build"),
            )

    def _own(self, data: bytes) -> Manifest | None:
        try:
            manifest = Manifest.decode(data)
        except VaultError:
            return None
        return manifest if manifest.publisher == self.public and manifest.signed_by_publisher() else None

    def _look_at(self, set_id: str, thoroughly: bool) -> None:
        found = self.store.found(set_id)
        data = self.store.read(f"{set_id}/{KEYRING}") if f"{set_id}/{KEYRING}" in found else None
        if data is None:
            return
        try:
            keyring = Keyring.decode(data)
        except VaultError:
            return
        if keyring.build.publisher != self.public or not keyring.signed_by_publisher():
            return
        (self.folder / set_id).mkdir()
        (self.folder / set_id / KEYRING).write_bytes(data)
        if not _all(found, set_id, keyring.files):
            return
        try:
            for path in keyring.files if thoroughly else ():
                keyring.held(path, self.store.read(f"{set_id}/{path}") or b"")
        except VaultError:
            return
        self.intact.add(set_id)
        self._spare[set_id] = _spare(found, set_id, keyring)

    def arrived(self, site: Path, sets: Collection[str]) -> list[str]:
        """Those of the sets, built into `site`, whose sealed files are not all there; of the others, what may go is noted."""
        missing: list[str] = []

        def look_at(set_id: str) -> None:
            found = self.store.found(set_id)
            keyring = Keyring.decode((site / set_id / KEYRING).read_bytes())
            sealed = {path: listed for path, listed in keyring.files.items() if not (site / set_id / path).exists()}
            if _all(found, set_id, sealed):
                self._spare[set_id] = _spare(found, set_id, keyring)
            else:
                missing.append(set_id)

        _each(look_at, sets)
        return sorted(missing)

    def carried(self, site: Path, *, partly: bool, kept: bool) -> Carried:
        """What goes on as it is: with `partly` the sets that were not asked for, and where any folder from before stays (`kept`),
        the public files that it leans on."""
        if self.last is None:
            return Carried()
        sets = {one: build for one, build in self.last.sets.items() if partly and one not in self.asked}
        files = {
            path: listed for path, listed in self.last.files.items()
            if path.partition("/")[0] in sets or ((kept or sets) and path.startswith(_FIRST) and not (site / path).exists())
        }
        return Carried(files, sets)

    def put(self, site: Path, failed: Collection[str]) -> None:
        """Let a finished site take the place of what stands there; sets that `failed` are left as they are."""
        new = Manifest.decode((site / MANIFEST).read_bytes()) if (site / MANIFEST).exists() else None
        files, sets = (new.files, new.sets) if new else ({}, {})
        here = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - {MANIFEST}
        front = {path for path in here if path.partition("/")[0] not in sets}
        first = {path for path in front if path.startswith(_FIRST)}
        self.store.put(site, first)
        _each(lambda set_id: self._put_set(site, set_id), [one for one in sets if len(list((site / one).glob("*"))) > 1])
        self.store.put(site, front - first)
        last = self.last.files if self.last else {}
        stood = {path.parent.name for path in self.folder.glob(f"*/{KEYRING}")}
        gone = {*stood, *(self.last.sets if self.last else ())} - {*sets, *failed}
        of_sets = {*sets, *failed, *gone}
        _each(self._remove_set, gone)
        _each(self.store.remove, [sorted(spare) for one, spare in self._spare.items() if one in sets])
        self.store.remove(sorted(path for path in last if path not in files and path not in front and path.partition("/")[0] not in of_sets))
        if new:
            self.store.put(site, [MANIFEST])
        else:
            self.store.remove([MANIFEST])

    def _put_set(self, site: Path, set_id: str) -> None:
        paths = [path.relative_to(site).as_posix() for path in (site / set_id).rglob("*") if path.is_file()]
        self.store.put(site, [path for path in paths if path != f"{set_id}/{KEYRING}"])
        self.store.put(site, [f"{set_id}/{KEYRING}"])

    def _remove_set(self, set_id: str) -> None:
        """The keyring first: from then on nobody opens it."""
        self.store.remove([f"{set_id}/{KEYRING}"])
        self.store.remove(self.store.found(set_id))


def _all(found: dict[str, int], set_id: str, files: Mapping[str, ListedFile]) -> bool:
    return all(found.get(f"{set_id}/{path}") == listed.length for path, listed in files.items())


def _spare(found: dict[str, int], set_id: str, keyring: Keyring) -> set[str]:
    return set(found) - {f"{set_id}/{path}" for path in (*keyring.files, KEYRING)}


def _each(do: Callable[..., None], items: Iterable[object]) -> None:
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        under_way = [pool.submit(copy_context().run, do, item) for item in items]  # threads know no language of their own
        try:
            for one in under_way:
                one.result()
        finally:
            pool.shutdown(cancel_futures=True)
