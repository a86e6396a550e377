"""`als record`: a session brought in, agreed by a presenter, published. Every other byte of its file stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ..errors import AlsError
from ..words import _, ngettext
from .listening import warnings_of
from .organisation import Organisation, config_file_option, find
from .output import say, warn
from .record_add import add
from .sessions import named_session

if TYPE_CHECKING:
    from ..records import SetRecord
    from ..records.splice import Change

__all__ = ["record"]

DATE = click.DateTime(["%Y-%m-%d"])


@click.group(
    short_help=_("Bring a session in, note an agreement, publish it."),
    help=_(
        "What happens to a session's file after the meeting. Only the line in question is changed, and only where the records "
        "are whole afterwards; else nothing is written.\n\n"
        "\b\nExample:\n  als record add harbour 2026-01-14.yml\n  als record agree harbour 2026-01-14 amara\n"
        "  als record publish harbour 2026-01-14"
    ),
)
def record() -> None:
    """Only its commands do anything."""


@record.command(
    short_help=_("Note that a presenter agreed the record of their turn."),
    help=_(
        "Note that a person read the record of their turn in a session and agreed to it, today or on the day that --on names. "
        "What they agree to, als show prints.\n\n"
        "\b\nExample:\n  als record agree harbour 2026-01-14 amara\n  als record agree harbour 2026-01-14 amara --on 2026-01-20"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("session", metavar="SESSION")
@click.argument("person", metavar="PERSON")
@click.option("--on", type=DATE, metavar="DATE", help=_("The day on which they agreed, such as 2026-01-20. Default: today."))
@config_file_option
def agree(set_id: str, session: str, person: str, on: dt.datetime | None, config_file: str | None) -> None:
    from ..records import today_in
    from ..records.splice import Put

    organisation = find(config_file)
    known, stem = _session(organisation, set_id, session)
    turns = known.sessions[stem].turns
    mine = [place for place, turn in enumerate(turns) if turn.presenter == person]
    open_ = [place for place in mine if turns[place].agreed_on is None]
    shown = f"sets/{set_id}/sessions/{stem}.yml"
    if not mine:
        ids = ", ".join(dict.fromkeys(turn.presenter for turn in turns))
        remedy = _("the presenters are: {ids}").format(ids=ids) if ids else _("nobody presented in this session")
        raise AlsError(shown, _("{person} has no turn in it").format(person=person), remedy)
    if not open_:
        day = turns[mine[-1]].agreed_on
        raise AlsError(
            shown, _("{person} agreed the record of their turn on {date}").format(person=person, date=day),
            _("nothing was written; where the record changed since, take agreed_on out first"),
        )
    day = on.date() if on else today_in(known.file.timezone)
    if day > today_in(known.file.timezone):
        raise AlsError("--on", _("{date} has not come yet").format(date=day), _("give the day on which they agreed"))
    _change(organisation, set_id, stem, [Put(("turns", place, "agreed_on"), day) for place in open_])
    words = ngettext("{person} agreed the record of their turn: written to {path}",
                     "{person} agreed the records of their {n} turns: written to {path}", len(open_))
    say(words.format(person=person, n=len(open_), path=shown))
    if known.sessions[stem].status == "published":
        say(_("Next: als build {set}").format(set=set_id))


@record.command(
    short_help=_("Make a draft a session that members can read."),
    help=_(
        "Make a draft a session that members can read, from the next build on. It has to be whole for that: what is missing is "
        "listed, and then nothing is written. Turns that their presenters have not agreed yet are named; members read only "
        "that there was such a turn.\n\n"
        "\b\nExample:\n  als record publish harbour 2026-01-14"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("session", metavar="SESSION")
@config_file_option
def publish(set_id: str, session: str, config_file: str | None) -> None:
    from ..records.splice import Put

    organisation = find(config_file)
    known, stem = _session(organisation, set_id, session)
    shown = f"sets/{set_id}/sessions/{stem}.yml"
    status = known.sessions[stem].status
    if status != "draft":
        raise AlsError(shown, _("is no draft: its status is {status}").format(status=status), _("nothing was written"))
    warn(_change(organisation, set_id, stem, [Put(("status",), "published")]))
    say(_("Published, for whoever reads the next build: {path}").format(path=shown))
    say(_("Next: als build {set}").format(set=set_id))


def _session(organisation: Organisation, set_id: str, session: str) -> tuple[SetRecord, str]:
    """The set's record, and the stem of the session that was asked for."""
    from ..records import load_set

    folder = organisation.set_folder(set_id)
    named_session([path.stem for path in (folder / "sessions").glob("*.yml")], session, set_id)
    with warnings_of("als"):
        known = load_set(folder, shown=organisation.shown(folder), expired="warn")
    return known, named_session(known.sessions, session, set_id)


def _change(organisation: Organisation, set_id: str, stem: str, changes: Sequence[Change]) -> list[str]:
    """Change a session's file, unless the records would not be whole then; gives what als check would warn of in this file."""
    from ..files import write_whole
    from ..records import load_set
    from ..records.splice import splice

    folder = organisation.set_folder(set_id)
    path = folder / "sessions" / f"{stem}.yml"
    before = path.read_bytes()
    after = splice(before, changes, shown=organisation.shown(path))
    with warnings_of("als") as warnings:
        load_set(folder, shown=organisation.shown(folder), expired="warn", instead={stem: after})
    write_whole(path, after.decode("utf-8"))
    return [line for line in warnings if f"{stem}.yml" in line]


record.add_command(add)
