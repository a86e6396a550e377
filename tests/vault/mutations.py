"""Sealed sites spoilt in thousands of ways: what a host, a careless copy or a member with a key might serve.

The same cases go to the product in Python and to the client's format code in Node.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from als_plugin.vault import KEYRING, OpenSite, Publisher, VaultError, open_site
from als_plugin.vault.format import HEADER, MAGIC, VERSION, ctx, dump_json, padme, u32
from als_plugin.vault.keyring import Keyring, ListedFile
from als_plugin.vault.keys import derive
from als_plugin.vault.opening import _unseal
from als_plugin.vault.viewkey import ViewKey, open_grant

from .conftest import quick_kdf
from .sample import STYLE, TODAY, make_site

PERSON = "asha"
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 8, 255, 2**31, 2**32, 2**53 - 1, 2**53, 2**64, -(2**63), 0.5, 1e300, "", "/", ".", "..", "../x",
    "a\0b", "\ud7ff", "é", "A" * 43, "A" * 5000, "1970-01-01", "9999-12-31", "0000-00-00", "Europe/Nowhere", "/etc/passwd", [], {},
    [[]], [None], {"": None}, {"slot": None}, {"blob": -1}, "__proto__", "constructor",
)


@dataclass(frozen=True)
class Case:
    """A spoilt site: the files that are not as they were. `must` says that it has to be refused; otherwise it may also open
    and show what it showed before; or, where `free`, anything: then the publisher signed what it shows."""

    kind: str
    changes: Mapping[str, bytes]
    must: bool = True
    free: bool = False


@dataclass
class Target:
    """A sealed site with all its secrets, and an older build of another one to mix up with it."""

    files: Mapping[str, bytes]
    passphrase: str
    publisher: Publisher
    others: list[bytes]
    build: int = 1795464900

    @classmethod
    def make(cls) -> Target:
        files, passphrases, _access, publisher = make_site(kdf=quick_kdf)
        other, *_rest = make_site(kdf=quick_kdf, build=7)
        return cls(files, passphrases[PERSON], publisher, [*other.values(), *files.values()])

    @cached_property
    def keyring(self) -> Keyring:
        return Keyring.decode(self.files[KEYRING])

    @cached_property
    def view(self) -> ViewKey:
        """The view key of the person who opens."""
        derived = derive(self.passphrase, self.keyring.salt, kdf=quick_kdf)
        slot = next(slot for slot in self.keyring.slots if slot.tag == derived.tag)
        private, _pinned = _unseal(self.keyring, derived, slot.public, slot.sealed)
        opened = (open_grant(self.keyring.build, view, slot.tag, private, slot.grant) for view in self.keyring.views)
        return next(found[0] for found in opened if found)

    @cached_property
    def body(self) -> Any:
        return json.loads(self.files[KEYRING][HEADER:].rstrip(b"\0"))

    @cached_property
    def index_path(self) -> str:
        return self.keyring.views[self.view.id]

    @cached_property
    def index(self) -> Any:
        return json.loads(self.view.open_index(self.files[self.index_path]) or b"")

    @cached_property
    def shown(self) -> dict[str, tuple[bytes, str]]:
        """What the site shows as it is."""
        return read_all(self.open({}))

    def open(self, changes: Mapping[str, bytes], **options: Any) -> OpenSite:
        """The site with some files exchanged."""
        files = {**self.files, "../assets/app.css": STYLE, **changes}
        return open_site(files.__getitem__, self.passphrase, kdf=quick_kdf, lowest_build=self.build, **{"today": TODAY, **options})

    def contained(self, body: bytes, *, signed: bool) -> bytes:
        """A keyring file with this body; not signed: with the signature that it had."""
        signature = self.publisher.sign(ctx("keyring", body)) if signed else self.files[KEYRING][5:69]
        whole = MAGIC + bytes([VERSION]) + signature + u32(len(body)) + body
        return whole.ljust(padme(len(whole)), b"\0")

    def relisted(self, changes: Mapping[str, bytes]) -> dict[str, bytes]:
        """The changes, with a keyring that the publisher signed for them."""
        body = copy.deepcopy(self.body)
        for entry in body["files"]:
            if entry["path"] in changes:
                entry.update(listed(changes[entry["path"]]))
        return {**changes, KEYRING: self.contained(dump_json(body), signed=True)}


def listed(data: bytes) -> dict[str, Any]:
    from als_plugin.vault.format import b64

    file = ListedFile.of(data)
    return {"length": file.length, "sha256": b64(file.sha256)}


def read_all(site: OpenSite) -> dict[str, tuple[bytes, str]]:
    return {path: site.read(path) for path in site.paths()}


@dataclass
class Mutator:
    """Draws spoilt sites from a seed: the same seed gives the same mutations of the same site."""

    target: Target
    seed: int
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def cases(self, number: int) -> Iterator[Case]:
        """So many spoilt sites; those whose files come out as they were are drawn again."""
        makers: list[Callable[[], Case]] = [
            self._keyring, self._keyring, self._body, self._body, self._file, self._relisted, self._signed_body, self._signed_index,
            self._exchanged,
        ]
        made = 0
        while made < number:
            case = self.chance.choice(makers)()
            if any(self.target.files[path] != data for path, data in case.changes.items()):
                made += 1
                yield case

    # What is spoilt

    def _keyring(self) -> Case:
        return Case("keyring's bytes", {KEYRING: self.bytes(self.target.files[KEYRING])})

    def _body(self) -> Case:
        body = self.text(self.target.body)
        return Case("keyring's body", {KEYRING: self.target.contained(body, signed=False)})

    def _path(self) -> str:
        return self.chance.choice([self.target.index_path, *self.target.index["packs"]])

    def _file(self) -> Case:
        path = self._path()
        return Case("a sealed file", {path: self.bytes(self.target.files[path])})

    def _relisted(self) -> Case:
        path = self._path()
        changed = self.bytes(self.target.files[path])
        # A pack ends in random bytes that nobody reads; an index is one seal.
        must = path == self.target.index_path
        return Case("a sealed file that is listed", self.target.relisted({path: changed}), must=must)

    def _signed_body(self) -> Case:
        return Case("a body that is signed", {KEYRING: self.target.contained(self.text(self.target.body), signed=True)}, must=False)

    def _signed_index(self) -> Case:
        sealed = self.target.view.seal_index(self.text(self.target.index))
        return Case("an index that is signed", self.target.relisted({self.target.index_path: sealed}), must=False, free=True)

    def _exchanged(self) -> Case:
        path = self.chance.choice([KEYRING, self._path()])
        return Case("an exchanged file", {path: self.chance.choice(self.target.others)})

    # How

    def bytes(self, data: bytes) -> bytes:
        """One to four changes to bytes."""
        for _turn in range(self.chance.choice((1, 1, 1, 2, 4))):
            data = self._once(data)
        return data

    def _once(self, data: bytes) -> bytes:
        chance, size = self.chance, len(data)
        # Where the parts of a file meet, more goes wrong than in the middle of a seal.
        at = chance.choice((chance.randrange(size + 1), chance.randrange(min(size, 100) + 1), max(0, size - chance.randrange(40))))
        to = min(size, at + chance.choice((1, 2, 4, 12, 16, 32, 64, chance.randrange(size + 1))))
        part = data[at:to]
        match chance.randrange(9):
            case 0 if part:
                return data[:at] + bytes([part[0] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
            case 1:
                return data[:at] + chance.randbytes(len(part)) + data[to:]
            case 2:
                return data[:at] + data[to:]
            case 3:
                return data[:at] + part + data[at:]
            case 4:
                return data[:at]
            case 5:
                return data[:at] + chance.choice((b"\0", b"\xff", b'"', b"}", b"]", b"\\u0000", b"0")) * chance.randrange(1, 9) + data[at:]
            case 6:
                return data[:at] + bytes(len(part)) + data[to:]
            case 7:
                other = chance.choice(self.target.others)
                start = chance.randrange(len(other) + 1)
                return data[:at] + other[start : start + len(part)] + data[to:]
            case _:
                return data + chance.randbytes(chance.choice((1, 16, size + 1)))

    def text(self, value: Any) -> bytes:
        """JSON with one to three values changed; at times its text too."""
        value = copy.deepcopy(value)
        for _turn in range(self.chance.choice((1, 1, 1, 2, 3))):
            value = self._value(value)
        data = json.dumps(value, ensure_ascii=self.chance.random() < 0.2, separators=(",", ":")).encode("utf-8", "surrogatepass")
        roll = self.chance.random()
        if roll < 0.1:
            return self._once(data)
        if roll < 0.12:
            return b"[" * self.chance.choice((100, 5000, 100_000)) + data
        if roll < 0.15:  # a name that stands twice in one object
            return data.replace(b'{"', b'{"format":1,"format":2,"', 1)
        return data

    def _value(self, root: Any) -> Any:
        places: list[tuple[Any, Any]] = []

        def walk(value: Any) -> None:
            for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
                places.append((value, key))
                walk(value[key])

        walk(root)
        if not places or self.chance.random() < 0.01:
            return copy.deepcopy(self.chance.choice(ODD))
        # The shallow places matter most, and there are few of them.
        shallow = [place for place in places if place[0] is root]
        inside, key = self.chance.choice(shallow if shallow and self.chance.random() < 0.3 else places)
        other_inside, other_key = self.chance.choice(places)
        match self.chance.randrange(6):
            case 0:
                del inside[key]
            case 1:
                inside[key] = copy.deepcopy(other_inside[other_key])
            case 2 if isinstance(inside[key], str):
                inside[key] = self._once(inside[key].encode()).decode("utf-8", "replace")
            case 3 if isinstance(inside[key], int):
                inside[key] += self.chance.choice((-1, 1, 2**32))
            case 4 if isinstance(inside, list):
                inside.insert(self.chance.randrange(len(inside) + 1), copy.deepcopy(inside[key]))
            case _:
                inside[key] = copy.deepcopy(self.chance.choice(ODD))
        return root


def judged(target: Target, case: Case) -> str:
    """What the product makes of a case: "refused" or "shown". Raises AssertionError for a wrong acceptance, and whatever else
    than a VaultError the product raises."""
    try:
        shown = read_all(target.open(case.changes, **({"today": None} if case.free else {})))
    except VaultError as error:
        assert "\n" not in str(error)
        return "refused"
    assert not case.must, "accepted"
    assert case.free or shown == target.shown, "shows something else"
    return "shown"
