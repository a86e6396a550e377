"""`als access`: who may open a set's site."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from .. import granting
from ..errors import AlsError
from ..words import _
from .access_slips import slips
from .access_tidy import tidy
from .grants import granted_in, load_access, set_file, to_give_out, today_of
from .organisation import config_file_option, find
from .output import json_option, say, say_json
from .pinned import pinned

if TYPE_CHECKING:
    from ..records import Person

__all__ = ["access"]


@click.group(
    short_help=_("Give, renew and take away passphrases."),
    help=_(
        "Give, renew and take away the passphrases that open a set's site. What changes here holds from the next build on.\n\n"
        "\b\nExample:\n  als access grant harbour amara\n  als access list harbour"
    ),
)
def access() -> None:
    """Only its commands do anything."""


def _arguments(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.argument("person", metavar="PERSON")(command)
    command = click.argument("set_id", metavar="SET")(command)
    return config_file_option(command)


@access.command(
    short_help=_("Let a person in: prints their passphrase, once."),
    help=_(
        "Let a person of the set in, or with --all everybody who has no passphrase yet. Each passphrase is printed once and stored "
        "nowhere. als access slips makes pages to print and hand over.\n\n"
        "\b\nExample:\n  als access grant harbour amara\n  als access grant harbour --all"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("person", metavar="[PERSON]", required=False)
@click.option("--all", "everybody", is_flag=True, help=_("Everybody who has no passphrase yet."))
@json_option
@config_file_option
def grant(set_id: str, person: str | None, everybody: bool, as_json: bool, config_file: str | None) -> None:
    from ..records import not_invited

    if (person is None) != everybody:
        raise AlsError(
            "als access grant", _("needs one person, or --all"), _("name them: als access grant {set} PERSON").format(set=set_id)
        )
    organisation = find(config_file)
    known = set_file(organisation, set_id)
    today = today_of(known)
    file = organisation.set_folder(set_id) / "access.json"
    if person is None:
        grants = to_give_out(organisation, file)
        passphrases = {each: grants.grant(each.id, today) for each in not_invited(known, grants.people, today)}
        if passphrases:
            grants.save(file)
        _hand_over_all(set_id, passphrases, as_json)
        return
    who = granting.entitled(known, set_id, person, today)
    grants = to_give_out(organisation, file)
    otherwise = _("where it is lost, give a new one with: als access reset {set} {person}").format(set=set_id, person=person)
    passphrase = granting.grant(grants, organisation.shown(file), who, today, otherwise)
    grants.save(file)
    _hand_over(who, passphrase, as_json)


@access.command(
    short_help=_("Give a person a new passphrase for a lost one."),
    help=_(
        "Give a person a new passphrase for one that was lost, or that somebody else may know. The old one opens nothing "
        "that is built from now on.\n\n"
        "\b\nExample:\n  als access reset harbour amara"
    ),
)
@_arguments
@json_option
def reset(set_id: str, person: str, as_json: bool, config_file: str | None) -> None:
    organisation = find(config_file)
    known = set_file(organisation, set_id)
    today = today_of(known)
    who = granting.entitled(known, set_id, person, today)
    file = organisation.set_folder(set_id) / "access.json"
    otherwise = _("give one with: als access grant {set} {person}").format(set=set_id, person=person)
    granted_in(organisation, file, person, otherwise)
    grants = to_give_out(organisation, file)
    passphrase = granting.reset(grants, organisation.shown(file), who, today, otherwise)
    grants.save(file)
    _hand_over(who, passphrase, as_json)


@access.command(
    short_help=_("Let a person in by the join code that they made themselves."),
    help=_(
        "Let a person in who made their own passphrase on the lock screen (\"I have been invited\") and sent you the join code. "
        "Nobody else learns that passphrase. CODE is the text that they sent, a whole e-mail if you like; - reads it from standard input. Eight digits are "
        "printed: the person sees the same ones, and you compare them by voice before you publish.\n\n"
        "\b\nExample:\n  als access admit harbour amara - < code.txt"
    ),
)
@_arguments
@click.argument("code", metavar="CODE", nargs=-1, required=True)
@click.option("--replace", is_flag=True, help=_("Replace the passphrase that the person has now."))
@json_option
def admit(set_id: str, person: str, code: tuple[str, ...], replace: bool, as_json: bool, config_file: str | None) -> None:
    from ..vault import JoinCode

    organisation = find(config_file)
    known = set_file(organisation, set_id)
    today = today_of(known)
    who = granting.entitled(known, set_id, person, today)
    file = organisation.set_folder(set_id) / "access.json"
    if not file.exists():
        raise AlsError(
            organisation.shown(file), _("there is nothing yet that this code could be for"),
            _("the first passphrase of a set is given with: als access grant {set} {person}").format(set=set_id, person=person),
        )
    grants = load_access(organisation, file)
    had_one, public = person in grants.people, pinned(organisation)
    otherwise = _("to put this code in its place, add --replace")
    if not replace:  # before anybody pastes a code
        granting.refuse_second(grants, organisation.shown(file), who, otherwise)
    text = sys.stdin.read() if code == ("-",) else " ".join(code)
    join = JoinCode.decode(text, _("join code"))
    granting.admit(grants, organisation.shown(file), who, join, today, replace=replace, otherwise=otherwise)
    fingerprint = join.fingerprint(public)
    grants.save(file)
    if as_json:
        say_json({"fingerprint": fingerprint, "replaced": had_one})
        return
    if had_one:
        say(_("{name} had a passphrase. From the next build on it opens nothing, and the one that they made does.").format(name=who.name))
    else:
        say(_("{name} is let in. Their passphrase works from the next build on.").format(name=who.name))
    say()
    say(f"    {fingerprint}")
    say()
    say(_(
        "Before you build, ask {name}, face to face or on the telephone, for the eight digits below their code. Where they differ, "
        "somebody exchanged the code: run als access remove {set} {person}, and publish nothing until you know why."
    ).format(name=who.name, set=set_id, person=person))


@access.command(
    short_help=_("Let a person in no longer."),
    help=_(
        "Let a person in no longer. Their passphrase opens nothing that is built from now on; what they have read stays read.\n\n"
        "\b\nExample:\n  als access remove harbour amara"
    ),
)
@_arguments
def remove(set_id: str, person: str, config_file: str | None) -> None:
    from ..desk.undo import forget

    organisation = find(config_file)
    # The records are not looked at: somebody whose name is no longer in them must be removable too.
    file = organisation.set_folder(set_id) / "access.json"
    grants = granted_in(organisation, file, person, _("nothing was changed; als access list {set} says who has one").format(set=set_id))
    # In UTC: without the records there is no set whose timezone it could be.
    grants.remove(person, dt.datetime.now(dt.UTC).date())
    grants.save(file)
    forget(organisation.root, set_id)
    say(_("{person} has no passphrase any more. Build and publish, so that the old one stops working: als build {set}").format(
        person=person, set=set_id))


@access.command(
    "list",
    short_help=_("Who has a passphrase."),
    help=_("Who has a passphrase, since when, and who of the set has none yet.\n\n\b\nExample:\n  als access list harbour"),
)
@click.argument("set_id", metavar="SET")
@json_option
@config_file_option
def list_(set_id: str, as_json: bool, config_file: str | None) -> None:
    from ..records import not_invited

    organisation = find(config_file)
    known = set_file(organisation, set_id)
    today = today_of(known)
    file = organisation.set_folder(set_id) / "access.json"
    granted = load_access(organisation, file).people if file.exists() else {}
    people, missing = granting.people_of(known), not_invited(known, granted, today)
    if as_json:
        entries = [{"person": id_, "granted": str(each.granted), "changed": str(each.changed)} for id_, each in granted.items()]
        say_json({"granted": entries, "without": [each.id for each in missing]})
        return
    for id_, entry in granted.items():
        say(_granted_line(id_, people.get(id_), entry.granted, entry.changed, today))
    for each in missing:
        say(_("{person}: no passphrase yet").format(person=each.id))


def _granted_line(id_: str, person: Person | None, granted: dt.date, changed: dt.date, today: dt.date) -> str:
    line = _("{person}: since {date}").format(person=id_, date=granted)
    if changed != granted:
        line += _(", a new passphrase on {date}").format(date=changed)
    if person is None:
        line += _("; is no longer in set.yml")
    elif person.left is not None and person.left < today:
        line += _("; left on {date}").format(date=person.left)
    return line


def _hand_over(person: Person, passphrase: str, as_json: bool) -> None:
    if as_json:
        say_json({"passphrase": passphrase})
        return
    say(_("The passphrase of {name}:").format(name=person.name))
    say()
    say(f"    {passphrase}")
    say()
    say(_(
        "It is shown this once and stored nowhere. Say it to them, or give it on paper or in a message that nobody else reads, "
        "apart from the site's address; and suggest a password manager. Spaces, hyphens and capitals do not matter."
    ))
    say(_("It works from the next build on."))


def _hand_over_all(set_id: str, passphrases: dict[Person, str], as_json: bool) -> None:
    if as_json:
        say_json({"passphrases": {each.id: passphrase for each, passphrase in passphrases.items()}})
        return
    if not passphrases:
        say(_("Everybody in {set} has a passphrase already.").format(set=set_id))
        return
    width = max(len(each.name) for each in passphrases)
    for each, passphrase in passphrases.items():
        say(f"    {each.name:<{width}}  {passphrase}")
    say()
    say(_(
        "They are shown this once and stored nowhere. Tell each person theirs alone, apart from the site's address; spaces, hyphens "
        "and capitals do not matter."
    ))
    say(_("They work from the next build on."))


access.add_command(slips)
access.add_command(tidy)
