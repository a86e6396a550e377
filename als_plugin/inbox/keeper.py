"""Who takes replies in: a set's folder with its records, and the key of somebody who keeps the record."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import AlsError
from ..logs import heard
from ..records import SetRecord, load_set, today_in
from ..records.keepers import keepers
from ..records.taken import Inbox, read_inbox
from ..vault import Access, argon2id
from ..vault.keys import Kdf
from ..vault.replies import OpenReply, Sender, open_reply
from ..words import _

__all__ = ["Keeper"]

_DAY = 24 * 60 * 60
_OLDEST = 366 * _DAY


@dataclass
class Keeper:
    """A person who takes replies in, at work on one set."""

    folder: Path
    shown: str
    record: SetRecord
    access: Access
    inbox: Inbox
    person: str
    today: dt.date
    sources: dict[str, bytes] = field(repr=False)
    """Each session's file as it was read, by stem."""
    _private: bytes = field(repr=False)
    _opened: dict[bytes, OpenReply] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, folder: Path, shown: str, passphrase: str, *, kdf: Kdf = argon2id) -> Keeper:
        """The keeper whose passphrase this is. Raises AlsError for mistakes in the records, a passphrase that is nobody's, and
        somebody who does not keep the record."""
        access = _access(folder, shown)
        return cls._over(folder, shown, access, *access.own_key(passphrase, kdf=kdf))

    @staticmethod
    def expected(folder: Path, shown: str) -> Inbox:
        """The inbox that a keeper's passphrase would open. Raises AlsError for all that is wrong whoever's passphrase it is, so that
        nobody is asked for one in vain."""
        access, record = _access(folder, shown), loaded(folder, shown)
        if not keepers(record, access.people, today_in(record.file.timezone)):
            raise AlsError(f"{shown}/set.yml", _("nobody who has a passphrase takes replies in"), _("name somebody in record_keeper"))
        return read_inbox(folder, shown)

    def again(self) -> Keeper:
        """The same keeper, over the records as they are now. Raises AlsError as `of` does, and where this key is no longer theirs."""
        file = self.folder / "access.json"
        access = Access.loads(file.read_text(encoding="utf-8"), f"{self.shown}/access.json") if file.is_file() else None
        held = access.people.get(self.person) if access else None
        if access is None or held is None or held.slot.public != self.access.people[self.person].slot.public:
            raise AlsError(
                f"{self.shown}/access.json", _("the passphrase that {person} gave was renewed or taken away").format(person=self.person),
                _("open the inbox with the new one"),
            )
        fresh = self._over(self.folder, self.shown, access, self.person, self._private)
        if (access.people, access.former) == (self.access.people, self.access.former):
            fresh._opened = self._opened
        return fresh

    @classmethod
    def _over(cls, folder: Path, shown: str, access: Access, person: str, private: bytes) -> Keeper:
        record = loaded(folder, shown)
        today = today_in(record.file.timezone)
        keeping = keepers(record, access.people, today)
        if person not in keeping:
            raise AlsError(
                f"{shown}/set.yml", _("{person} does not take replies in").format(person=person),
                _("it is done by: {people}").format(people=", ".join(keeping)) if keeping else _("name somebody in record_keeper"),
            )
        sources = {stem: (folder / "sessions" / f"{stem}.yml").read_bytes() for stem in record.sessions}
        return cls(folder, shown, record, access, read_inbox(folder, shown), person, today, sources, private)

    def checked(self, files: Mapping[str, bytes]) -> None:
        """Check the records with these files in them, by stem. Raises AlsError with what is wrong."""
        loaded(self.folder, self.shown, instead=files)

    def open(self, data: bytes) -> OpenReply:
        """The reply. Raises ReplyRefused."""
        if data not in self._opened:
            self._opened[data] = self._open(data)
        return self._opened[data]

    def _open(self, data: bytes) -> OpenReply:
        senders = [Sender(person, one.slot.public) for person, one in self.access.people.items()]
        senders += [Sender(one.person, one.public, one.until.isoformat()) for one in self.access.former]
        now = int(time.time())
        return open_reply(
            data,
            set_id=self.access.set_id,
            publishers=self.access.publishers,
            keeper=(self._private, self.access.people[self.person].slot.public),
            senders=senders,
            builds=(now - _OLDEST, now + _DAY),
        )


def _access(folder: Path, shown: str) -> Access:
    file = folder / "access.json"
    if not file.is_file():
        raise AlsError(f"{shown}/access.json", _("nobody has a passphrase yet"), _("als access grant gives one"))
    return Access.loads(file.read_text(encoding="utf-8"), f"{shown}/access.json")


def loaded(folder: Path, shown: str, *, instead: Mapping[str, bytes] | None = None) -> SetRecord:
    """The set's records, its warnings left to als check; `instead` as `load_set` has it. Raises Errors."""
    with heard("als", lambda _warning: None):
        return load_set(folder, shown=shown, expired="warn", instead=instead)
