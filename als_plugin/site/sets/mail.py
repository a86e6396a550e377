"""What a build tells single readers, and to whom they can reply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...records import SetRecord
from ...records.keepers import keepers
from ...records.taken import Taken
from ...records.turn_text import to_agree, turn_text
from ...vault import Access
from ...vault.format import b64
from ...vault.letters import Letter

__all__ = ["NOTHING", "Mail", "mail_of"]

_TOLD_FOR = dt.timedelta(days=368)
"""A reply of more than 366 days is refused for its age, with a day at either end for clocks: nobody need know any more that it was taken in."""


@dataclass(frozen=True)
class Mail:
    """`letters` are those in the index of each view, by its place; `inbox` is the same in all: who takes replies in."""

    letters: Mapping[int, Sequence[Letter]]
    inbox: Sequence[Mapping[str, Any]]

    def digested(self) -> bytes:
        """All of it, for a digest."""
        told = [(place, [(letter.public, letter.content) for letter in letters]) for place, letters in sorted(self.letters.items())]
        return repr((told, self.inbox)).encode()


NOTHING = Mail({}, ())


def mail_of(record: SetRecord, access: Access, grants: Mapping[str, int], taken: Sequence[Taken], today: dt.date) -> Mail:
    """The mail of a build: one letter for each reader, so that nobody learns from their number who has something to agree."""
    keeping = keepers(record, grants, today)
    if not keeping:
        return NOTHING
    everybody = [{"person": person, "public": b64(one.slot.public), "until": None} for person, one in sorted(access.people.items())]
    everybody += [{"person": one.person, "public": b64(one.public), "until": one.until.isoformat()} for one in sorted(access.former)]
    lately = [one for one in taken if one.on >= today - _TOLD_FOR]
    ids = {person: [one.id for one in lately if one.person == person] for person in sorted({one.person for one in lately})}
    letters: dict[int, list[Letter]] = {}
    for person, place in sorted(grants.items()):
        content: dict[str, Any] = {
            "person": person,
            "turns": [
                {"session": stem, "turn": number, "text": turn_text(record, stem, number)}
                for stem, number in to_agree(record, person, today)
            ],
            "receipts": [{"id": one.id, "on": one.on.isoformat()} for one in lately if one.person == person],
        }
        if person in keeping:
            content |= {"people": everybody, "taken": ids}
        letters.setdefault(place, []).append(Letter(access.people[person].slot.public, content))
    known = record.file.people
    inbox = [
        {"public": access.people[person].slot.public, "person": person, "name": known[person].name, "contact": known[person].contact}
        for person in keeping
    ]
    return Mail(letters, inbox)
