"""A new session's file put into its set: with ids written at the actions that it refers to, so that report-backs stay with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from ..files import write_all
from ..records import SetRecord, counted_actions, today_in, with_ids
from .session import NewSession, new_session
from .write import write_new

__all__ = ["begin_session"]


def begin_session(
    folder: Path, shown: str, record: SetRecord, date: dt.date | None, *, schema: str | None = None, aside: Collection[str] = ()
) -> tuple[NewSession, int]:
    """Write the file of a session on this date (None: the next meeting's) into the set's folder, which people know as `shown`.

    `aside` are the stems of sessions that are there and not in the record. Returns what was written, and at how many actions an id
    was. Raises AlsError as `new_session` does, and where there is a file.
    """
    made = new_session(record, date, today=today_in(record.file.timezone), schema=schema, aside=aside)
    inside = f"sessions/{made.stem}.yml"
    counted = [each for each in counted_actions(folder, shown, made.actions) if each.full in made.actions]
    with_written = with_ids(folder, shown, counted)
    write_new(folder / inside, made.text, shown=f"{shown}/{inside}")
    write_all({path: data.decode("utf-8") for path, data in with_written.items()})
    return made, len(counted)
