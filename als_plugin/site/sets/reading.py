"""Sets as a preview shows them: whole, or as one person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from ...errors import AlsError, Errors
from ...logs import heard
from ...records import Kept, SetRecord, View, not_invited
from ...records.keepers import keepers
from ...records.turn_text import to_agree, turn_text
from ...words import _
from .edition import Edition, edition
from .plan import access_of, read_set
from .views import readers

__all__ = ["Memory", "Previewed", "Reading", "nobody", "previewed", "refuse_nobody"]

_AS = "@"
"""Stands between a set and a person in a preview's addresses; no id has it."""
_AHEAD = "@ahead"
"""Stands behind a person who reads drafts as if they were published."""


@dataclass(frozen=True)
class Reading:
    """A set, and whose eyes it is read with; None: whole, as nobody in particular. `ahead`: drafts are read as that person will read
    them once they are published."""

    set_id: str
    person: str | None = None
    ahead: bool = False

    @property
    def folder(self) -> str:
        """Where it lies in the preview: `harbour`, `harbour@amara`, `harbour@amara@ahead`."""
        return self.set_id if self.person is None else f"{self.set_id}{_AS}{self.person}{_AHEAD if self.ahead else ''}"

    @classmethod
    def at(cls, folder: str) -> Reading:
        """The reading that lies at this place."""
        set_id, _as, person = folder.removesuffix(_AHEAD).partition(_AS)
        return cls(set_id, person or None, bool(person) and folder.endswith(_AHEAD))


@dataclass(frozen=True)
class Previewed:
    """A reading's edition; `people`: everybody who reads this set, names by id, whoever has a passphrase; `letter`: what a build tells
    the person alone whose eyes it is read with."""

    reading: Reading
    edition: Edition
    people: Mapping[str, str]
    letter: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Memory:
    """What a preview remembers, in this process alone: records as they were read and judged, and pages as they were made."""

    read: dict[str, Kept] = field(default_factory=dict)
    made: dict[Reading, Kept] = field(default_factory=dict)


def refuse_nobody(root: Path, reading: Reading) -> None:
    """Raise AlsError where nobody of this id reads the set today, or the set has mistakes."""
    with heard("als", lambda _warning: None):  # the preview itself says them
        record, _folder, today = read_set(root, reading.set_id)
    if reading.person and reading.person not in readers(record, set(record.file.people), today):
        raise nobody(reading)


def nobody(reading: Reading) -> AlsError:
    """The mistake of asking for a person's eyes who does not read the set."""
    return AlsError(
        f"sets/{reading.set_id}",
        _("nobody with the id {person} reads this set today").format(person=reading.person),
        _("their ids stand in set.yml; who has left reads nothing new"),
    )


def previewed(root: Path, readings: Sequence[Reading], memory: Memory, *, base: str) -> list[Previewed]:
    """The sets as these readings show them; one whose person does not read the set (any more) is left out. Raises Errors with everything
    that is wrong.

    `base` is the path of the site on its host.
    """
    errors: list[AlsError] = []
    found: list[Previewed] = []
    for set_id, several in groupby(sorted(readings, key=lambda one: one.folder), lambda one: one.set_id):
        try:
            record, folder, today = read_set(root, set_id, memory.read.setdefault(set_id, Kept()))
            people = {person.id: person.name for person in (*record.file.members, *record.file.facilitator)}
            views = readers(record, set(people), today)
            people = {person: name for person, name in people.items() if person in views}
            missing = _not_invited(record, folder, today)
            for reading in several:
                view = views.get(reading.person) if reading.person else View("facilitator" if record.file.facilitator else "members")
                if view:
                    kept = memory.made.setdefault(reading, Kept())
                    shown = _as_if_published(record) if reading.ahead else record
                    made = edition(shown, view, folder, today, f"{base}{reading.folder}/", not_invited=missing, kept=kept)
                    found.append(Previewed(reading, made, people, _letter(shown, reading.person, people, today)))
        except Errors as wrong:
            errors.extend(wrong.errors)
        except AlsError as error:
            errors.append(error)
    if errors:
        raise Errors(errors)
    return found


def _as_if_published(record: SetRecord) -> SetRecord:
    """The record as it will be once its drafts are published."""
    sessions = {
        stem: session.model_copy(update={"status": "published"}) if session.status == "draft" else session
        for stem, session in record.sessions.items()
    }
    return record.model_copy(update={"sessions": sessions})


def _letter(record: SetRecord, person: str | None, people: Mapping[str, str], today: dt.date) -> dict[str, Any] | None:
    """The letter that a person finds, as far as a preview can know it."""
    if person is None or not keepers(record, people, today):
        return None
    turns = [{"session": stem, "turn": place, "text": turn_text(record, stem, place)} for stem, place in to_agree(record, person, today)]
    return {"person": person, "turns": turns, "receipts": []}


def _not_invited(record: SetRecord, folder: Path, today: dt.date) -> list[str]:
    """Who has no passphrase yet, for a preview; nobody where the grants are not whole, which `als check` says."""
    try:
        access = access_of(folder, record.id)
    except AlsError:
        return []
    return [person.id for person in not_invited(record.file, access.people if access else (), today)]
