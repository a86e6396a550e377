"""Who may open a set's site: `access.json`, committed with the records and never published.

It holds no passphrase and no readable private key. Dummies stand in it beside people, made once, so that to a host a
grant, a reset and a removal all look the same: one slot's tag goes, another comes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import secrets
from pathlib import Path
from typing import Any

from als_plugin.errors import Place
from als_plugin.files import write_whole
from als_plugin.vault.format import PERSON_MAX, SLOTS, VERSION, VaultError, b64, ctx, load_json, unb64
from als_plugin.vault.joining import JoinCode
from als_plugin.vault.keys import Kdf, Publisher, argon2id, derive, gcm_open, gcm_seal, hpke_seal, new_pair
from als_plugin.vault.passphrase import generate
from als_plugin.vault.slots import FormerKey, Grantee, KeySlot, dummy, former_data, new_id, read_former, read_slot, slot_data
from als_plugin.vault.succession import Step, is_chain, reaches, read_steps, sign_step, steps_data, steps_to
from als_plugin.words import _

__all__ = ["Access"]

_MARKERS = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.MULTILINE)


class Access:
    """The grants of one set. `people` maps a person's id to their `Grantee`; `slots` has everybody and the dummies.

    `publisher` is the key that passphrases made from now on pin; `succession` has the old keys' words for new ones; `former`
    are the public keys that people had before, so that a reply by one of them is known for what it is.
    """

    def __init__(self, set_id: bytes, salt: bytes, publisher: bytes, *, place: str = "access.json") -> None:
        self.set_id, self.salt, self.publisher, self.place = set_id, salt, publisher, place
        self.people: dict[str, Grantee] = {}
        self.dummies: list[KeySlot] = []
        self.former: list[FormerKey] = []
        self.succession: tuple[Step, ...] = ()

    # Making, reading and writing

    @classmethod
    def new(cls, publisher_public: bytes) -> Access:
        """No people yet: a fresh set id and salt, and eight dummies."""
        access = cls(secrets.token_bytes(16), secrets.token_bytes(16), publisher_public)
        access.fill_up()
        return access

    @classmethod
    def load(cls, path: Path) -> Access:
        """The grants in a file; raises VaultError where it cannot be read or is not whole."""
        try:
            return cls.loads(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise VaultError(str(path), _("cannot be read"), _("restore it from your repository's history")) from error

    @classmethod
    def loads(cls, text: str, place: str = "access.json") -> Access:
        """The grants in a text; `place` names it in errors. Raises VaultError."""
        if marker := _MARKERS.search(text):
            raise VaultError(
                Place(place, text.count("\n", 0, marker.start()) + 1),
                _("an unfinished merge has left its marks here"),
                _("als access tidy and the set's name brings both sides together; everybody keeps their passphrase"),
            )
        try:
            return _read(cls, load_json(text), place)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise VaultError(
                place,
                _("this is not a whole list of grants"),
                _("restore it from your repository's history; it is not meant to be edited by hand"),
            ) from error

    def dumps(self) -> str:
        """The file's text: sorted, one entry a line, so that a merge takes each whole or not at all."""
        people = {
            person: {"granted": str(one.granted), "changed": str(one.changed), "slot": one.slot.id, **slot_data(one.slot)}
            for person, one in sorted(self.people.items())
        }
        dummies = {slot.id: slot_data(slot) for slot in sorted(self.dummies, key=lambda slot: slot.id)}
        data = {
            "format": VERSION,
            "set": b64(self.set_id),
            "salt": b64(self.salt),
            "check": b64(_check(self.set_id, self.salt)),
            "publisher": b64(self.publisher),
            **({"succession": steps_data(self.succession)} if self.succession else {}),
            "people": people,
            "dummies": dummies,
            **({"former": [former_data(one) for one in sorted(self.former)]} if self.former else {}),
        }
        return "{\n" + ",\n".join(f"  {_text(name)}: {_lines(value)}" for name, value in data.items()) + "\n}\n"

    def save(self, path: Path) -> None:
        """Write the file whole or not at all."""
        write_whole(path, self.dumps())

    @property
    def slots(self) -> tuple[KeySlot, ...]:
        """The slots of all people and all dummies, in no telling order."""
        return tuple(sorted([*(one.slot for one in self.people.values()), *self.dummies], key=lambda slot: slot.id))

    @property
    def first_publisher(self) -> bytes:
        """The key from which every key that ever published this set as planned follows. A planned change leaves it as it is."""
        return self.succession[0].old if self.succession else self.publisher

    @property
    def publishers(self) -> tuple[bytes, ...]:
        """Every key that published this set as planned, the one in force first."""
        return tuple(dict.fromkeys([self.publisher, *(key for step in self.succession for key in (step.new, step.old))]))

    def own_key(self, passphrase: str, *, kdf: Kdf = argon2id) -> tuple[str, bytes]:
        """Whose passphrase this is, and their private key. Raises VaultError where it is nobody's here."""
        derived = derive(passphrase, self.salt, kdf=kdf)
        for person, one in self.people.items():
            if one.slot.tag == derived.tag:
                bound = ctx("private-key", self.set_id, derived.tag, one.slot.public)
                plain = gcm_open(derived.wrapping_key, one.slot.sealed[:12], one.slot.sealed[12:], bound)
                if plain is not None and plain[64:] == self.set_id:
                    return person, plain[:32]
        raise VaultError(
            self.place, _("this passphrase opens nothing here"), _("check it word by word; als access list says who has one")
        )

    # Changing

    def grant(self, person: str, on: dt.date, *, kdf: Kdf = argon2id) -> str:
        """Let a person in; returns their passphrase, which is kept nowhere. Raises VaultError if they have one."""
        self._refuse(person)
        passphrase, slot = self._new_slot(kdf)
        self._let_in(person, slot, on)
        return passphrase

    def admit(self, person: str, code: JoinCode, on: dt.date, *, replace: bool = False) -> None:
        """Let a person in by the join code that they made; `replace` puts it in the place of the key that they have.

        Raises VaultError for a code of another set, one that was taken before, one with a key that somebody had before, and one whose key
        cannot be a key.
        """
        if code.set_id != self.set_id:
            raise VaultError(
                self.place,
                _("this join code was made for another set"),
                _("ask for a code that was made at this set's own address"),
            )
        if any(code.tag == slot.tag or code.public == slot.public for slot in self.slots):
            raise VaultError(self.place, _("this join code has been admitted before"), _("nothing more is needed: build and publish"))
        if earlier := next((one for one in self.former if one.public == code.public), None):
            raise VaultError(
                self.place,
                _("the key in this join code was {person}'s until {date}, and is no longer to open anything").format(
                    person=earlier.person, date=earlier.until
                ),
                _("ask for a new code; if you did not expect this one, ask by voice who made it"),
            )
        try:
            hpke_seal(code.public, b"", b"")
        except ValueError as error:
            raise VaultError(
                self.place, _("the key in this join code cannot be a key"), _("ask for a new code, made in an up-to-date browser")
            ) from error
        slot = KeySlot(new_id(), code.tag, code.public, code.sealed)
        if replace and person in self.people:
            self._retire(person, on)
            self.people[person] = Grantee(slot, self.people[person].granted, on)
            self.fill_up()
        else:
            self._refuse(person)
            self._let_in(person, slot, on)

    def reset(self, person: str, on: dt.date, *, kdf: Kdf = argon2id) -> str:
        """Give a person a new key pair and passphrase; returns the passphrase. The old one opens no later build."""
        before = self._known(person)
        passphrase, slot = self._new_slot(kdf)
        self._retire(person, on)
        self.people[person] = Grantee(slot, before.granted, on)
        self.fill_up()
        return passphrase

    def follow(self, publisher: bytes) -> None:
        """Let passphrases made from now on pin this key. Raises VaultError where the one before gave no word for it."""
        if not reaches(self.publisher, publisher, self.succession, self.set_id):
            raise VaultError(
                self.place,
                _("this set's passphrases were given out under another publisher's key than the one that mkdocs.yml names"),
                _("restore 'publisher' in mkdocs.yml, or this file, from your repository's history; als key change changes both"),
            )
        self.publisher = publisher

    def hand_on(self, old: Publisher, new: bytes) -> None:
        """Add the old key's word that `new` follows it. Both keys may publish then. Raises VaultError as `follow` does."""
        self.follow(old.public)
        self.succession = (*steps_to(old.public, self.succession), sign_step(old, new, self.set_id))

    def begin_anew(self, publisher: bytes, on: dt.date) -> None:
        """For a key that is lost: nobody is let in any more, and whoever will be pins this one."""
        number = len(self.slots)
        for person in self.people:
            self._retire(person, on)
        self.publisher, self.succession, self.people = publisher, (), {}
        self.dummies = [dummy() for _number in range(number)]
        self.fill_up()

    def remove(self, person: str, on: dt.date) -> None:
        """Let a person in no longer: a fresh dummy takes their place."""
        self._known(person)
        self._retire(person, on)
        del self.people[person]
        self.dummies.append(dummy())
        self.fill_up()

    def fill_up(self) -> bool:
        """Bring the slots to a multiple of eight (a merge of two grants can leave one too many); whether any was added."""
        missing = -(len(self.people) + len(self.dummies)) % SLOTS
        if not self.people and not self.dummies:
            missing = SLOTS
        self.dummies.extend(dummy() for _number in range(missing))
        return missing > 0

    def refuse_uneven(self) -> None:
        """Raise VaultError where the slots are no multiple of eight, as a merge of two grants can leave them."""
        if len(self.slots) % SLOTS or not self.slots:
            raise VaultError(
                self.place,
                _("the number of slots gives away how many people there are (two changes were merged)"),
                _("mend it with als access tidy and the set's name; everybody keeps their passphrase"),
            )

    def _retire(self, person: str, on: dt.date) -> None:
        """Remember the key that a person has, which is about to go."""
        self.former.append(FormerKey(person, self.people[person].slot.public, on))

    def _refuse(self, person: str) -> None:
        """Raise VaultError for somebody who is in already, and for an id that cannot be one."""
        if person in self.people:
            raise VaultError(
                self.place,
                _("{person} can already open this set's site").format(person=person),
                _("give them a new passphrase with als access reset, or remove them first"),
            )
        if not person or len(person.encode()) > PERSON_MAX:
            raise VaultError(self.place, _("a person's id has 1 to 64 bytes"), _("choose a shorter id"))

    def _let_in(self, person: str, slot: KeySlot, on: dt.date) -> None:
        """Put a person's slot in the place of a dummy."""
        if not self.dummies:
            self.dummies.extend(dummy() for _number in range(SLOTS))
        self.dummies.remove(secrets.choice(self.dummies))
        self.people[person] = Grantee(slot, on, on)
        self.fill_up()

    def _known(self, person: str) -> Grantee:
        if person not in self.people:
            raise VaultError(
                self.place,
                _("{person} has no passphrase for this set").format(person=person),
                _("check the id; als access grant gives a passphrase"),
            )
        return self.people[person]

    def _new_slot(self, kdf: Kdf) -> tuple[str, KeySlot]:
        passphrase = generate()
        derived = derive(passphrase, self.salt, kdf=kdf)
        private, public = new_pair()
        nonce = secrets.token_bytes(12)
        bound = ctx("private-key", self.set_id, derived.tag, public)
        sealed = nonce + gcm_seal(derived.wrapping_key, nonce, private + self.publisher + self.set_id, bound)
        return passphrase, KeySlot(new_id(), derived.tag, public, sealed)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(value: Any) -> str:
    """A value's JSON, what it holds a line each."""
    if isinstance(value, dict):
        inner = [f"{_text(name)}: {_text(each)}" for name, each in value.items()]
        return "{\n" + ",\n".join(f"    {each}" for each in inner) + "\n  }" if inner else "{}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"    {_text(each)}" for each in value) + "\n  ]" if value else "[]"
    return _text(value)


def _check(set_id: bytes, salt: bytes) -> bytes:
    """Notices a salt that was changed, or taken from another set: with it nobody's passphrase would fit any more."""
    return hashlib.sha256(ctx("access", set_id, salt)).digest()[:16]


def _read(cls: type[Access], data: dict[str, Any], place: str) -> Access:
    if data["format"] != VERSION:
        raise VaultError(place, _("this list of grants has a format that is not known here"), _("use a newer als"))
    access = cls(unb64(data["set"], 16), unb64(data["salt"], 16), unb64(data["publisher"], 32), place=place)
    if unb64(data["check"], 16) != _check(access.set_id, access.salt):
        raise VaultError(
            place,
            _("the set's salt or number was changed, so no passphrase would fit any more"),
            _("restore this file from your repository's history"),
        )
    access.succession = read_steps(data.get("succession", ()))
    keys = {access.publisher} if not access.succession else {key for step in access.succession for key in (step.old, step.new)}
    if access.publisher not in keys or not is_chain(access.succession, access.set_id):
        raise VaultError(
            place,
            _("the changes of the publisher's key in it are not as the keys before signed them"),
            _("restore this file from your repository's history"),
        )
    for person, entry in data["people"].items():
        if not person or len(person.encode()) > PERSON_MAX:
            raise ValueError("a person's id")
        slot = read_slot(entry["slot"], entry)
        access.people[person] = Grantee(slot, dt.date.fromisoformat(entry["granted"]), dt.date.fromisoformat(entry["changed"]))
    access.former = [read_former(entry) for entry in data.get("former", ())]
    access.dummies = [read_slot(name, entry) for name, entry in data["dummies"].items()]
    seen: dict[object, str] = {}
    for person, slot in [*((person, one.slot) for person, one in access.people.items()), *(("", slot) for slot in access.dummies)]:
        for mark in (slot.id, slot.tag, slot.public):
            if mark in seen:
                names = " and ".join(sorted(name or _("a dummy") for name in (seen[mark], person)))
                raise VaultError(
                    place,
                    _("{names} have the same key").format(names=names),
                    _("restore this file from your repository's history, then run als access reset for one of them"),
                )
            seen[mark] = person
    return access
