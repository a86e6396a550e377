"""A built site goes to a target: what will change for whom, the change in an order that leaves each set whole, and proof.

`plan` changes nothing. `publish` puts first what nobody looks for before a keyring lists it, then keyrings, then takes away what
is no more, then the signed list; stopped anywhere, the same call goes on where it stopped. At the end every listed file is read
back from the target and held against the signed list.

Sets of another computer's, whose records are not here, stay as they stand there: the new list, signed again, names them too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from ...errors import AlsError
from ...vault import KEYRING, MANIFEST, Access, ListedFile, Manifest, Publisher, VaultError
from ...words import _, ngettext
from ..workers.scratch import scratch
from .memory import Memory, SetThen
from .targets import Target, opened
from .upload import Carried

__all__ = ["Plan", "SetChange", "built", "plan", "publish", "reached", "remembered"]

_FIRST = "assets/"


@dataclass(frozen=True)
class SetChange:
    """What publishing changes for a set. `change`: new, changed, same, removed, or left (another computer's, as it stands there);
    `people`: who can open it then, by id; `gone`: how many could open what was last published from here and can no longer; `at_once`:
    whether files from before go at once; `elsewhere`: whether what stands there is not what was last published from here."""

    set_id: str
    change: str
    people: tuple[str, ...]
    gone: int
    at_once: bool
    elsewhere: bool = False


@dataclass(frozen=True)
class Plan:
    """What publishing to `target` would do: for each set, and the files to send and to remove."""

    target: str
    shown: str
    build: int
    time: str
    sets: tuple[SetChange, ...]
    send: tuple[str, ...]
    size: int
    remove: tuple[str, ...]
    keep: tuple[str, ...]
    """Packs from the build before, which stay until the next one."""
    carried: Carried
    """What stands there of sets whose records are not here."""

    @property
    def nothing(self) -> bool:
        """Whether all stands there already."""
        return not self.send and not self.remove


def remembered(name: str, given: Any, root: Path) -> Memory:
    """What is remembered of the target that mkdocs.yml, in the folder `root`, has by this name and in these lines."""
    return Memory(user_state_path("als"), root, name, given)


@contextmanager
def reached(name: str, given: Any, root: Path) -> Iterator[Target]:
    """That target, as long as the block lasts. Raises AlsError."""
    with scratch() as private:
        target = opened(name, given, root, private)
        try:
            yield target
        finally:
            target.close()


def plan(target: Target, site: Path, sets: Path, publisher: bytes, *, memory: Memory, take_down: Collection[str] = ()) -> Plan:
    """What publishing the built site would change there. Raises AlsError where it must not be published.

    `sets` is the folder of the records, `take_down` the sets that are to be removed there although nothing of them is here.
    """
    new = built(site, publisher)
    last = _stands(target, publisher)
    strangers = {one for one in set(last.sets if last else ()) - set(new.sets) - set(take_down) if not (sets / one).is_dir()}
    if last and strangers and last.publisher != publisher:
        raise AlsError(
            target.shown, _("sets stand there that are not here, published with another key: {sets}").format(sets=", ".join(sorted(strangers))),
            _("publish from where their records are, or take them down: --take-down {set}").format(set=min(strangers)),
        )
    if last and last.build > new.build and not strangers:
        raise AlsError(
            target.shown, _("what stands there is newer ({time}) than what was built here").format(time=last.time),
            _("fetch the newest records, and build again: als build"),
        )
    if older := sorted(one for one, build in new.sets.items() if last and last.sets.get(one, 0) > build):
        raise AlsError(
            target.shown, _("newer editions stand there than were built here: {sets}").format(sets=", ".join(older)),
            _("fetch the newest records, and build these again: als build {set} --force").format(set=" ".join(older)),
        )
    there = target.found()
    carried = _carried(last, strangers, new) if last else Carried()
    gone = set(last.sets if last else ()) - set(new.sets) - strangers
    changes = [_change(one, new, last, sets, memory) for one in sorted(new.sets)]
    changes += [SetChange(one, "removed", (), 0, True) for one in sorted(gone)]
    changes += [SetChange(one, "left", (), 0, False) for one in sorted(strangers)]
    before = last.files if last else {}
    send = tuple(path for path, listed in new.files.items() if _to_send(path, listed, before, there))
    lately = {each.set_id for each in changes if not each.at_once}
    keep = {path for path in before if path in there and path not in new.files and _is_pack(path) and path.partition("/")[0] in lately}
    ours = {path for path in there if _is_pack(path) and path.partition("/")[0] in {*new.sets, *gone}}
    ours |= memory.begun(there)
    remove = sorted(((set(before) & set(there)) | ours) - {*new.files, *carried.files, *keep, MANIFEST}, key=lambda path: (not path.endswith(f"/{KEYRING}"), path))
    size = sum(new.files[path].length for path in send)
    return Plan(target.name, target.shown, new.build, new.time, tuple(changes), send, size, tuple(remove), tuple(sorted(keep)), carried)


def publish(
    target: Target, site: Path, sets: Path, planned: Plan, publisher: bytes, *, memory: Memory, key: Callable[[], Publisher],
    said: Callable[[str], None] = lambda step: None,
) -> tuple[str, ...]:
    """Do what was planned, and read all of it back; returns the paths that are not there as they were signed (none: all is well).

    `key` gives the signing key where the list must be signed again, for the sake of sets that are not here; `said` is told each step
    in words. Raises AlsError where the target cannot be reached or written, or has changed since it was planned for.
    """
    new = built(site, publisher)
    if new.build != planned.build:
        raise AlsError(site.name, _("the site was built again meanwhile"), _("publish once more"))
    listed = (site / MANIFEST).read_bytes()
    if planned.carried.sets:
        last = _stands(target, publisher)
        if last is None or last.publisher != publisher or {one: last.sets.get(one) for one in planned.carried.sets} != planned.carried.sets:
            raise AlsError(target.shown, _("somebody else published there meanwhile"), _("publish once more"))
        new = _together(new, planned.carried, after=last)
        listed = new.encode(key())
    now = {one: SetThen.published(sets / one, memory.key, build) for one, build in new.sets.items() if (sets / one).is_dir()}
    memory.begin(set(new.files) - set(planned.carried.files))
    keyrings = {path for path in planned.send if path.endswith(f"/{KEYRING}") and path.partition("/")[0] in new.sets}
    first = {path for path in planned.send if path.startswith(_FIRST)}
    sealed = {path for path in planned.send if path.partition("/")[0] in new.sets} - keyrings
    said(ngettext("Sending {n} file", "Sending {n} files", len(planned.send)).format(n=len(planned.send)))
    for paths in (first, sealed, keyrings, set(planned.send) - first - sealed - keyrings):
        target.put(site, sorted(paths))
    target.remove(planned.remove)
    target.done(site, {*planned.keep, *planned.carried.files}, listed)
    if left := sorted(set(planned.remove) & set(target.found())):
        raise AlsError(target.shown, _("{path} could not be removed").format(path=", ".join(left[:5])), _("see that you may write there, and publish again"))
    said(_("Reading all of it back"))
    wrong = _wrong(target, new, sorted(new.files))
    if ours := [path for path in wrong if path not in planned.carried.files]:  # changed there since they were sent: once more
        target.put(site, ours)
        wrong = _wrong(target, new, wrong)
    if target.read(MANIFEST) != listed:
        wrong.append(MANIFEST)
    if not wrong:
        memory.keep(now.items())
    return tuple(wrong)


def _wrong(target: Target, new: Manifest, paths: Collection[str]) -> list[str]:
    """Those of the paths that are not there as they were signed."""
    return [path for path, data in target.copies(paths) if data is None or ListedFile.of(data) != new.files[path]]


def built(site: Path, publisher: bytes) -> Manifest:
    """The signed list of the site that was built here, every file of which is as it says. Raises AlsError."""
    again = _("build it first: als build")
    if not (site / MANIFEST).is_file():
        raise AlsError(site.name, _("there is no built site here"), again)
    try:
        manifest = Manifest.decode((site / MANIFEST).read_bytes())
    except VaultError as error:
        raise AlsError(site.name, error.problem, again) from None
    if manifest.publisher != publisher or not manifest.signed_by_publisher():
        raise AlsError(site.name, _("this site is not signed with the key that mkdocs.yml names"), again)
    for path, listed in manifest.files.items():
        place = site / path
        if not place.is_file() or place.is_symlink() or ListedFile.of(place.read_bytes()) != listed:
            raise AlsError(f"{site.name}/{path}", _("is not as it was built"), again)
    return manifest


def _carried(last: Manifest, sets: Collection[str], new: Manifest) -> Carried:
    """Of what stands there all that these sets need: their own files, and public ones that other editions of the programs have."""
    files = {path: listed for path, listed in last.files.items() if path.partition("/")[0] in sets or path.startswith(_FIRST)}
    return Carried({path: listed for path, listed in files.items() if path not in new.files} if sets else {}, {one: last.sets[one] for one in sets})


def _together(new: Manifest, carried: Carried, *, after: Manifest) -> Manifest:
    """The list of what was built here and of what stays there, newer than both."""
    files, sets = {**new.files, **carried.files}, {**new.sets, **carried.sets}
    return Manifest.of(files, sets, new.publisher, build=max(new.build, after.build + 1), time=max(new.time, after.time))


def _stands(target: Target, publisher: bytes) -> Manifest | None:
    """The list of what stands there, where it is one that somebody signed as a publisher."""
    data = target.read(MANIFEST)
    try:
        manifest = Manifest.decode(data) if data else None
    except VaultError:
        return None
    return manifest if manifest and manifest.signed_by_publisher() else None


def _change(set_id: str, new: Manifest, last: Manifest | None, sets: Path, memory: Memory) -> SetChange:
    folder = sets / set_id
    there = last.sets.get(set_id) if last else None
    now, then = SetThen.of(folder, memory.key) if folder.is_dir() else None, memory.of(set_id)
    elsewhere = there is not None and there != new.sets[set_id] and not memory.stopped and (then is None or then.build != there)
    if then and then.build != there:
        then = None  # another computer has published since: what could be read then is not known here
    change = "new" if there is None else "same" if there == new.sets[set_id] else "changed"
    gone = then.gone(now) if now and then else 0
    at_once = not (now and then and then.took_nothing_away(now))
    return SetChange(set_id, change, _people(folder), gone, at_once, elsewhere)


def _people(folder: Path) -> tuple[str, ...]:
    place = folder / "access.json"
    return tuple(sorted(Access.loads(place.read_text(encoding="utf-8"), f"sets/{folder.name}/access.json").people)) if place.is_file() else ()


def _to_send(path: str, listed: ListedFile, before: Mapping[str, ListedFile], there: Mapping[str, int]) -> bool:
    """Packs have names of their own, so one of that length is it: a broken attempt is gone on with. Other files must have been
    published as they are."""
    if there.get(path) != listed.length:
        return True
    return not _is_pack(path) and before.get(path) != listed


def _is_pack(path: str) -> bool:
    return path.count("/") == 2 and path.split("/")[1] == "packs"
