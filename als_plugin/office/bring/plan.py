"""From a file's bytes to a draft: which tables it holds, what each is about, and what each row becomes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ...errors import AlsError
from ...records import SetRecord
from ...words import _
from ..reading import Sheet, read_sheets
from .actions import actions_of
from .attendance import attendance_of
from .draft import Draft, Entry, Left, drafted
from .found import Found, Set
from .kinds import Table, Wish, table_in
from .members import members_of
from .names import Names
from .sessions import sessions_of

__all__ = ["planned"]

_KINDS = {"actions": actions_of, "sessions": sessions_of, "attendance": attendance_of, "members": members_of}


def planned(record: SetRecord, folder: Path, data: bytes, name: str, *, today: dt.date, wish: Wish | None = None) -> Draft:
    """The draft of what an Excel or CSV file would bring into the set in `folder`. `name` is what its user calls the file.

    Raises AlsError where it cannot be read, or no table in it is recognised; nothing is written here.
    """
    wish = wish or Wish()
    names = Names(record.file.people)
    sheets = read_sheets(data, name)
    tables, told = _tables(sheets, names, record.file.language, wish, name)
    known = Set(record, names, today, wish)
    entries: list[Entry] = []
    left: list[Left] = []
    there: list[Left] = []
    for table in sorted(tables, key=lambda each: ("members", "sessions", "attendance", "actions").index(each.kind)):
        found: Found = _KINDS[table.kind](table, known)
        entries += found.entries
        left += found.left
        there += found.there
        told += [_headed(table), *found.notes]
    return drafted(folder, f"sets/{record.id}", entries, left=left, there=there, told=told, tables=tables, sheets=[each.name for each in sheets])


def _tables(sheets: tuple[Sheet, ...], names: Names, language: str, wish: Wish, name: str) -> tuple[list[Table], list[str]]:
    chosen = [each for each in sheets if wish.sheet in (None, each.name)]
    if not chosen:
        known = ", ".join(each.name for each in sheets) or _("none")
        raise AlsError(name, _('no visible sheet is called "{name}"').format(name=wish.sheet), _("the sheets are: {names}").format(names=known))
    read = [(each, table_in(each, names, language, wish, shown=name)) for each in chosen]
    tables = [table for _sheet, table in read if table]
    if not tables:
        raise AlsError(
            name, _("no row of headings is recognised in it"),
            _("put headings such as Action, Owner, Due, Session above the columns, or name them: --column do=\"What\" --column owner=\"Who\""),
        )
    passed = [_('Sheet "{name}": no row of headings is recognised, so nothing of it is taken.').format(name=sheet.name) for sheet, table in read if not table and sheet.rows]
    return tables, passed


def _headed(table: Table) -> str:
    kinds = {"actions": _("actions"), "sessions": _("sessions"), "attendance": _("attendance"), "members": _("members")}
    line = _("{place} has the headings; read as {kind}").format(place=table.sheet.place(table.row), kind=kinds[table.kind])
    if table.kind != "attendance":
        line += ": " + ", ".join(f"{name} = {heading}" for name, heading in table.headings.items())
    if table.unused:
        line += ". " + _("Not used: {names}").format(names=", ".join(table.unused))
    return line
