"""`als export`: a set's handbook as plain pages, or its records as a file for another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import AlsError
from ..words import _, ngettext
from .listening import warnings_of
from .organisation import Organisation, config_file_option, find
from .output import say
from .sessions import named_session

if TYPE_CHECKING:
    from ..records import SetRecord, View

__all__ = ["export"]


@click.command(
    short_help=_("Write a set's handbook as plain pages, or its records for Word, Excel, a calendar."),
    help=_(
        "Write a set's handbook as Markdown pages with a navigation, for MkDocs or Zensical to build (--to mkdocs): records, the set's "
        "own pages, and the guidance with the set's facts in it. Nothing in them needs this program.\n\n"
        "Or write one file: minutes for Word (--to docx), a table for Excel (--to csv, see --table), the coming dates for a calendar "
        "(--to ics), or the records themselves, drafts and notes too, which als import reads again (--to json).\n\n"
        "WHAT IS WRITTEN IS READABLE, not locked: only you can enter the folder or read the file PATH, and what happens to it then is up "
        "to you. It is never written into what is published, and into the organisation's folder or a Git repository only with "
        "--anyway.\n\n"
        "\b\nExample:\n  als export harbour ~/harbour-pages\n  als export harbour --to docx ~/minutes.docx --session 2026-01-14\n"
        "  als export harbour --to csv --table attendance ~/attendance.csv\n  als export harbour --to json ~/harbour.json"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("path", metavar="PATH")
@click.option(
    "--to", type=click.Choice(["mkdocs", "docx", "csv", "ics", "json"]), default="mkdocs", show_default=True, help=_("The form of what is written.")
)
@click.option(
    "--view", type=click.Choice(["members", "facilitator"]),
    help=_("Whose pages: what all members may read (default), or all that the facilitator sees, drafts and notes included."),
)
@click.option("--session", metavar="SESSION", help=_("This session alone (docx, csv, json)."))
@click.option("--person", metavar="PERSON", help=_("What concerns this person alone (docx, csv, json)."))
@click.option(
    "--table", type=click.Choice(["actions", "sessions", "attendance", "members"]), help=_("Which table (csv). Default: actions.")
)
@click.option("--anyway", is_flag=True, help=_("Write into the organisation's folder or a Git repository all the same."))
@config_file_option
def export(
    set_id: str, path: str, to: str, view: str | None, session: str | None, person: str | None, table: str | None, anyway: bool,
    config_file: str | None,
) -> None:
    from ..records import View, load_set

    organisation = find(config_file)
    records = organisation.set_folder(set_id)
    place = Path(path).expanduser().resolve()
    _agree(to, session=session, person=person, table=table)
    _refuse(place, organisation, folder=to == "mkdocs", anyway=anyway)
    with warnings_of("als"):
        record = load_set(records, shown=organisation.shown(records), expired="warn")
    if view == "facilitator" and not record.file.facilitator:
        raise AlsError("--view facilitator", _("this set has no facilitator"), _("leave --view away"))
    whose = View("facilitator" if view == "facilitator" else "members") if view else None
    if to == "mkdocs":
        _pages(organisation, record, records, whose or View("members"), place)
    else:
        _file(record, to, whose, named_session(record.sessions, session, set_id) if session else None, person, table or "actions", place)


def _agree(to: str, *, session: str | None, person: str | None, table: str | None) -> None:
    """Refuse options that mean nothing for this form."""
    for name, given, forms in (("--session", session, ("docx", "csv", "json")), ("--person", person, ("docx", "csv", "json")), ("--table", table, ("csv",))):
        if given is not None and to not in forms:
            raise AlsError(name, _("means nothing for --to {form}").format(form=to), _("leave it away, or say --to {form}").format(form=forms[0]))


def _refuse(place: Path, organisation: Organisation, *, folder: bool, anyway: bool) -> None:
    from ..site.export.place import refuse_file, refuse_place

    refuse = refuse_place if folder else refuse_file
    refuse(place, organisation.root, organisation.config_file, anyway=anyway)


def _pages(organisation: Organisation, record: SetRecord, records: Path, view: View, place: Path) -> None:
    from ..records import today_in
    from ..site.export.handbook import export as write
    from ..site.sets.edition import edition

    made = edition(record, view, records, today_in(record.file.timezone), "/")
    pages = write(organisation.config_file, made, place)
    say(_("{pages} in {path}: READABLE, not locked. Only you can enter this folder; delete it when you are done.").format(
        pages=ngettext("{n} page", "{n} pages", pages).format(n=pages), path=place))
    say(_("To read them: go there, and run mkdocs serve"))


def _file(record: SetRecord, to: str, view: View | None, session: str | None, person: str | None, table: str, place: Path) -> None:
    from ..files import write_whole
    from ..office import Part, taken_out
    from ..records import today_in

    data = taken_out(record, to, today=today_in(record.file.timezone), view=view, part=Part(session, person), table=table)
    try:
        write_whole(place, data, private=True)
    except OSError as error:
        raise AlsError(str(place), _("cannot be written: {error}").format(error=error.strerror), _("name another place")) from None
    if to == "ics":
        say(_("Written: {path}. It says when and where, and nothing of people or topics.").format(path=place))
    else:
        say(_("Written: {path}: READABLE, not locked. Only you can read this file; delete it when you are done.").format(path=place))
