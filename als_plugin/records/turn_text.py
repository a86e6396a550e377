"""A turn as one text: all that readers of the record would see of it, always in the same bytes, so that an agreement to it can name them."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import rfc8785

from .actions import complete
from .bids import trace
from .clock import last_day
from .model import SetRecord
from .view import agreed

__all__ = ["digest_of", "struck_out", "to_agree", "turn_text"]


def turn_text(record: SetRecord, stem: str, place: int) -> str:
    """Canonical JSON of a turn: its session, presenter, headline, content and actions; never whether it was agreed.

    Names of those who suggested are in it only where the agreement lets them be published. Raises KeyError or IndexError where
    there is no such turn.
    """
    session = complete(record.sessions[stem])
    turn = session.turns[place]
    thread = trace(record).turns.get((stem, place))
    dumped = turn.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"agreed_on", "thread", "topic"})
    if not record.file.agreement.attribute_suggestions:
        for name in ("suggestions", "questions"):
            for said in dumped.get(name, ()):
                said.pop("by", None)
    headline = turn.topic or (thread.headline if thread else None)
    told = {"session": stem, **({"headline": headline} if headline else {}), **dumped}
    return rfc8785.dumps(told).decode()


def digest_of(text: str) -> bytes:
    """What an agreement to this text names it by."""
    return hashlib.sha256(text.encode()).digest()


def to_agree(record: SetRecord, person: str, today: dt.date) -> list[tuple[str, int]]:
    """Stem and place of each published turn that this person presented and has not agreed yet, in order."""
    return [
        (stem, place)
        for stem, session in record.sessions.items()
        if session.status == "published" and today <= last_day(session.date, record.file.retention)
        for place, turn in enumerate(session.turns)
        if turn.presenter == person and not agreed(record.file, turn)
    ]


def struck_out(content: Any, path: list[Any], offset: int, length: int) -> tuple[str, str, str]:
    """What stands before, in and after a struck passage of a turn's content. Offsets count UTF-16 units, as browsers do.

    Raises KeyError, IndexError, TypeError or ValueError where there is no such passage.
    """
    for step in path:
        content = content[step]
    if not isinstance(content, str):
        raise TypeError("not a text")
    units = content.encode("utf-16-le")
    start, end = 2 * offset, 2 * (offset + length)
    if not 0 <= start < end <= len(units):
        raise ValueError("outside of the text")
    return units[:start].decode("utf-16-le"), units[start:end].decode("utf-16-le"), units[end:].decode("utf-16-le")
