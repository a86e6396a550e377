"""The sets of an organisation as a build needs them: records, keys, editions."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import AlsError, Errors
from ..records import SetRecord, View, load_set, today_in
from ..vault import Access
from ..words import _
from .demo import refuse_demo
from .edition import Edition, edition
from .views import readers, views_of

__all__ = ["PlannedSet", "listed", "plan", "set_ids"]

log = logging.getLogger("als.site")


@dataclass(frozen=True)
class PlannedSet:
    """One set ready to be rendered: its editions, and for each person with a key the place of theirs."""

    record: SetRecord
    folder: Path
    today: dt.date
    access: Access | None
    editions: tuple[Edition, ...]
    grants: dict[str, int]


def set_ids(root: Path) -> list[str]:
    """The ids of all sets below mkdocs.yml's folder, sorted."""
    sets = root / "sets"
    return sorted(each.name for each in sets.iterdir() if each.is_dir() and not each.name.startswith(".")) if sets.is_dir() else []


def plan(
    root: Path, chosen: Sequence[str], *, base: str, publisher: bytes | None, reserved: Collection[str], preview: bool
) -> list[PlannedSet]:
    """Load and check the chosen sets (none named: all) and make their editions. Raises Errors with everything that is wrong.

    `base` is the path of the site on its host. A preview shows the whole record and needs no keys.
    """
    ids = set_ids(root)
    errors: list[AlsError] = [
        AlsError(f"sets/{each}", _("there is no such set"), _("the sets are: {ids}").format(ids=", ".join(ids) or _("none")))
        for each in chosen
        if each not in ids
    ]
    planned: list[PlannedSet] = []
    for set_id in [each for each in ids if each in chosen or not chosen]:
        try:
            planned.append(_plan(root, set_id, base=f"{base}{set_id}/", publisher=publisher, reserved=reserved, preview=preview))
        except Errors as several:
            errors.extend(several.errors)
        except AlsError as error:
            errors.append(error)
    if errors:
        raise Errors(errors)
    return planned


def listed(root: Path, planned: Sequence[PlannedSet]) -> dict[str, str]:
    """Id and name of every set that the front door names; of those not planned too, where their records are in order."""
    files = {one.record.id: one.record.file for one in planned}
    for set_id in set_ids(root):
        if set_id not in files:
            try:
                files[set_id] = load_set(root / "sets" / set_id, shown=f"sets/{set_id}", expired="warn").file
            except AlsError:
                log.warning("sets/%s: %s", set_id, _("its records have errors, so the front door does not name it; see als check"))
    return {set_id: files[set_id].name for set_id in sorted(files) if files[set_id].listed}


def _plan(
    root: Path, set_id: str, *, base: str, publisher: bytes | None, reserved: Collection[str], preview: bool
) -> PlannedSet:
    folder = root / "sets" / set_id
    record = load_set(folder, shown=f"sets/{set_id}", reserved=reserved, expired="warn")
    today = today_in(record.file.timezone)
    if preview:
        view = View("facilitator" if record.file.facilitator else "members")
        return PlannedSet(record, folder, today, None, (edition(record, view, folder, today, base),), {})
    access = _access(folder, set_id)
    if access is None or publisher is None:
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
    editions = tuple(edition(record, view, folder, today, base) for view in distinct)
    return PlannedSet(record, folder, today, access, editions, {person: distinct.index(view) for person, view in views.items()})


def _access(folder: Path, set_id: str) -> Access | None:
    path = folder / "access.json"
    return Access.loads(path.read_text(encoding="utf-8"), f"sets/{set_id}/access.json") if path.is_file() else None
