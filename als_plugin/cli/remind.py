"""`als remind`: an e-mail a person about the next session, to send from one's own mail program."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import AlsError
from ..words import _, ngettext
from .listening import warnings_of
from .organisation import config_file_option, find
from .output import say

if TYPE_CHECKING:
    from ..site.sets.reminders import Reminder

__all__ = ["remind"]


@click.command(
    short_help=_("Write reminders of the next session, an e-mail a person."),
    help=_(
        "Write one e-mail (.eml) for each person who is expected at a set's next session: when and where, how many actions they are to "
        "report on, and the handbook's address. No topic and no action stands in it. Open them in your mail program, and send them "
        "from there; nothing is sent by this command.\n\n"
        "They lie in a private folder that only you can enter, in memory where the machine has it, until you have sent them and press "
        "Enter; then they are gone. The set's address comes from site_url in mkdocs.yml.\n\n"
        "\b\nExample:\n  als remind harbour\n  als remind harbour --to ~/reminders"
    ),
)
@click.argument("set_id", metavar="SET")
@click.option("--to", "folder", metavar="DIR", help=_("Leave them in this new folder, outside of the organisation's, for you to delete."))
@config_file_option
def remind(set_id: str, folder: str | None, config_file: str | None) -> None:
    from ..records import load_set, today_in
    from ..site.export.place import refuse_place
    from ..site.mkdocs.run import settings
    from ..site.sets.reminders import reminders
    from ..site.workers.scratch import scratch

    organisation = find(config_file)
    records = organisation.set_folder(set_id)
    place = Path(folder).expanduser().resolve() if folder else None
    if place:
        refuse_place(place, organisation.root, organisation.config_file, anyway=False)
    site = settings(organisation.config_file).site_url
    if not site:
        raise AlsError(
            organisation.config_file.name, _("site_url is missing, so the handbook's address is not known"),
            _("write it in, such as site_url: https://sets.example.org/"),
        )
    with warnings_of("als"):
        record = load_set(records, shown=organisation.shown(records), expired="warn")
    meeting, made = reminders(record, today_in(record.file.timezone), f"{site.rstrip('/')}/{set_id}/")
    if meeting is None:
        raise AlsError(f"sets/{set_id}/set.yml", _("no meeting is to come"), _("add the next one under 'meetings'"))
    if place:
        _write(place, made)
        words = ngettext("{n} e-mail in {path}; delete it when it is sent.", "{n} e-mails in {path}; delete them when they are sent.", len(made))
        say(words.format(n=len(made), path=place))
        return
    with scratch() as private:
        place = private / "reminders"
        _write(place, made)
        say(ngettext("{n} e-mail, to be opened and sent from here: {path}", "{n} e-mails, to be opened and sent from here: {path}", len(made)).format(
            n=len(made), path=place.as_uri()))
        click.prompt(_("Press Enter when they are sent, and they are gone"), default="", show_default=False, prompt_suffix=" ")


def _write(folder: Path, made: tuple[Reminder, ...]) -> None:
    """The e-mails, in a folder that only this user can enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    for number, each in enumerate(made, 1):
        with open(os.open(folder / f"reminder-{number}.eml", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(each.data)
        say(f"reminder-{number}.eml: {each.name}")
