"""The sets of an organisation as a build needs them: records, keys, editions."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import AlsError, Errors
from ...ordinary import check_ordinary
from ...records import Kept, SetRecord, listed_name, load_set, not_invited, today_in
from ...records.taken import read_inbox
from ...vault import Access
from ...words import _
from ..workers.timing import Phases
from .demo import refuse_demo
from .edition import Edition, edition
from .mail import NOTHING, Mail, mail_of
from .names import RESERVED
from .views import eyes, readers, views_of

__all__ = ["PlannedSet", "access_of", "chosen_ids", "listed", "plan_set", "read_set", "set_ids"]

log = logging.getLogger("als.site")


@dataclass(frozen=True)
class PlannedSet:
    """One set ready to be rendered: its editions, for each person with a key the place of theirs, and what they alone are told."""

    record: SetRecord
    folder: Path
    today: dt.date
    access: Access | None
    editions: tuple[Edition, ...]
    grants: dict[str, int]
    mail: Mail = NOTHING
    eyes: tuple[Mapping[str, str], ...] = ()
    """For each edition, the members whose own it is: names by id."""


def set_ids(root: Path) -> list[str]:
    """The ids of all sets below mkdocs.yml's folder, sorted. Raises AlsError where sets/ is no folder there itself."""
    sets = root / "sets"
    check_ordinary(sets, "sets", folder=True)
    return sorted(each.name for each in sets.iterdir() if each.is_dir() and not each.name.startswith(".")) if sets.is_dir() else []


def chosen_ids(root: Path, chosen: Sequence[str]) -> list[str]:
    """The ids of the chosen sets (none named: of all), sorted. Raises Errors where one is not there."""
    ids = set_ids(root)
    if strangers := [each for each in chosen if each not in ids]:
        known = _("the sets are: {ids}").format(ids=", ".join(ids) or _("none"))
        raise Errors(AlsError(f"sets/{each}", _("there is no such set"), known) for each in strangers)
    return [each for each in ids if each in chosen or not chosen]


def listed(root: Path) -> dict[str, str]:
    """Id and name of every set that the front door names; building a set says why it is not named."""
    names = ((set_id, listed_name(root / "sets" / set_id)) for set_id in set_ids(root))
    return {set_id: name for set_id, name in names if name is not None}


def plan_set(root: Path, set_id: str, *, base: str, publisher: bytes, phases: Phases) -> PlannedSet:
    """Load and check a set and make its editions. Raises AlsError.

    `base` is the path of the set on its host.
    """
    with phases("load"):
        record, folder, today = read_set(root, set_id)
        access = access_of(folder, set_id)
    if access is None:
        log.warning("sets/%s: %s", set_id, _("nobody has a passphrase yet, so it is not published; als access grant gives one"))
        return PlannedSet(record, folder, today, None, (), {})
    refuse_demo(set_id, access, publisher)
    views = readers(record, set(access.people), today)
    for person in sorted(set(access.people) - set(views)):
        log.warning(
            "sets/%s/access.json: %s",
            set_id,
            _("{person} is not in the set any more and reads nothing new; als access remove takes the key away").format(person=person),
        )
    if not views:
        log.warning("sets/%s: %s", set_id, _("nobody can open it now, so it is not published; als access grant gives a passphrase"))
    distinct = views_of(views.values())
    missing = [person.id for person in not_invited(record.file, access.people, today)]
    kept = Kept()
    editions = tuple(edition(record, view, folder, today, base, phases, missing, kept) for view in distinct)
    grants = {person: distinct.index(view) for person, view in views.items()}
    mail = mail_of(record, access, grants, read_inbox(folder, f"sets/{set_id}").taken, today)
    return PlannedSet(record, folder, today, access, editions, grants, mail, eyes(record, distinct, today))


def read_set(root: Path, set_id: str, kept: Kept | None = None) -> tuple[SetRecord, Path, dt.date]:
    """A set's checked record, its folder, and the day there; `kept` as `load_set` has it. Raises AlsError."""
    folder = root / "sets" / set_id
    record = load_set(folder, shown=f"sets/{set_id}", reserved=RESERVED, expired="warn", kept=kept)
    return record, folder, today_in(record.file.timezone)


def access_of(folder: Path, set_id: str) -> Access | None:
    """Who may open a set; None where nobody has been let in yet. Raises AlsError for a list of grants that is not whole."""
    path = folder / "access.json"
    return Access.loads(path.read_text(encoding="utf-8"), f"sets/{set_id}/access.json") if path.is_file() else None
