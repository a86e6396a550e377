"""Rows of people: who is not in set.yml yet becomes a member."""

from __future__ import annotations

import re

from ...records import Add
from ...words import _
from .draft import Entry, Left
from .found import Found, Set
from .kinds import Table
from .names import folded, id_for
from .unclear import Unclear, said

__all__ = ["members_of"]

_CONTACT = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def members_of(table: Table, known: Set) -> Found:
    """What the rows of a table of people become."""
    found = Found()
    dates = {name: known.dates(table.column(name)) for name in ("joined", "left")}
    people = known.record.file.people
    given: set[str] = set()
    for row in table.rows():
        place = table.sheet.place(row)
        try:
            name = " ".join(said(table.cell(row, "name")).split())
            if not name:
                raise Unclear(_("no name is written in it"))
            if known.names.knows(name) or said(table.cell(row, "id")) in people:
                found.there.append(Left(place, _("{name} is in the set already").format(name=name)))
                continue
            if folded(said(table.cell(row, "role"))).startswith("facilitat"):
                raise Unclear(_("{name} is a facilitator; write them into set.yml by hand").format(name=name))
            contact = said(table.cell(row, "contact")).removeprefix("mailto:")
            if contact and not _CONTACT.fullmatch(contact):
                raise Unclear(_('"{text}" is no e-mail address').format(text=contact))
            id_ = id_for(said(table.cell(row, "id")) or name, {*people, *given})
            member = {
                "id": id_, "name": name, "contact": contact, "joined": dates["joined"].read(table.cell(row, "joined")),
                "left": dates["left"].read(table.cell(row, "left")),
            }
            given.add(id_)
            words = f"{name} ({id_})"
            found.entries.append(Entry(place, words, ((None, Add(("members",), {key: value for key, value in member.items() if value})),)))
        except Unclear as unclear:
            found.left.append(Left(place, str(unclear)))
    return found
