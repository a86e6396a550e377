"""`als access`: who may open a set's site."""

from __future__ import annotations

import datetime as dt
import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import AlsError
from ..words import _
from .listening import warnings_of
from .organisation import Organisation, config_file_option, find
from .output import json_option, say, say_json
from .pinned import pinned

if TYPE_CHECKING:
    from ..records import Person, SetRecord
    from ..vault.access import Access

__all__ = ["access", "load_access"]


@click.group(
    short_help=_("Give, renew and take away passphrases."),
    help=_(
        "Give, renew and take away the passphrases that open a set's site. What changes here holds from the next build on.\n\n"
        "\b\nExample:\n  als access grant harbour amara\n  als access list harbour"
    ),
)
def access() -> None:
    """Only its commands do anything."""


def _arguments(command: click.decorators.FC) -> click.decorators.FC:
    command = click.argument("person", metavar="PERSON")(command)
    command = click.argument("set_id", metavar="SET")(command)
    return config_file_option(command)


@access.command(
    short_help=_("Let a person in: prints their passphrase, once."),
    help=_(
        "Let a person of the set in. Their passphrase is printed once and stored nowhere.\n\n"
        "\b\nExample:\n  als access grant harbour amara"
    ),
)
@_arguments
@json_option
def grant(set_id: str, person: str, as_json: bool, config_file: str | None) -> None:
    organisation = find(config_file)
    record = _record(organisation, set_id)
    who, today = _person(record, person), _today(record)
    _may_read(record, who, today)
    file = organisation.set_folder(set_id) / "access.json"
    grants = _to_give_out(organisation, file)
    if person in grants.people:
        raise AlsError(
            organisation.shown(file), _("{name} has a passphrase already").format(name=who.name),
            _("where it is lost, give a new one with: als access reset {set} {person}").format(set=set_id, person=person),
        )
    passphrase = grants.grant(person, today)
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
    record = _record(organisation, set_id)
    who, today = _person(record, person), _today(record)
    _may_read(record, who, today)
    file = organisation.set_folder(set_id) / "access.json"
    _granted(organisation, file, set_id, person)
    grants = _to_give_out(organisation, file)
    passphrase = grants.reset(person, today)
    grants.save(file)
    _hand_over(who, passphrase, as_json)


@access.command(
    short_help=_("Let a person in by the join code that they made themselves."),
    help=_(
        "Let a person in who made their own passphrase on the lock screen (\"I have been invited\") and sent you the join code. "
        "Nobody else learns that passphrase. CODE is the text that they sent; - reads it from standard input. Eight digits are "
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
    record = _record(organisation, set_id)
    who, today = _person(record, person), _today(record)
    _may_read(record, who, today)
    file = organisation.set_folder(set_id) / "access.json"
    if not file.exists():
        raise AlsError(
            organisation.shown(file), _("there is nothing yet that this code could be for"),
            _("the first passphrase of a set is given with: als access grant {set} {person}").format(set=set_id, person=person),
        )
    grants = load_access(organisation, file)
    text = sys.stdin.read() if code == ("-",) else "".join(code)
    join = JoinCode.decode(text, _("join code"))
    had_one = person in grants.people
    if had_one and not replace:
        raise AlsError(
            organisation.shown(file), _("{name} has a passphrase already").format(name=who.name),
            _("to put this code in its place, add --replace"),
        )
    grants.admit(person, join, today, replace=replace)
    fingerprint = join.fingerprint(pinned(organisation))
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
    organisation = find(config_file)
    # The records are not looked at: somebody whose name is no longer in them must be removable too.
    file = organisation.set_folder(set_id) / "access.json"
    grants = _granted(organisation, file, set_id, person)
    # In UTC: without the records there is no set whose timezone it could be.
    grants.remove(person, dt.datetime.now(dt.UTC).date())
    grants.save(file)
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
    organisation = find(config_file)
    record = _record(organisation, set_id)
    today = _today(record)
    file = organisation.set_folder(set_id) / "access.json"
    granted = load_access(organisation, file).people if file.exists() else {}
    people = {each.id: each for each in (*record.file.facilitator, *record.file.members)}
    missing = [each for each in people.values() if each.id not in granted and (each.left is None or each.left >= today)]
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


def _record(organisation: Organisation, set_id: str) -> SetRecord:
    from ..records import load_set

    folder = organisation.set_folder(set_id)
    with warnings_of("als"):
        return load_set(folder, shown=organisation.shown(folder))


def _today(record: SetRecord) -> dt.date:
    from ..records import today_in

    return today_in(record.file.timezone)


def _person(record: SetRecord, id_: str) -> Person:
    """The person of this id; raises AlsError, with a near match where there is one, for anybody else."""
    people = {each.id: each for each in (*record.file.facilitator, *record.file.members)}
    if id_ in people:
        return people[id_]
    names = {name: each.id for each in people.values() for name in (each.id, each.name.lower(), each.name.split()[0].lower())}
    near = difflib.get_close_matches(id_.lower(), names, 1)
    if near:
        remedy = _("did you mean {near}?").format(near=names[near[0]])
    else:
        remedy = _("the people are: {ids}").format(ids=", ".join(people))
    raise AlsError(f"sets/{record.id}/set.yml", _("nobody here has the id {id}").format(id=id_), remedy)


def _may_read(record: SetRecord, person: Person, today: dt.date) -> None:
    """Raise AlsError for somebody who has left."""
    if person.left is not None and person.left < today:
        raise AlsError(
            f"sets/{record.id}/set.yml", _("{name} left on {date}").format(name=person.name, date=person.left),
            _("who has left is given no passphrase; correct `left` if that is wrong"),
        )


def _to_give_out(organisation: Organisation, file: Path) -> Access:
    """The grants in this file, or none yet; passphrases made with them pin the publisher that mkdocs.yml names."""
    from ..vault.access import Access

    public = pinned(organisation)
    if not file.exists():
        return Access.new(public)
    grants = load_access(organisation, file)
    grants.follow(public)
    return grants


def load_access(organisation: Organisation, file: Path) -> Access:
    """The grants in a set's access.json. Raises AlsError where they are not whole."""
    from ..vault.access import Access

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise AlsError(organisation.shown(file), _("cannot be read"), _("restore it from your repository's history")) from None
    return Access.loads(text, organisation.shown(file))


def _granted(organisation: Organisation, file: Path, set_id: str, person: str) -> Access:
    """The grants of a set, in which this person has one; raises AlsError where not."""
    grants = load_access(organisation, file) if file.exists() else None
    if grants is None or person not in grants.people:
        near = difflib.get_close_matches(person, grants.people if grants else (), 1)
        if near:
            remedy = _("did you mean {near}?").format(near=near[0])
        else:
            remedy = _("give one with: als access grant {set} {person}").format(set=set_id, person=person)
        raise AlsError(organisation.shown(file), _("{person} has no passphrase").format(person=person), remedy)
    return grants


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
