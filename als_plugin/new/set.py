"""A new set: its `set.yml`, about a dozen lines to change."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import AlsError
from ..records.load import SET_ID
from ..records.unwritable import writable
from ..words import _
from .template import render
from .write import write_new

__all__ = ["NewPerson", "begin_set", "new_set"]


@dataclass(frozen=True)
class NewPerson:
    """A person as a new set.yml writes them down."""

    id: str
    name: str


FACILITATOR = "Fay Example"
MEMBERS = ("Alex Example", "Bo Example", "Cam Example", "Dee Example")


def begin_set(
    root: Path, set_id: str, *, taken: Collection[str], today: dt.date, name: str | None = None, facilitator: str | None = None,
    members: Sequence[str] = (), self_facilitated: bool = False, meetings: Sequence[dt.date] = (), schema: str | None = None,
) -> str:
    """Write the set.yml of a new set into the organisation's folder `root`; returns its path as people know it.

    `taken` are names that no set may have; the rest as `new_set` takes it. Raises AlsError as that does, for an id that is none, and
    where there is a file.
    """
    if not SET_ID.fullmatch(set_id):
        raise AlsError(set_id, _("is no id for a set"), _("use small letters a to z, digits and hyphens, 41 of them at most: harbour"))
    if set_id in taken:
        raise AlsError(set_id, _("is a name that the public site uses itself"), _("choose another id"))
    text = new_set(
        set_id, today=today, name=name, facilitator=facilitator, members=members, self_facilitated=self_facilitated, meetings=meetings,
        schema=schema,
    )
    shown = f"sets/{set_id}/set.yml"
    write_new(root / shown, text, shown=shown)
    return shown


def new_set(
    set_id: str, *, today: dt.date, name: str | None = None, facilitator: str | None = None, members: Sequence[str] = (),
    self_facilitated: bool = False, meetings: Sequence[dt.date] = (), schema: str | None = None,
) -> str:
    """The text of a new set.yml.

    Without names of people it has made-up ones to be replaced. `schema` is the path of the set's schema as seen from
    the file, for editors. Raises AlsError for a single member.
    """
    if len(members) == 1:
        raise AlsError("--member", _("a set has two members or more"), _("name each of them, or nobody to fill them in later"))
    people = _people([*([] if self_facilitated else [facilitator or FACILITATOR]), *(members or MEMBERS)])
    return render(
        "set.yml", name=_line(name or set_id.replace("-", " ").capitalize()), schema=schema,
        facilitator=None if self_facilitated else people[0], members=people if self_facilitated else people[1:],
        meetings=sorted(set(meetings)), example_day=today + dt.timedelta(days=14),
    )


def _people(names: Sequence[str]) -> list[NewPerson]:
    """People with ids made of their first names, told apart by the rest of the name or a number."""
    people: list[NewPerson] = []
    for name in names:
        name = _line(name)
        if not name:
            raise AlsError("--member", _("a name is empty"), _("give the name of a person"))
        taken = {person.id for person in people}
        words = _id(name).split("-")
        id_ = words[0] if words[0] not in taken else "-".join(words)
        number = 2
        while id_ in taken:
            id_, number = f"{'-'.join(words)}-{number}", number + 1
        people.append(NewPerson(id_, name))
    return people


def _line(text: str) -> str:
    return " ".join(writable(text).split())


def _id(name: str) -> str:
    """A name as an id: plain letters, digits and hyphens, beginning with a letter."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:60].strip("-")
    return plain if plain[:1].isalpha() else f"person-{plain}".strip("-")
