"""A set's grants as the commands use them: read whole, beside the people of its set.yml."""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import AlsError
from ..words import _
from .listening import warnings_of
from .organisation import Organisation
from .pinned import pinned

if TYPE_CHECKING:
    from ..records import Person, SetFile
    from ..vault.access import Access

__all__ = ["granted_in", "load_access", "people_of", "person_of", "refuse_left", "set_file", "to_give_out", "today_of"]


def set_file(organisation: Organisation, set_id: str) -> SetFile:
    """Who the set is. Its sessions are not looked at: a mistake in one is no reason to leave somebody without a passphrase."""
    from ..records import load_set_file

    folder = organisation.set_folder(set_id)
    with warnings_of("als"):
        return load_set_file(folder, shown=organisation.shown(folder))


def today_of(file: SetFile) -> dt.date:
    """Today, where the set is."""
    from ..records import today_in

    return today_in(file.timezone)


def people_of(file: SetFile) -> dict[str, Person]:
    """Everybody whom the set names, by id."""
    return {each.id: each for each in (*file.facilitator, *file.members)}


def person_of(file: SetFile, set_id: str, id_: str) -> Person:
    """The person of this id; raises AlsError, with a near match where there is one, for anybody else."""
    people = people_of(file)
    if id_ in people:
        return people[id_]
    names = {name: each.id for each in people.values() for name in (each.id, each.name.lower(), each.name.split()[0].lower())}
    near = difflib.get_close_matches(id_.lower(), names, 1)
    if near:
        remedy = _("did you mean {near}?").format(near=names[near[0]])
    else:
        remedy = _("the people are: {ids}").format(ids=", ".join(people))
    raise AlsError(f"sets/{set_id}/set.yml", _("nobody here has the id {id}").format(id=id_), remedy)


def refuse_left(set_id: str, person: Person, today: dt.date) -> None:
    """Raise AlsError for somebody who has left."""
    if person.left is not None and person.left < today:
        raise AlsError(
            f"sets/{set_id}/set.yml", _("{name} left on {date}").format(name=person.name, date=person.left),
            _("who has left is given no passphrase; correct `left` if that is wrong"),
        )


def to_give_out(organisation: Organisation, file: Path) -> Access:
    """The grants in this file, or none yet; passphrases made with them pin the publisher that mkdocs.yml names."""
    from ..vault.access import Access

    public = pinned(organisation)
    if not file.exists():
        return Access.new(public)
    grants = load_access(organisation, file)
    grants.follow(public)
    return grants


def load_access(organisation: Organisation, file: Path) -> Access:
    """The grants in a set's access.json. Raises AlsError where they are not whole."""
    from ..vault.access import Access

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise AlsError(organisation.shown(file), _("cannot be read"), _("restore it from your repository's history")) from None
    return Access.loads(text, organisation.shown(file))


def granted_in(organisation: Organisation, file: Path, person: str, otherwise: str) -> Access:
    """The grants of a set, in which this person has one; raises AlsError where not, with a near match or `otherwise` as what to do."""
    grants = load_access(organisation, file) if file.exists() else None
    if grants is None or person not in grants.people:
        near = difflib.get_close_matches(person, grants.people if grants else (), 1)
        if near:
            remedy = _("did you mean {near}?").format(near=near[0])
        else:
            remedy = otherwise
        raise AlsError(organisation.shown(file), _("{person} has no passphrase").format(person=person), remedy)
    return grants
