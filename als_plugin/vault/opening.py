"""Opening a locked site, step by step as FORMAT.md says, refusing all that is not what the publisher sealed."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from zlib_ng import gzip_ng, zlib_ng

from als_plugin.vault.content import Content, Entry, Shared, Slot, ViewContent, assemble
from als_plugin.vault.format import KEYRING, VERSION, VaultError, ctx, load_json, unb64
from als_plugin.vault.keyring import Keyring, damaged
from als_plugin.vault.keys import Derived, Kdf, argon2id, derive, gcm_open
from als_plugin.vault.letters import open_letter
from als_plugin.vault.succession import reaches
from als_plugin.vault.viewkey import ViewKey, open_grant
from als_plugin.words import _

__all__ = ["OpenSite", "Read", "check_sealed", "open_site"]

Read = Callable[[str], bytes]
"""From a path (relative to the set's folder) to the file's bytes; raises OSError or KeyError for a missing one."""

_NO_GZIP: Any = zlib_ng.error
_DAMAGE: tuple[type[Exception], ...] = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, EOFError, OSError, zlib.error, _NO_GZIP)


class OpenSite:
    """A view that has been opened: its pages and files, each held against the signed keyring before it is used.

    `person` is whose passphrase opened it (None for the builder's own check), `audience` and `since` say which view it is,
    `build` and `time` which build, `own_letter` what it tells that person alone. `today` decides what is past its last day (None: today in the set's timezone).
    """

    own_letter: Any = None

    def __init__(self, keyring: Keyring, key: ViewKey, person: str | None, read: Read, *, today: dt.date | None = None) -> None:
        self._keyring, self._key, self._source = keyring, key, read
        self._packs: dict[int, tuple[bytes, bytes]] = {}
        path = keyring.views[key.id]
        self._skeletons: dict[int, list[str | Slot]] = {}
        self._texts: dict[int, str] = {}
        data = key.open_index(self._listed(path))
        if data is None:
            raise damaged(path)
        try:
            self.index: dict[str, Any] = load_json(data)
            if self.index["format"] != VERSION:
                raise ValueError("another format")
            since = self.index["view"]["since"]
            self.audience: str = self.index["view"]["audience"]
            self.since = None if since is None else dt.date.fromisoformat(since)
            self.today = today or dt.datetime.now(ZoneInfo(self.index["timezone"])).date()
        except _DAMAGE as error:
            raise damaged(path) from error
        self.person, self.build, self.time = person, keyring.build.number, keyring.time

    def letter(self, public: bytes, private: bytes) -> Any:
        """What this build tells the holder of this key alone; None where that is nothing. Raises VaultError."""
        try:
            sealed = [unb64(letter) for letter in self.index.get("letters", ())]
            return open_letter(self._keyring.build, self._key.id, public, private, sealed)
        except _DAMAGE as error:
            raise damaged(self._keyring.views[self._key.id]) from error

    def others(self) -> tuple[OpenSite, ...]:
        """Further views of this build that whoever reads this one may open as well. Raises VaultError."""
        try:
            keys = [ViewKey(self._keyring.build, unb64(one["id"], 16), unb64(one["key"], 32)) for one in self.index.get("also", ())]
            return tuple(OpenSite(self._keyring, key, self.person, self._source, today=self.today) for key in keys)
        except _DAMAGE as error:
            raise damaged(self._keyring.views[self._key.id]) from error

    def paths(self) -> tuple[str, ...]:
        """Every path of the site that can be read today, sorted."""
        try:
            entries = (path for path, entry in self.index["entries"].items() if self._current(entry))
            return tuple(sorted({*entries, *dict(self.index["clear"])}))
        except _DAMAGE as error:
            raise damaged(self._keyring.views[self._key.id]) from error

    def read(self, path: str) -> tuple[bytes, str]:
        """The content and content type at a path; a folder means its `index.html`. Raises VaultError."""
        path = path.lstrip("/")
        for name in (path, f"{path.rstrip('/')}/index.html".lstrip("/")):
            try:
                entry = self.index["entries"].get(name)
                if entry is not None and self._current(entry):
                    return self._content(entry), entry["type"]
                if entry is None and (clear := self.index["clear"].get(name)) is not None:
                    return self._clear(clear), clear["type"]
            except _DAMAGE as error:
                raise damaged(name) from error
        raise VaultError(path, _("there is no such page in this site, or it is no longer shown"), _("look for it from the home page"))

    def holds(self, path: str, content: Entry) -> bool:
        """Whether exactly this was sealed at a path: a file's bytes, or a page's skeleton and all that fills its gaps. What a page is
        put together from being the same, the page is. Raises VaultError."""
        try:
            entry = self.index["entries"][path]
            until = content.until.isoformat() if content.until else None
            if entry["type"] != content.type or entry.get("until") != until or ("file" in entry) != isinstance(content, Content):
                return False
            if isinstance(content, Content):
                return self._blob(entry["file"]) == content.data
            skeleton, blob = entry["page"]
            parts, fill = self._skeleton(skeleton, orjson.loads), orjson.loads(self._blob(blob))
            return parts == list(content.skeleton) and fill.keys() == content.fill.keys() and all(
                self._text(fill[name]["blob"]) == text.text if isinstance(text, Shared) else fill[name] == text
                for name, text in content.fill.items()
            )
        except _DAMAGE as error:
            raise damaged(path) from error

    def _current(self, entry: Mapping[str, Any]) -> bool:
        until = entry.get("until")
        return until is None or self.today <= dt.date.fromisoformat(until)

    def _content(self, entry: Mapping[str, Any]) -> bytes:
        if "file" in entry:
            return self._blob(entry["file"])
        skeleton, blob = entry["page"]
        fill = load_json(self._blob(blob))
        texts = {name: text if isinstance(text, str) else self._text(text["blob"]) for name, text in fill.items()}
        return assemble(self._skeleton(skeleton), texts).encode()

    def _skeleton(self, number: int, load: Callable[[bytes], Any] = load_json) -> list[str | Slot]:
        """What many pages are made on, read once."""
        if number not in self._skeletons:
            parts = load(self._blob(number))
            self._skeletons[number] = [part if isinstance(part, str) else Slot(part["slot"]) for part in parts]
        return self._skeletons[number]

    def _text(self, number: int) -> str:
        """What many pages have in common, read once."""
        if number not in self._texts:
            self._texts[number] = self._blob(number).decode()
        return self._texts[number]

    def _blob(self, number: int) -> bytes:
        if number < 0:
            raise ValueError("a blob's number")
        pack, entry, offset, length, zipped = self.index["blobs"][number]
        if min(pack, entry, offset, length) < 0:
            raise ValueError("a blob's place")
        if pack not in self._packs:
            self._packs[pack] = self._key.pack_key(pack), self._listed(self.index["packs"][pack])
        key, data = self._packs[pack]
        plain = self._key.open_entry(key, pack, entry, data[offset : offset + length])
        if plain is None:
            raise damaged(self.index["packs"][pack])
        return gzip_ng.decompress(plain) if zipped else plain

    def _clear(self, clear: Mapping[str, str]) -> bytes:
        data = _fetch(self._source, clear["url"])
        if hashlib.sha256(data).digest() != unb64(clear["sha256"], 32):
            raise damaged(clear["url"])
        return data

    def _listed(self, path: str) -> bytes:
        if path not in self._keyring.files:
            raise damaged(path)
        return self._keyring.held(path, _fetch(self._source, path))


def open_site(
    read: Read, passphrase: str, *, kdf: Kdf = argon2id, lowest_build: int = 0, today: dt.date | None = None
) -> OpenSite:
    """Open a site with a person's passphrase.

    `lowest_build`: the highest build accepted so far; a lower one is refused. Raises VaultError for a wrong passphrase
    and for everything that is not as the publisher signed it.
    """
    keyring = Keyring.decode(_fetch(read, KEYRING))
    derived = derive(passphrase, keyring.salt, kdf=kdf)
    slot = next((slot for slot in keyring.slots if slot.tag == derived.tag), None)
    if slot is None:
        raise VaultError(
            KEYRING,
            _("this passphrase opens nothing here"),
            _("check it word by word; if it was withdrawn, ask whoever looks after the set for a new one"),
        )
    private, pinned = _unseal(keyring, derived, slot.public, slot.sealed)
    if not reaches(pinned, keyring.build.publisher, keyring.succession, keyring.build.set_id):
        raise VaultError(
            KEYRING,
            _("this site was not published by the publisher who gave you the passphrase"),
            _("do not use it; tell whoever looks after the set"),
        )
    if not keyring.signed_by_publisher():
        raise damaged(KEYRING)
    if keyring.build.number < lowest_build:
        raise VaultError(
            KEYRING,
            _("the host shows an older edition of this site than one that was opened before"),
            _("publish the newest build once more; if that does not help, tell whoever looks after the host"),
        )
    for view_id in keyring.views:
        try:
            opened = open_grant(keyring.build, view_id, slot.tag, private, slot.grant)
        except ValueError as error:
            raise damaged(KEYRING) from error
        if opened is not None:
            site = OpenSite(keyring, *opened, read, today=today)
            site.own_letter = site.letter(slot.public, private)
            return site
    raise VaultError(
        KEYRING,
        _("this passphrase is known, but this edition of the site is not open to it"),
        _("ask whoever looks after the set"),
    )


def check_sealed(files: Mapping[str, bytes], unsigned: bytes, keys: Iterable[ViewKey], views: Sequence[ViewContent]) -> None:
    """Open what was just sealed with the views' keys and compare it, file by file. Raises VaultError for any difference.

    `unsigned` is the keyring of these files, before it is signed.
    """
    keyring = Keyring.decode(unsigned)
    if set(keyring.files) != set(files):
        raise damaged(KEYRING)
    for path in keyring.files:
        keyring.held(path, files[path])
    for key, view in zip(keys, views, strict=True):
        site = OpenSite(keyring, key, None, files.__getitem__, today=dt.date.min)
        if set(site.paths()) != {*view.files, *view.clear}:
            raise damaged(keyring.views[key.id])
        if [(other.audience, other.since) for other in site.others()] != [(views[at].audience, views[at].since) for at in view.also]:
            raise damaged(keyring.views[key.id])
        for path, content in view.files.items():
            if not site.holds(path, content):
                raise damaged(path)


def _fetch(read: Read, path: str) -> bytes:
    try:
        return read(path)
    except (OSError, KeyError) as error:
        raise VaultError(path, _("this file of the locked site is missing"), _("publish the site once more, whole")) from error


def _unseal(keyring: Keyring, derived: Derived, public: bytes, sealed: bytes) -> tuple[bytes, bytes]:
    """The person's private key and the pinned publisher's key."""
    bound = ctx("private-key", keyring.build.set_id, derived.tag, public)
    plain = gcm_open(derived.wrapping_key, sealed[:12], sealed[12:], bound)
    if plain is None or len(plain) != 80 or plain[64:] != keyring.build.set_id:
        raise damaged(KEYRING)
    return plain[:32], plain[32:64]
