"""Sealing a set's site: views in, files for a static host out. No passphrase is needed, no private key, and no key is kept."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from als_plugin.vault.access import Access
from als_plugin.vault.content import Content, Entry, Shared, Slot, ViewContent
from als_plugin.vault.format import FIRST_PACK, KEYRING, PACKS, VERSION, VaultError, b64, dump_json, safe_path
from als_plugin.vault.keyring import Keyring, ListedFile, PublishedSlot
from als_plugin.vault.letters import seal_letters
from als_plugin.vault.opening import check_sealed
from als_plugin.vault.packs import Packs, opaque_path
from als_plugin.vault.succession import reaches
from als_plugin.vault.viewkey import Build, ViewKey, grant_nothing
from als_plugin.words import _

__all__ = ["Sealed", "seal_site"]

_EARLY = {"index.html": FIRST_PACK, "search/search_index.json": 0}
"""What a page is not done without, in the order in which it asks for it; each is fetched by itself, and its pack has at least so many bytes."""


@dataclass(frozen=True)
class Sealed:
    """A set's folder but for the publisher's signature: the files by path, the keyring that is still to be signed, and of each view
    how many bytes its index and its packs have."""

    files: dict[str, bytes]
    keyring: bytes
    sizes: tuple[int, ...]


def seal_site(
    views: Sequence[ViewContent],
    grants: Mapping[str, int],
    access: Access,
    publisher: bytes,
    *,
    build: int,
    time: str,
    shell: Mapping[str, bytes],
) -> Sealed:
    """A set's folder for this publisher (the public key): sealed indexes, packs, the shell as it came, the unsigned keyring.

    `grants` says which view (its place in `views`) a person's passphrase opens; whoever stands in `access` but not here
    gets a slot that opens nothing. `build` rises with every build, `time` is when (`2026-11-23T20:15:00Z`); `shell`: what
    is served readable (lock screen, worker). What was sealed is opened and compared before it is returned; `sign_keyring`
    makes the last file. Raises VaultError for a publisher that `access` does not know, a person without a grant in
    `access`, and paths that cannot be served.
    """
    _fit(views, grants, access, publisher, shell)
    made = Build(access.set_id, build, publisher)
    keys = [ViewKey.draw(made) for _view in views]
    files = dict(shell)
    indexes: dict[bytes, str] = {}
    sizes = []
    for key, view in zip(keys, views, strict=True):
        packs = Packs(key)
        index = _index(view, packs, time, [(keys[number], views[number]) for number in view.also]) | _mail(key, view, access.place)
        indexes[key.id] = opaque_path()
        files[indexes[key.id]] = key.seal_index(dump_json(index))
        sealed = dict(packs.files())
        files.update(sealed)
        sizes.append(len(files[indexes[key.id]]) + sum(map(len, sealed.values())))
    # In which order the views were made says whose they are.
    drawn = secrets.SystemRandom().sample(list(indexes.items()), len(indexes))
    slots = _slots(access, {person: keys[number] for person, number in grants.items()}, made)
    listed = {path: ListedFile.of(data) for path, data in files.items()}
    keyring = Keyring(made, access.salt, time, access.succession, tuple(slots), dict(drawn), listed).unsigned()
    check_sealed(files, keyring, keys, views)
    return Sealed(files, keyring, tuple(sizes))


def _fit(
    views: Sequence[ViewContent],
    grants: Mapping[str, int],
    access: Access,
    publisher: bytes,
    shell: Mapping[str, bytes],
) -> None:
    if not reaches(access.publisher, publisher, access.succession, access.set_id):
        raise VaultError(
            access.place,
            _("this set's passphrases were given out under another publisher's key than the one at hand"),
            _("build with the key that gave them out; a key is changed with als key change"),
        )
    if strangers := sorted(set(grants) - set(access.people)):
        raise VaultError(
            access.place,
            _("{person} is to read this set, but has no passphrase").format(person=strangers[0]),
            _("run als access grant for them"),
        )
    access.refuse_uneven()
    names = [*shell, *(path for view in views for path in (*view.files, *view.clear))]
    for path in names:
        if not safe_path(path):
            raise VaultError(path, _("a site cannot have a file with this name"), _("rename it"))
    for path in shell:
        if path == KEYRING or path.split("/")[0] == PACKS:
            raise VaultError(path, _("this name is kept for the locked site's own files"), _("rename the file"))


def _slots(access: Access, keys: Mapping[str, ViewKey], build: Build) -> list[PublishedSlot]:
    by_slot = {one.slot.id: (keys[person], person) for person, one in access.people.items() if person in keys}
    published = []
    for slot in access.slots:
        try:
            if slot.id in by_slot:
                key, person = by_slot[slot.id]
                grant = key.grant(slot.public, slot.tag, person)
            else:
                grant = grant_nothing(build, slot.public, slot.tag)
        except ValueError as error:
            raise VaultError(
                access.place,
                _("the public key of slot {slot} cannot be a key").format(slot=slot.id),
                _("restore this file from your repository's history"),
            ) from error
        published.append(PublishedSlot(slot.tag, slot.public, slot.sealed, grant))
    secrets.SystemRandom().shuffle(published)
    return published


def _index(view: ViewContent, packs: Packs, time: str, also: Sequence[tuple[ViewKey, ViewContent]]) -> dict[str, Any]:
    # Media that two pages share, and skeletons, are stored once: packs know their contents.
    entries = {}
    for path, least in _EARLY.items():
        if path in view.files:
            entries[path] = _entry(path, view.files[path], packs)
            packs.whole(least)
    entries |= {path: _entry(path, content, packs) for path, content in sorted(view.files.items()) if path not in entries}
    further = [{"id": b64(key.id), "key": b64(key.key), **_named(other), **_eyes(other)} for key, other in also]
    return {
        "format": VERSION,
        "view": _named(view),
        **({"also": further} if further else {}),
        **({"base": view.base} if view.base else {}),
        "time": time,
        "entries": dict(sorted(entries.items())),
        "packs": packs.paths,
        "blobs": packs.blobs,
        "clear": {
            path: {"url": clear.url, "sha256": b64(clear.sha256), "type": clear.type} for path, clear in sorted(view.clear.items())
        },
        "csp": dict(view.csp),
        "timezone": view.timezone,
    }


def _eyes(view: ViewContent) -> dict[str, Any]:
    """Whose own view it is, where anybody's."""
    return {"eyes": [{"person": person, "name": name} for person, name in sorted(view.eyes.items())]} if view.eyes else {}


def _mail(key: ViewKey, view: ViewContent, place: str) -> dict[str, Any]:
    """What an index says to single readers, and to whom they can reply; of both only what there is."""
    mail: dict[str, Any] = {}
    if view.letters:
        try:
            letters = [b64(letter) for letter in seal_letters(key.build, key.id, view.letters)]
        except ValueError as error:
            raise VaultError(place, _("a public key in it cannot be a key"), _("restore this file from your repository's history")) from error
        mail["letters"] = secrets.SystemRandom().sample(letters, len(letters))
    if view.inbox:
        mail["inbox"] = [{**keeper, "public": b64(keeper["public"])} for keeper in view.inbox]
    return mail


def _named(view: ViewContent) -> dict[str, str | None]:
    return {"audience": view.audience, "since": view.since.isoformat() if view.since else None}


def _entry(path: str, content: Entry, packs: Packs) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": content.type}
    if isinstance(content, Content):
        entry["file"] = packs.add(content.data, content.type)
    else:
        gaps = {part.name for part in content.skeleton if isinstance(part, Slot)}
        if missing := sorted(gaps - set(content.fill)):
            raise VaultError(path, _("the page's gap {name} has nothing to fill it").format(name=missing[0]), _("report this"))
        fill = {
            name: {"blob": packs.add(text.text.encode(), "text/plain")} if isinstance(text, Shared) else text
            for name, text in content.fill.items()
        }
        entry["page"] = [packs.add_skeleton(content.skeleton), packs.add_json(fill)]
    if content.until is not None:
        entry["until"] = content.until.isoformat()
    return entry
