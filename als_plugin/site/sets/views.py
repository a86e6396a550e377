"""Which views a set has, and who reads which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal

from ...records import SetRecord, View

__all__ = ["also", "eyes", "readers", "views_of"]


def readers(record: SetRecord, keys: set[str], today: dt.date) -> dict[str, View]:
    """The view of each person who has a key and belongs to the set still, or will: whose `left` has passed reads nothing new.

    A member reads from the session since which they joined, unless the agreement lets newcomers read what happened before.
    The facilitator's view holds what members do not see; a set without a facilitator has none.
    """
    past = [session.date for session in record.sessions.values() if session.status != "draft"]
    found: dict[str, View] = {}
    for person in (*record.file.facilitator, *record.file.members):
        if person.id not in keys or (person.left is not None and person.left < today):
            continue
        since = person.joined
        if record.file.agreement.newcomers_read_history or since is None or not any(date < since for date in past):
            since = None
        audience: Literal["facilitator", "members"] = "facilitator" if person in record.file.facilitator else "members"
        found[person.id] = View(audience, since)
    return found


def views_of(read: Iterable[View]) -> list[View]:
    """The distinct views of a build, in a fixed order: those that people read, and beside each facilitator's what members
    see of the same time."""
    wanted = set(read)
    wanted |= {View("members", view.since) for view in wanted if view.audience == "facilitator"}
    return sorted(wanted, key=lambda view: (view.audience, view.since or dt.date.min))


def also(view: View, views: Sequence[View]) -> tuple[int, ...]:
    """The places of the views that who reads this one may open as well: a facilitator can read as any member sees it, but nothing
    from before their own time, and nothing of another facilitator's."""
    if view.audience != "facilitator":
        return ()
    first = view.since or dt.date.min
    return tuple(place for place, other in enumerate(views) if other.audience == "members" and (other.since or dt.date.min) >= first)


def eyes(record: SetRecord, views: Sequence[View], today: dt.date) -> tuple[dict[str, str], ...]:
    """For each view the members whose own it is, names by id, whether they have a passphrase yet or not."""
    members = {person.id: person.name for person in record.file.members}
    own = readers(record, set(members), today)
    return tuple({person: members[person] for person, view in own.items() if view == each and each.audience == "members"} for each in views)
