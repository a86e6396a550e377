"""`als show`: a turn as its presenter reads it, before they agree the record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from ..errors import AlsError
from ..words import _, ngettext
from .listening import warnings_of
from .organisation import config_file_option, find
from .output import json_option, say, say_json
from .sessions import named_session

if TYPE_CHECKING:
    from ..records import SetRecord

__all__ = ["show"]


@click.command(
    short_help=_("Print a turn as its presenter would read it."),
    help=_(
        "Print the record of a session's turns, or of one person's, as the presenter would read it once they agreed: to show on "
        "a screen, read out, or send to them alone. It holds no notes of the facilitator's, nobody else's turn where a person is "
        "named, and names of those who suggested only where the agreement lets them be published.\n\n"
        "\b\nExample:\n  als show harbour 2026-01-14 amara"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("session", metavar="SESSION")
@click.argument("person", metavar="[PERSON]", required=False)
@json_option
@config_file_option
def show(set_id: str, session: str, person: str | None, as_json: bool, config_file: str | None) -> None:
    from ..records import load_set
    from ..records.turn_text import turn_text

    organisation = find(config_file)
    folder = organisation.set_folder(set_id)
    with warnings_of("als"):
        record = load_set(folder, shown=organisation.shown(folder), expired="warn")
    stem = named_session(record.sessions, session, set_id)
    turns = record.sessions[stem].turns
    places = [place for place, turn in enumerate(turns) if person in (None, turn.presenter)]
    if not places:
        ids = ", ".join(dict.fromkeys(turn.presenter for turn in turns))
        problem = _("{person} has no turn in it").format(person=person) if person else _("no turn is written in it")
        remedy = _("the presenters are: {ids}").format(ids=ids) if ids else _("write its turns first")
        raise AlsError(f"sets/{set_id}/sessions/{stem}.yml", problem, remedy)
    told = [json.loads(turn_text(record, stem, place)) for place in places]
    if as_json:
        agreed = [turns[place].agreed_on for place in places]
        say_json([{**each, "agreed_on": day and day.isoformat()} for each, day in zip(told, agreed, strict=True)])
        return
    for number, each in enumerate(told):
        if number:
            say()
        for line in _lines(record, each):
            say(line)
    for place in places:
        if turns[place].agreed_on is None:
            say()
            say(_("Not agreed yet. When they agree: als record agree {set} {session} {person}").format(
                set=set_id, session=stem, person=turns[place].presenter))
            break


def _lines(record: SetRecord, turn: dict[str, Any]) -> Iterable[str]:
    """A turn as plain Markdown, a line each."""
    names = {each.id: each.name for each in (*record.file.facilitator, *record.file.members)}
    yield f"# {turn.get('headline') or _('A topic')}"
    yield ""
    told = _("{set}, session {session}; the topic of {name}")
    yield told.format(set=record.file.name, session=turn["session"], name=names.get(turn["presenter"], turn["presenter"]))
    if minutes := turn.get("minutes_used") or turn.get("minutes"):
        yield ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    yield from _part(_("The situation"), turn.get("scenario"))
    yield from _part(_("What was asked of the group"), turn.get("question"))
    yield from _listed(_("Questions"), turn.get("questions"), names)
    yield from _part(_("What the question became"), turn.get("question_became"))
    yield from _listed(_("Suggestions"), turn.get("suggestions"), names)
    yield from _part(_("What {name} answered").format(name=names.get(turn["presenter"], "")), turn.get("response"))
    if actions := turn.get("actions"):
        yield from ("", f"## {_('Actions')}", "")
        for action in actions:
            yield from _item(action["do"])
            for words in _about(action, names, turn["presenter"]):
                yield f"  {words}"


def _part(heading: str, text: str | None) -> Iterable[str]:
    if text:
        yield from ("", f"## {heading}", "", *text.rstrip("\n").split("\n"))


def _listed(heading: str, said: list[dict[str, Any]] | None, names: dict[str, str]) -> Iterable[str]:
    if not said:
        return
    yield from ("", f"## {heading}", "")
    for each in said:
        yield from _item(each["text"])
        if by := each.get("by"):
            yield f"  ({names.get(by, by)})"
        if each.get("taken"):
            yield "  " + _("(taken home)")


def _item(text: str) -> Iterable[str]:
    first, *rest = text.rstrip("\n").split("\n")
    yield f"- {first}"
    yield from (f"  {line}" if line else "" for line in rest)


def _about(action: dict[str, Any], names: dict[str, str], presenter: str) -> Iterable[str]:
    """Who, with whom, by when, what for."""
    if (owner := action.get("owner")) and owner != presenter:
        yield _("to be done by {name}").format(name=names.get(owner, owner))
    if helpers := action.get("with"):
        yield _("with {names}").format(names=", ".join(names.get(each, each) for each in helpers))
    if due := action.get("due"):
        yield _("by {date}").format(date=due)
    if wanted := action.get("outcome_wanted"):
        yield _("Hoped for: {words}").format(words=" ".join(wanted.split()))
