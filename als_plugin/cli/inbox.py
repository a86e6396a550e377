"""`als inbox`: replies that came, looked at and taken into the records."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import AlsError
from ..words import _, ngettext
from .organisation import config_file_option, find
from .output import harmless, json_option, say, say_json

if TYPE_CHECKING:
    from ..inbox import Item, Keeper, Outcome, Refused

__all__ = ["inbox"]


@click.group(
    short_help=_("Look at replies that came, and take them in."),
    help=_(
        "Look at what people of a set sent back, and take it into the records. Each reply is opened with the passphrase of "
        "somebody who keeps the record; from whom it is follows from the key that it was sealed with.\n\n"
        "\b\nExample:\n  als inbox read harbour mail.txt\n  als inbox take harbour --all"
    ),
)
def inbox() -> None:
    """Only its commands do anything."""


def _options(command: Any) -> Any:
    command = json_option(config_file_option(command))
    return click.option(
        "--passphrase-file", type=click.Path(dir_okay=False, allow_dash=True), metavar="FILE",
        help=_("Read the keeper's passphrase from this file and do not ask for it; - reads it from standard input."),
    )(command)


@inbox.command(
    short_help=_("Show what waits, and what is in these files."),
    help=_(
        "Show the replies in these files (whole e-mails will do, with several replies in one; - reads standard input) and those "
        "that wait already. They wait, sealed as they came, in the set's inbox.json until they are taken in.\n\n"
        "\b\nExample:\n  als inbox read harbour mail.txt"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("files", metavar="[FILE…]", nargs=-1)
@_options
def read(set_id: str, files: tuple[str, ...], passphrase_file: str | None, as_json: bool, config_file: str | None) -> None:
    from ..inbox import Item, keep_waiting, read_replies, read_waiting, tried

    passphrase = _passphrase(passphrase_file)
    texts = [_text(file) for file in files]
    keeper = _keeper(set_id, passphrase, config_file, needed=bool(files))
    if keeper is None:
        say_json({"waiting": [], "refused": []}) if as_json else say(_("No reply waits."))
        return
    came = [one for text in texts for one in read_replies(keeper, text)]
    keep_waiting(keeper, [one for one in came if isinstance(one, Item)])
    waiting = read_waiting(keeper)
    outcomes = tried(keeper, [one for one in waiting if isinstance(one, Item)])
    refused = [one for one in (*came, *waiting) if not isinstance(one, Item)]
    if as_json:
        say_json({"waiting": [_told(one, "fits") for one in outcomes], "refused": [_refusal(one) for one in refused]})
        return
    for one in outcomes:
        _show(keeper, one)
    for each in refused:
        say(_("Not taken: {what}").format(what=_refusal_line(keeper, each)))
    if outcomes:
        say(_("To take all of them in: als inbox take {set} --all").format(set=set_id))
    elif not refused:
        say(_("No reply waits.") if not files else _("There is no reply in it. Paste or save the whole message, from BEGIN to END."))


@inbox.command(
    short_help=_("Take replies into the records."),
    help=_(
        "Take replies that wait into the records: report-backs, topics, apologies, agreements. Everything is checked before "
        "anything is written. IDs are those that als inbox read shows; their first letters will do.\n\n"
        "\b\nExample:\n  als inbox take harbour 3f9a\n  als inbox take harbour --all"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("ids", metavar="[ID…]", nargs=-1)
@click.option("--all", "everything", is_flag=True, help=_("Take in all that wait."))
@_options
def take(
    set_id: str, ids: tuple[str, ...], everything: bool, passphrase_file: str | None, as_json: bool, config_file: str | None
) -> None:
    from ..inbox import Item, read_waiting
    from ..inbox import take as take_in

    if bool(ids) == everything:
        raise AlsError("als inbox take", _("which replies?"), _("name their ids, or give --all"))
    keeper = _keeper(set_id, _passphrase(passphrase_file), config_file)
    if keeper is None and not everything:
        raise _not_one(f"sets/{set_id}", ids[0])
    if keeper is None:
        say_json({"taken": [], "refused": []}) if as_json else say(_("No reply waits."))
        return
    waiting = read_waiting(keeper)
    chosen = waiting if everything else [_of(each, waiting, keeper) for each in ids]
    outcomes = take_in(keeper, _items(chosen), named=not everything)
    refused = [one for one in chosen if not isinstance(one, Item)]
    left = [one for one in outcomes if not one.taken]
    if as_json:
        say_json({
            "taken": [_told(one, "taken") for one in outcomes if one.taken],
            "refused": [*(_told(one, "taken") for one in left), *(_refusal(one) for one in refused)],
        })
    else:
        for outcome in outcomes:
            _show(keeper, outcome)
        for each in refused:
            say(_("Not taken: {what}").format(what=_refusal_line(keeper, each)))
        number = len(outcomes) - len(left)
        say(ngettext("{n} reply was taken in.", "{n} replies were taken in.", number).format(n=number))
        if number:
            say(_("Look at what has changed, then build and publish; those who sent them see then that they were taken in: als build {set}").format(set=set_id))
    if left or refused:
        raise click.exceptions.Exit(1)


@inbox.command(
    short_help=_("Let replies wait no more."),
    help=_(
        "Take replies out of those that wait, without taking them in: one that fits nowhere, or that nobody wants. Who sent it is told "
        "nothing. IDs are those that als inbox read shows; their first letters will do.\n\n"
        "\b\nExample:\n  als inbox drop harbour 3f9a"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@_options
def drop(set_id: str, ids: tuple[str, ...], passphrase_file: str | None, as_json: bool, config_file: str | None) -> None:
    from ..inbox import drop as drop_them
    from ..inbox import read_waiting

    keeper = _keeper(set_id, _passphrase(passphrase_file), config_file)
    if keeper is None:
        raise _not_one(f"sets/{set_id}", ids[0])
    waiting = read_waiting(keeper)
    chosen = [_of(each, waiting, keeper) for each in ids]
    marks = {one.mark for one in chosen if one.mark}
    drop_them(keeper, marks)
    if as_json:
        say_json({"dropped": sorted(marks)})
    else:
        say(ngettext("{n} reply waits no more.", "{n} replies wait no more.", len(marks)).format(n=len(marks)))


def _items(chosen: list[Item | Refused]) -> list[Item]:
    from ..inbox import Item

    found: dict[str, Item] = {one.mark: one for one in chosen if isinstance(one, Item)}
    return list(found.values())


def _keeper(set_id: str, passphrase: str | None, config_file: str | None, *, needed: bool = False) -> Keeper | None:
    """The keeper, who is asked for a passphrase where none was given: once all is right that can be known without it, and where
    something waits or one is `needed`. Else None."""
    from ..inbox import Keeper

    organisation = find(config_file)
    folder = organisation.set_folder(set_id)
    shown = organisation.shown(folder)
    if passphrase is None:
        if not Keeper.expected(folder, shown).waiting and not needed:
            return None
        passphrase = str(click.prompt(_("Your passphrase"), hide_input=True, err=True))
    return Keeper.of(folder, shown, passphrase)


def _passphrase(file: str | None) -> str | None:
    """The keeper's passphrase out of a file, None where it is to be asked for; never an argument, which others on the computer could see."""
    if file is None:
        return None
    if file == "-":
        return sys.stdin.readline()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AlsError(file, _("cannot be read"), _("give a file with the passphrase alone in it")) from error


def _text(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise AlsError(file, _("cannot be read"), _("check the file's name")) from error


def _of(id_: str, waiting: list[Item | Refused], keeper: Keeper) -> Item | Refused:
    found = [one for one in waiting if one.mark and one.mark.startswith(id_.lower())]
    if len(found) == 1:
        return found[0]
    raise _not_one(keeper.shown, id_, several=bool(found))


def _not_one(shown: str, id_: str, *, several: bool = False) -> AlsError:
    problem = _("several replies that wait begin with {id}") if several else _("no reply that waits begins with {id}")
    return AlsError(f"{shown}/inbox.json", problem.format(id=id_), _("als inbox read shows those that wait"))


def _told(outcome: Outcome, verdict: str) -> dict[str, Any]:
    item = outcome.item
    return {
        "id": item.mark, "person": item.person, "kind": item.kind, verdict: outcome.taken, "file": outcome.file, "words": outcome.words,
        "build": item.build.isoformat(),
        "content": {name: value if isinstance(value, (str, int, list)) else str(value) for name, value in item.content.items()},
    }


def _refusal(refused: Refused) -> dict[str, Any]:
    return {"id": refused.mark, "person": refused.person, "kind": refused.kind, "why": refused.why}


def _refusal_line(keeper: Keeper, refused: Refused) -> str:
    who = _name(keeper, refused.person) if refused.person else None
    return ": ".join(part for part in (refused.mark and refused.mark[:8], who, harmless(refused.why)) if part)


def _name(keeper: Keeper, person: str) -> str:
    known = keeper.record.file.people.get(person)
    return known.name if known else person


def _show(keeper: Keeper, outcome: Outcome) -> None:
    item = outcome.item
    say(f"{item.mark[:8]}  {_name(keeper, item.person)}: {_KINDS[item.kind]}")
    say("    " + _("written in the build of {date}").format(date=item.build))
    for name, value in item.content.items():
        lines = harmless(str(value)).strip().split("\n")
        say(f"    {name}: {lines[0]}")
        for line in lines[1:]:
            say(f"      {line}")
    said = _("-> {words} ({file})") if outcome.file else _("-> {words}")
    if not outcome.taken:
        said = _("-> not taken: {words}")
    say("    " + said.format(words=harmless(outcome.words).replace("\n", " "), file=outcome.file))


_KINDS = {
    "report": _("a report-back"), "bid": _("a topic"), "absence": _("cannot come"), "agree": _("about their own turn"),
    "correction": _("a correction"), "record": _("a session's record"),
}
