"""`als record add`: a session's file brought in, as a draft, and nothing written over that was not named."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..errors import AlsError
from ..words import _
from .organisation import config_file_option, find
from .output import say

__all__ = ["add"]


@click.command(
    short_help=_("Bring in a session's file, as a draft."),
    help=_(
        "Bring in a session's file that was saved elsewhere, by the run-sheet say; - reads it from standard input. It becomes a "
        "draft, and nothing that is there is overwritten: a second session on a day gets a letter after its date. Where there is "
        "a draft of that day, as als new session makes it, say whether the file takes its place or is a second session.\n\n"
        "\b\nExample:\n  als record add harbour ~/Downloads/2026-01-14.yml\n  als record add harbour ~/Downloads/2026-01-14.yml --replace"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("file", metavar="FILE")
@click.option("--replace", is_flag=True, help=_("Put it in the place of the draft of that day. What stood there can be taken back with Undo in als desk."))
@click.option("--beside", is_flag=True, help=_("Keep the draft of that day; this is a second session."))
@config_file_option
def add(set_id: str, file: str, replace: bool, beside: bool, config_file: str | None) -> None:
    from ..desk.organisation import Desk
    from ..desk.undo import keep
    from ..office.bring import planned_session, write

    if replace and beside:
        raise AlsError("--replace", _("does not go with --beside"), _("leave one of them away"))
    organisation = find(config_file)
    folder = organisation.set_folder(set_id)
    draft = planned_session(folder, _read(file), file, replace=replace, beside=beside)
    (path, before), *_ids = draft.before.items()
    if before is not None:
        keep(Desk(organisation.config_file), set_id, path.stem, before)
    write(draft)
    for line in draft.told:
        say(line)
    words = _("Written, as a draft, in the place of what stood there: {path}") if before is not None else _("Written, as a draft: {path}")
    say(words.format(path=draft.shown[path]))
    say(_("When it is as it should be: als record publish {set} {session}").format(set=set_id, session=path.stem))


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise AlsError(file, _("cannot be read ({reason})").format(reason=error.strerror), _("give the path of a session's file")) from None
