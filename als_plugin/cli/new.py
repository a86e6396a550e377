"""`als new`: files to fill in, with what is known already in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from ..errors import AlsError
from ..words import _, ngettext
from .listening import warnings_of
from .organisation import Organisation, config_file_option, find
from .output import say, warn

__all__ = ["new"]

if TYPE_CHECKING:
    _Type = click.ParamType[dt.date]
else:
    _Type = click.ParamType  # which takes no type in older versions


class Day(_Type):
    """An ISO date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            if len(value) != 10:
                raise ValueError(value)
            return dt.date.fromisoformat(value)
        except ValueError:
            raise AlsError(value, _("is no date"), _("write it as year-month-day, for example 2026-01-14")) from None


@click.group(
    short_help=_("Make the files of a new set or a new session."),
    help=_(
        "Make the files of a new set or a new session, to be filled in.\n\n"
        "\b\nExample:\n  als new set harbour\n  als new session harbour"
    ),
)
def new() -> None:
    """Only its two commands do anything."""


@new.command(
    "set",
    short_help=_("A set's file: who they are and what they agreed."),
    help=_(
        "Make sets/ID/set.yml: who the set is and what it agreed, with made-up people unless you name them.\n\n"
        "The ID becomes part of the site's public address, so let it not identify people. Small letters, digits, hyphens.\n\n"
        "\b\nExample:\n"
        "  als new set harbour\n"
        "  als new set harbour --facilitator 'Robin Hale' --member 'Amara Obi' --member 'Ben Wray'"
    ),
)
@click.argument("set_id", metavar="ID")
@click.option("--name", metavar="NAME", help=_("What the handbook calls the set. Default: made of the ID."))
@click.option("--facilitator", metavar="NAME", help=_("The facilitator's name."))
@click.option("--self-facilitated", is_flag=True, help=_("The set has no facilitator of its own."))
@click.option("--member", "members", metavar="NAME", multiple=True, help=_("A member's name; give it once for each."))
@click.option(
    "--meeting", "meetings", metavar="DATE", type=Day(), multiple=True,
    help=_("A day on which the set meets; give it once for each."),
)
@config_file_option
def new_set(
    set_id: str, name: str | None, facilitator: str | None, self_facilitated: bool, members: tuple[str, ...],
    meetings: tuple[dt.date, ...], config_file: str | None,
) -> None:
    from ..new.set import begin_set

    organisation = find(config_file)
    if facilitator and self_facilitated:
        raise AlsError("--facilitator", _("does not go with --self-facilitated"), _("leave one of them away"))
    shown = begin_set(
        organisation.root, set_id, taken=organisation.taken_names, today=dt.date.today(), name=name, facilitator=facilitator,
        members=members, self_facilitated=self_facilitated, meetings=meetings, schema=_schema(organisation, "set"),
    )
    say(_("Written: {path}").format(path=shown))
    say(_("Put your own people and ground rules into it, then: als new session {set}").format(set=set_id))


@new.command(
    "session",
    short_help=_("A session's file: who is expected, what they report on."),
    help=_(
        "Make sets/SET/sessions/DATE.yml, a draft with everyone who is expected and the open actions to report on.\n\n"
        "Without a DATE it is for the set's next meeting, or for today where there is none. Nothing is ever written over: "
        "a second session on a day gets -b after its date.\n\n"
        "\b\nExample:\n  als new session harbour\n  als new session harbour 2026-01-14"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("date", metavar="[DATE]", type=Day(), required=False)
@config_file_option
def new_session(set_id: str, date: dt.date | None, config_file: str | None) -> None:
    from ..new.begin import begin_session
    from ..records import load_sound

    organisation = find(config_file)
    folder = organisation.set_folder(set_id)
    with warnings_of("als") as warnings:
        record, aside = load_sound(folder, shown=organisation.shown(folder))
    made, counted = begin_session(folder, organisation.shown(folder), record, date, schema=_schema(organisation, "session"), aside=aside)
    shown = f"sets/{set_id}/sessions/{made.stem}.yml"
    for stem in sorted(aside):
        problem = _("has mistakes, so the new file knows nothing of what it says about actions and topics")
        remedy = _("als check {set} names them; put them right, and look over the new file").format(set=set_id)
        warnings.append(str(AlsError(f"sets/{set_id}/sessions/{stem}.yml", problem, remedy)))
    if made.cancelled:
        problem = _("the meeting of this day is cancelled ({why})").format(why=made.cancelled)
        warnings.append(str(AlsError(f"sets/{set_id}/set.yml", problem, _("take cancelled: out if it is held after all, or delete the new file"))))
    warn(warnings)
    if counted:
        wrote = ngettext("An id was written at {n} action, so that a report-back stays with it.",
                         "Ids were written at {n} actions, so that report-backs stay with them.", counted)
        say(wrote.format(n=counted))
    if made.first is not None:
        say(_("There is a session on that day already ({first}), so this is a second one.").format(first=made.first))
    say(_("Written: {path}").format(path=shown))
    if made.reports:
        listed = ngettext("It lists {n} open action to report on.", "It lists {n} open actions to report on.", made.reports)
        say(listed.format(n=made.reports))
    say(_("When it is filled in: als check {set}").format(set=set_id))


def _schema(organisation: Organisation, name: str) -> str | None:
    """The schema's path as seen from the new file, where `als schema` has written it."""
    if not (organisation.root / "schemas" / f"{name}.schema.json").is_file():
        return None
    return f"{'../..' if name == 'set' else '../../..'}/schemas/{name}.schema.json"
