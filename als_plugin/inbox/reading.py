"""From the text of an e-mail to what its replies say, each with the reason where it is not taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..vault.armour import Found, find_replies
from ..vault.format import b64, unb64
from ..vault.replies import ReplyRefused
from ..words import _
from .keeper import Keeper
from .kinds import Misfit, checked

__all__ = ["Item", "Refused", "read_replies", "read_waiting"]

SPOILT_MAX = 40
"""Opening a reply that is from nobody takes longest, so a text with more of them is read no further."""


@dataclass(frozen=True)
class Item:
    """A reply that can be taken in. `sealed` is how it came (base64url)."""

    id: str
    person: str
    kind: str
    content: Mapping[str, Any]
    sealed: str


@dataclass(frozen=True)
class Refused:
    """A reply that is not taken, and why. `id` and `person` are None where nobody can know them."""

    why: str
    id: str | None = None
    person: str | None = None
    kind: str | None = None


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


def read_waiting(keeper: Keeper) -> Iterator[Item | Refused]:
    """What waits in the set's inbox, by id."""
    for _id, reply in keeper.inbox.waiting:
        yield _read(keeper, unb64(reply))


def _read(keeper: Keeper, data: bytes) -> Item | Refused:
    try:
        opened = keeper.open(data)
    except ReplyRefused as refused:
        return Refused(_WHY[refused.reason](refused), refused.header.id.hex() if refused.header else None, refused.person)
    kind = str(opened.content["kind"])
    if any(one.id == opened.id for one in keeper.inbox.taken):
        return Refused(_("it was taken in before"), opened.id, opened.person, kind)
    try:
        return Item(opened.id, opened.person, kind, checked(opened.content), b64(data))
    except Misfit as misfit:
        return Refused(str(misfit), opened.id, opened.person, kind)


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


def items(read: Iterable[Item | Refused]) -> list[Item]:
    """Those that can be taken in."""
    return [one for one in read if isinstance(one, Item)]
