"""The rules of letting people in, as the commands and the desk follow them: who may have a passphrase, and which list it goes into."""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import AlsError
from .ordinary import check_ordinary
from .words import _

if TYPE_CHECKING:
    from .records import Person, SetFile
    from .vault.access import Access
    from .vault.joining import JoinCode

__all__ = ["admit", "entitled", "given", "grant", "load_access", "people_of", "refuse_second", "reset", "to_give_out"]


def people_of(file: SetFile) -> dict[str, Person]:
    """Everybody whom the set names, by id."""
    return {each.id: each for each in (*file.facilitator, *file.members)}


def entitled(file: SetFile, set_id: str, id_: str, today: dt.date) -> Person:
    """The person of this id, who may be let in. Raises AlsError for anybody else, with a near match where there is one, and for
    somebody who has left."""
    people = people_of(file)
    person = people.get(id_)
    if person is None:
        names = {name: each.id for each in people.values() for name in (each.id, each.name.lower(), each.name.split()[0].lower())}
        near = difflib.get_close_matches(id_.lower(), names, 1)
        if near:
            remedy = _("did you mean {near}?").format(near=names[near[0]])
        else:
            remedy = _("the people are: {ids}").format(ids=", ".join(people))
        raise AlsError(f"sets/{set_id}/set.yml", _("nobody here has the id {id}").format(id=id_), remedy)
    if person.left is not None and person.left < today:
        raise AlsError(
            f"sets/{set_id}/set.yml", _("{name} left on {date}").format(name=person.name, date=person.left),
            _("who has left is given no passphrase; correct `left` if that is wrong"),
        )
    return person


def load_access(file: Path, shown: str) -> Access:
    """The grants in a set's access.json. Raises AlsError where they are not whole."""
    from .vault.access import Access

    check_ordinary(file, shown)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise AlsError(shown, _("cannot be read"), _("restore it from your repository's history")) from None
    return Access.loads(text, shown)


def to_give_out(config_file: Path, file: Path, shown: str) -> Access:
    """The grants in this file, or none yet; passphrases made with them pin the publisher that mkdocs.yml names. Raises AlsError."""
    from .site.mkdocs.pinned import pinned
    from .vault.access import Access

    public = pinned(config_file)
    check_ordinary(file, shown)
    if not file.exists():
        return Access.new(public)
    grants = load_access(file, shown)
    grants.follow(public)
    return grants


def given(file: Path, shown: str, person: str, otherwise: str) -> Access:
    """The grants of a set, in which this person has one; raises AlsError where not, with a near match or `otherwise` as what to do."""
    grants = load_access(file, shown) if file.exists() else None
    if grants is None or person not in grants.people:
        near = difflib.get_close_matches(person, grants.people if grants else (), 1)
        remedy = _("did you mean {near}?").format(near=near[0]) if near else otherwise
        raise AlsError(shown, _("{person} has no passphrase").format(person=person), remedy)
    return grants


def grant(grants: Access, shown: str, person: Person, today: dt.date, otherwise: str) -> str:
    """A passphrase for who has none yet; raises AlsError for who has, with `otherwise` as what to do."""
    refuse_second(grants, shown, person, otherwise)
    return grants.grant(person.id, today)


def reset(grants: Access, shown: str, person: Person, today: dt.date, otherwise: str) -> str:
    """A new passphrase for who has one; raises AlsError for who has not, with `otherwise` as what to do."""
    if person.id not in grants.people:
        raise AlsError(shown, _("{person} has no passphrase").format(person=person.id), otherwise)
    return grants.reset(person.id, today)


def admit(grants: Access, shown: str, person: Person, code: JoinCode, today: dt.date, *, replace: bool, otherwise: str) -> None:
    """Let in who made their own passphrase; raises AlsError for who has one already, unless it is to `replace` that one."""
    if not replace:
        refuse_second(grants, shown, person, otherwise)
    grants.admit(person.id, code, today, replace=replace)


def refuse_second(grants: Access, shown: str, person: Person, otherwise: str) -> None:
    """Raise AlsError for who has a passphrase, with `otherwise` as what to do."""
    if person.id in grants.people:
        raise AlsError(shown, _("{name} has a passphrase already").format(name=person.name), otherwise)
