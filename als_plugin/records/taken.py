"""`inbox.json`: which replies wait, sealed as they came, and which were taken into a set's records; written by the program."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
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
    """A reply that was taken in. It holds nothing of what the reply said."""

    on: dt.date
    id: str
    person: str
    kind: str


@dataclass(frozen=True)
class Inbox:
    """`taken`, oldest first; `waiting`: sealed replies (base64url) by id."""

    taken: tuple[Taken, ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()

    def after(self, taken: Iterable[Taken]) -> Inbox:
        """The inbox once these were taken in."""
        both = tuple(sorted({*self.taken, *taken}))
        done = {one.id for one in both}
        return Inbox(both, tuple(each for each in self.waiting if each[0] not in done))

    def with_waiting(self, sealed: Iterable[tuple[str, str]]) -> Inbox:
        """The inbox with these replies in it too, each once."""
        done = {one.id for one in self.taken}
        found = {**dict(self.waiting), **{id_: reply for id_, reply in sealed if id_ not in done}}
        return Inbox(self.taken, tuple(sorted(found.items())))

    def text(self) -> str:
        """The file's text: a reply a line, so that merges stay readable."""
        taken = [{"on": one.on.isoformat(), "id": one.id, "person": one.person, "kind": one.kind} for one in self.taken]
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
    taken = [Taken(dt.date.fromisoformat(one["on"]), one["id"], str(one["person"]), str(one["kind"])) for one in data["taken"]]
    waiting = [(one["id"], one["reply"]) for one in data["waiting"]]
    if not all(_ID.fullmatch(one.id) for one in taken) or not all(_ID.fullmatch(id_) and _SEALED.fullmatch(r) for id_, r in waiting):
        raise ValueError("an id, or a reply")
    return Inbox(tuple(sorted(taken)), tuple(sorted(waiting)))
