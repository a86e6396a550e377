"""`als export`: a set's handbook as plain pages, for another tool or for another keeper."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import AlsError
from ..words import _, ngettext
from .listening import warnings_of
from .organisation import config_file_option, find
from .output import say

__all__ = ["export"]


@click.command(
    short_help=_("Write a set's handbook as plain Markdown pages."),
    help=_(
        "Write a set's handbook as Markdown pages with a navigation, for MkDocs or Zensical to build: records, the set's own pages, "
        "and the guidance with the set's facts in it. Nothing in them needs this program.\n\n"
        "WHAT IS WRITTEN IS READABLE, not locked: only you can enter the folder DIR, and what happens to it then is up to you. It is "
        "never written into what is published, and into the organisation's folder or a Git repository only with --anyway.\n\n"
        "\b\nExample:\n  als export harbour --to mkdocs ~/harbour-pages\n  als export harbour --to mkdocs --view facilitator ~/harbour-all"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("folder", metavar="DIR")
@click.option("--to", type=click.Choice(["mkdocs"]), default="mkdocs", show_default=True, help=_("The form of the pages."))
@click.option(
    "--view", type=click.Choice(["members", "facilitator"]), default="members", show_default=True,
    help=_("Whose pages: what all members may read, or all that the facilitator sees, drafts and notes included."),
)
@click.option("--anyway", is_flag=True, help=_("Write into the organisation's folder or a Git repository all the same."))
@config_file_option
def export(set_id: str, folder: str, to: str, view: str, anyway: bool, config_file: str | None) -> None:
    from ..records import View, load_set, today_in
    from ..site.export.handbook import export as write
    from ..site.export.handbook import refuse_place
    from ..site.sets.edition import edition

    organisation = find(config_file)
    records = organisation.set_folder(set_id)
    place = Path(folder).expanduser().resolve()
    refuse_place(place, organisation.root, organisation.config_file, anyway=anyway)
    with warnings_of("als"):
        record = load_set(records, shown=organisation.shown(records), expired="warn")
    if view == "facilitator" and not record.file.facilitator:
        raise AlsError("--view facilitator", _("this set has no facilitator"), _("leave --view away"))
    audience = "facilitator" if view == "facilitator" else "members"
    made = edition(record, View(audience), records, today_in(record.file.timezone), "/")
    pages = write(organisation.config_file, made, place)
    say(_("{pages} in {path}: READABLE, not locked. Only you can enter this folder; delete it when you are done.").format(
        pages=ngettext("{n} page", "{n} pages", pages).format(n=pages), path=place))
    say(_("To read them: go there, and run mkdocs serve"))
