"""`inbox.json`: which replies wait, sealed as they came, and which were taken into a set's records; written by the program."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import AlsError
from ..words import _

__all__ = ["INBOX", "Inbox", "Taken", "read_inbox"]

INBOX = "inbox.json"
_FORMAT = 1
_ID = re.compile("[0-9a-f]{32}")
_SEALED = re.compile("[A-Za-z0-9_-]+")


@dataclass(frozen=True, order=True)
class Taken:
    """A reply that was taken in. It holds nothing of what the reply said; `held` is the digest of the turn's text of which its
    presenter wanted something changed."""

    on: dt.date
    id: str
    person: str
    kind: str
    held: str = ""


@dataclass(frozen=True)
class Inbox:
    """`taken`, oldest first; `waiting`: replies as they came, each with the id in its header and sealed (base64url).

    Whoever sends a reply chooses its id, so two may wait under the same one: a reply is never put in another's place.
    """

    taken: tuple[Taken, ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()

    def after(self, taken: Iterable[Taken], gone: Collection[str]) -> Inbox:
        """The inbox once these were taken in; of the sealed replies, those in `gone` wait no more."""
        return Inbox(tuple(sorted({*self.taken, *taken})), self.without(gone).waiting)

    def without(self, gone: Collection[str]) -> Inbox:
        """The inbox in which these sealed replies do not wait."""
        return Inbox(self.taken, tuple(each for each in self.waiting if each[1] not in gone))

    def with_waiting(self, came: Iterable[tuple[str, str]]) -> Inbox:
        """The inbox with these replies behind those that wait, each once."""
        return Inbox(self.taken, tuple(dict.fromkeys((*self.waiting, *came))))

    def was_taken(self, id_: str, person: str) -> bool:
        """Whether a reply of this person's with this id was taken in."""
        return any((one.id, one.person) == (id_, person) for one in self.taken)

    def text(self) -> str:
        """The file's text: a reply a line, so that merges stay readable."""
        taken = [
            {"on": one.on.isoformat(), "id": one.id, "person": one.person, "kind": one.kind, **({"held": one.held} if one.held else {})}
            for one in self.taken
        ]
        waiting = [{"id": id_, "reply": reply} for id_, reply in self.waiting]
        return f'{{\n  "format": {_FORMAT},\n  "taken": {_lines(taken)},\n  "waiting": {_lines(waiting)}\n}}\n'


def _lines(entries: list[dict[str, str]]) -> str:
    if not entries:
        return "[]"
    return "[\n    " + ",\n    ".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n  ]"


def read_inbox(folder: Path, shown: str) -> Inbox:
    """The inbox of the set in this folder. Raises AlsError for a file that is not whole."""
    path = folder / INBOX
    if not path.is_file():
        return Inbox()
    try:
        return _read(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AlsError(
            f"{shown}/{INBOX}", _("this is not a whole list of the replies that came"),
            _("restore it from your repository's history; where two changes were merged, keep both sides' lines"),
        ) from error


def _read(data: dict[str, Any]) -> Inbox:
    if data["format"] != _FORMAT:
        raise ValueError("another format")
    taken = [
        Taken(dt.date.fromisoformat(one["on"]), one["id"], str(one["person"]), str(one["kind"]), str(one.get("held", "")))
        for one in data["taken"]
    ]
    waiting = [(one["id"], one["reply"]) for one in data["waiting"]]
    if not all(_ID.fullmatch(one.id) for one in taken) or not all(_ID.fullmatch(id_) and _SEALED.fullmatch(r) for id_, r in waiting):
        raise ValueError("an id, or a reply")
    return Inbox(tuple(sorted(taken)), tuple(dict.fromkeys(waiting)))
