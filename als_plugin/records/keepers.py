"""Who keeps a set's record, and so takes replies in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from .model import SetRecord

__all__ = ["keepers"]


def keepers(record: SetRecord, people: Iterable[str], today: dt.date) -> list[str]:
    """Whom the set named, else its facilitators; of these who has a key (`people`) and belongs to the set today."""
    named = record.file.record_keeper or tuple(person.id for person in record.file.facilitator)
    known, held = record.file.people, set(people)
    return [person for person in named if person in held and known[person].belongs(today)]
