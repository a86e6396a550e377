"""`als import`: tables and records from other programs, shown as a draft before anything is written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import AlsError
from ..words import _, ngettext
from .listening import warnings_of
from .organisation import config_file_option, find
from .output import json_option, say, say_json

if TYPE_CHECKING:
    from ..office.bring import Draft

__all__ = ["bring"]


@click.command(
    "import",
    short_help=_("Bring actions, sessions, attendance or members in from Excel, CSV or JSON."),
    help=_(
        "Bring in a table from Excel (.xlsx) or CSV: actions, sessions, attendance, or members. What it is about, and what its columns "
        "say, is guessed from the headings. First it is shown what would be written, as drafts, and which rows are not understood and "
        "why; nothing is written before you agree. What the records have already stays, and rows that are there already are passed "
        "over, so the same file can be brought in again.\n\n"
        "From what als export --to json wrote the same records come again, also as a new set.\n\n"
        "\b\nExample:\n  als import harbour actions.xlsx\n  als import harbour log.csv --column do=Commitment --column owner=Name\n"
        "  als import harbour harbour.json"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("file", metavar="FILE")
@click.option("--as", "kind", type=click.Choice(["actions", "sessions", "attendance", "members"]), help=_("What the table is about, where it is guessed wrong."))
@click.option("--column", "columns", metavar="FIELD=HEADING", multiple=True, help=_("Which column has a field, such as do=Commitment. Can be given more than once."))
@click.option("--sheet", metavar="NAME", help=_("This sheet alone."))
@click.option("--session", metavar="DATE", help=_("The session of actions that name none."))
@click.option(
    "--dates", "order", type=click.Choice(["day-first", "month-first"]), help=_("How 03/04/2026 is meant, where a column does not tell.")
)
@click.option("--yes", is_flag=True, help=_("Write without asking, what is understood."))
@json_option
@config_file_option
def bring(
    set_id: str, file: str, kind: str | None, columns: tuple[str, ...], sheet: str | None, session: str | None, order: str | None, yes: bool,
    as_json: bool, config_file: str | None,
) -> None:
    from ..office.bring import Wish, is_json, planned, planned_records, write
    from ..records import load_set, today_in

    organisation = find(config_file)
    wish = Wish(kind, sheet, _columns(columns), order and order.removesuffix("-first"), session)
    data, name = _read(file), Path(file).name
    if is_json(data, name) and set_id not in organisation.ids():
        draft = planned_records(None, organisation.sets / set_id, data, name, reserved=organisation.taken_names)
    else:
        folder = organisation.set_folder(set_id)
        with warnings_of("als"):
            record = load_set(folder, shown=organisation.shown(folder), expired="warn")
        draft = planned_records(record, folder, data, name) if is_json(data, name) else planned(
            record, folder, data, name, today=today_in(record.file.timezone), wish=wish)
    if not as_json:
        for line in _lines(draft):
            say(line)
    written = bool(draft.files) and (yes or (not as_json and click.confirm(_("Write this?"), default=False)))
    if written:
        write(draft)
    if as_json:
        say_json(_data(draft, written=written))
    elif written:
        files = ngettext("{n} file written.", "{n} files written.", len(draft.files)).format(n=len(draft.files))
        say(files + " " + _("Look at them, then: als check {set}").format(set=set_id))
    else:
        say(_("Nothing was written."))
    if not draft.rows and draft.left:
        raise click.exceptions.Exit(1)


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise AlsError(file, _("cannot be read ({reason})").format(reason=error.strerror), _("give the path of an Excel, CSV or JSON file")) from None


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for each in given:
        field, sign, heading = each.partition("=")
        if not (sign and field.strip() and heading.strip()):
            raise AlsError(f"--column {each}", _("is not of the form FIELD=HEADING"), _("write it such as --column do=Commitment"))
        found[field.strip()] = heading.strip()
    return found


def _lines(draft: Draft) -> list[str]:
    lines = [*draft.told]
    for file in dict.fromkeys(each.file for each in draft.rows):
        lines += ["", _("For {file}:").format(file=file)]
        lines += [f"  {each.place}: {each.words}" for each in draft.rows if each.file == file]
    for heading, several in ((_("There already:"), draft.there), (_("NOT understood, and left out:"), draft.left)):
        if several:
            lines += ["", heading, *(f"  {each.place}: {each.why}" for each in several)]
    number = ngettext("{n} row understood", "{n} rows understood", len(draft.rows)).format(n=len(draft.rows))
    left = ngettext("{n} left out", "{n} left out", len(draft.left)).format(n=len(draft.left))
    return [*lines, "", f"{number}, {left}."]


def _data(draft: Draft, *, written: bool) -> dict[str, Any]:
    return {
        "written": written, "files": sorted(draft.shown.values()), "told": list(draft.told),
        "rows": [{"place": each.place, "file": each.file, "words": each.words} for each in draft.rows],
        "there": [{"place": each.place, "why": each.why} for each in draft.there],
        "left": [{"place": each.place, "why": each.why} for each in draft.left],
    }
