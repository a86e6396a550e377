"""From the text of an e-mail to what its replies say, each with the reason where it is not taken."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..vault.armour import Found, find_replies
from ..vault.format import b64, unb64
from ..vault.replies import HEADER_SIZE, SEAL_SIZE, OpenReply, ReplyRefused
from ..words import _
from .keeper import Keeper
from .kinds import Misfit, checked

__all__ = ["Item", "Refused", "read_replies", "read_waiting"]

SPOILT_MAX = 40
"""Opening a reply that is from nobody takes longest, so a text with more of them is read no further."""


@dataclass(frozen=True)
class Item:
    """A reply that can be taken in.

    `id` is what its sender's device knows it by, and chose; `mark` is what it is known by here: no two different replies have the
    same. `sealed` is how it came (base64url), `build` the day of the build in which it was written. `remark`: something that a
    keeper ought to know of it ("": nothing).
    """

    id: str
    mark: str
    person: str
    kind: str
    content: Mapping[str, Any]
    sealed: str
    build: dt.date
    remark: str = ""

    @property
    def wants_changes(self) -> bool:
        """Whether a presenter wants something in their turn changed."""
        return self.kind == "agree" and bool(self.content.get("struck") or self.content.get("wish"))


@dataclass(frozen=True)
class Refused:
    """A reply that is not taken, and why. `mark` is None where nothing could be read of it, `person` where nobody can know them;
    `sealed` as `Item` has it."""

    why: str
    mark: str | None = None
    person: str | None = None
    kind: str | None = None
    sealed: str | None = None


def read_replies(keeper: Keeper, text: str) -> Iterator[Item | Refused]:
    """Every reply in a text, in order; the same one only once. What comes after too many that nobody here can have sent is left."""
    seen: set[bytes] = set()
    spoilt = 0
    for found in find_replies(text):
        if spoilt == SPOILT_MAX:
            yield Refused(_("{n} before it are unreadable or from nobody who has a key here: look at the messages one by one").format(n=SPOILT_MAX))
            return
        if found.data is None:
            spoilt += 1
            yield Refused(_unreadable(found))
        elif found.data not in seen:
            seen.add(found.data)
            read = _read(keeper, found.data)
            spoilt += isinstance(read, Refused) and read.person is None
            yield read


def read_waiting(keeper: Keeper) -> list[Item | Refused]:
    """What waits in the set's inbox, as it came. Of copies, the first that this keeper can open."""
    read: dict[str | None, Item | Refused] = {}
    opened: set[str] = set()
    for _id, reply in keeper.inbox.waiting:
        one = _read(keeper, unb64(reply))
        read.setdefault(one.mark, one)
        if one.person is not None:
            opened.add(_mark(unb64(reply), ""))
    read = {mark: one for mark, one in read.items() if mark not in opened}
    numbers = Counter(one.id for one in read.values() if isinstance(one, Item))
    taken = {one.id for one in keeper.inbox.taken}
    return [
        replace(one, remark=_("another reply came under the same number: look at both"))
        if isinstance(one, Item) and (numbers[one.id] > 1 or one.id in taken) else one
        for one in read.values()
    ]


def copies(keeper: Keeper, marks: set[str]) -> set[str]:
    """All that wait, sealed as they came, and are replies of these marks."""
    return {reply for _id, reply in keeper.inbox.waiting if _read(keeper, unb64(reply)).mark in marks}


def _read(keeper: Keeper, data: bytes) -> Item | Refused:
    sealed = b64(data)
    try:
        opened = keeper.open(data)
    except ReplyRefused as refused:
        return Refused(_WHY[refused.reason](refused), _mark(data, refused.person or ""), refused.person, sealed=sealed)
    mark, kind = _mark(data, opened.person), str(opened.content["kind"])
    why = _("it was taken in before") if keeper.inbox.was_taken(opened.id, opened.person) else _stranger(keeper, opened)
    if not why:
        try:
            build = dt.datetime.fromtimestamp(opened.header.build, dt.UTC).date()
            return Item(opened.id, mark, opened.person, kind, checked(opened.content), sealed, build)
        except Misfit as misfit:
            why = str(misfit)
    return Refused(why, mark, opened.person, kind, sealed)


def _mark(data: bytes, person: str) -> str:
    """A digest of all that its sender sealed. The seals are not in it: on the way anybody can change those to other keepers."""
    seals = data[HEADER_SIZE] * SEAL_SIZE if len(data) > HEADER_SIZE else 0
    content = data[:HEADER_SIZE] + data[HEADER_SIZE + 1 + seals :]
    return hashlib.sha256(person.encode() + b"\0" + content).hexdigest()[:32]


def _stranger(keeper: Keeper, opened: OpenReply) -> str:
    """Why nothing is taken from whoever sent this, though they have a key; "" where they belong to the set."""
    known = keeper.record.file.people.get(opened.person)
    if known is not None and known.belongs(keeper.today):
        return ""
    return _("{person} is not in the set today, though a key of theirs still stands in access.json").format(person=opened.person)


def _unreadable(found: Found) -> str:
    if found.cut:
        return _("its end is missing: paste the whole message, or ask for the file")
    if found.large:
        return _("it is too large")
    return _("line {line} of it was changed on the way: ask for the file, which mail programs leave as it is").format(line=found.line)


def _until(refused: ReplyRefused) -> str:
    return _("it was sealed with a key that {person} had until {date}: ask them to open the site anew and send it again").format(
        person=refused.person, date=refused.until
    )


_WHY: dict[str, Callable[[ReplyRefused], str]] = {
    "damaged": lambda _refused: _("it was changed or cut on the way: ask for it once more, as a file"),
    "version": lambda _refused: _("it was made by a newer als"),
    "set": lambda _refused: _("it is for another set"),
    "nobody": lambda _refused: _("it is from nobody who has a key here, or was not sealed to you"),
    "former": _until,
    "newer": lambda _refused: _("it names a build that is still to come: is the clock of this computer right?"),
    "old": lambda _refused: _("it is more than a year old"),
    "large": lambda _refused: _("it is too large"),
    "malformed": lambda _refused: _("what it says is not in a form that is known here; a newer als may know it"),
    "named": lambda _refused: _("it names a sender, which only a key can do"),
}

