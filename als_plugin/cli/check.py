"""`als check`: every mistake in the records, at once."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..words import _, ngettext
from .fix_ids import fix_ids
from .grants import load_access, set_file, today_of
from .listening import warnings_of
from .organisation import Organisation, config_file_option, find
from .output import json_option, say, say_json, warn
from .pinned import pinned

if TYPE_CHECKING:
    from ..errors import AlsError

__all__ = ["check"]


@click.command(
    short_help=_("List every mistake in the records."),
    help=_(
        "List every mistake in the records of these sets (default: of all), each with its file, line and column.\n\n"
        "Exit code 1 where there is one. Nothing is changed, unless --fix is given: then each action that is reported on and has no "
        "written id is shown beside the words of its report-backs, and where you say that they belong together the id is written. "
        "An id that is counted may have moved already, so read them.\n\n"
        "\b\nExample:\n  als check\n  als check harbour\n  als check --fix harbour"
    ),
)
@click.argument("sets", metavar="[SET]...", nargs=-1)
@click.option("--fix", is_flag=True, help=_("Write the ids that report-backs need, asking about each."))
@click.option("--yes", is_flag=True, help=_("With --fix: do not ask, for scripts."))
@json_option
@config_file_option
@click.pass_context
def check(ctx: click.Context, sets: tuple[str, ...], fix: bool, yes: bool, as_json: bool, config_file: str | None) -> None:
    from ..errors import AlsError, Errors
    from ..records import load_set, warn_of_strays

    organisation = find(config_file)
    if yes and not fix:
        raise AlsError("--yes", _("goes with --fix alone"), _("add --fix, or leave it out"))
    if fix:
        fix_ids(organisation, organisation.chosen(sets), yes=yes)
    errors: list[AlsError] = []
    sessions = 0
    folders, reserved = organisation.chosen(sets), organisation.taken_names
    public = _pinned(organisation, folders, errors)
    with warnings_of("als") as warnings:
        if not sets and organisation.sets.is_dir():
            warn_of_strays(organisation.sets, organisation.shown(organisation.sets))
        for folder in folders:
            try:
                record = load_set(folder, shown=organisation.shown(folder), reserved=reserved)
                sessions += len(record.sessions)
            except Errors as several:
                errors += several.errors
            if (grants := folder / "access.json").exists():
                try:
                    access = load_access(organisation, grants)
                    if public:
                        access.follow(public)
                    access.refuse_uneven()
                    warnings += _without(organisation, folder, access.people)
                except AlsError as error:
                    errors.append(error)
    errors = list({str(each): each for each in errors}.values())  # a mistake in access.json is found by whoever reads it
    if as_json:
        found = [_as_data(each) for each in errors]
        say_json({"sets": len(folders), "sessions": sessions, "errors": found, "warnings": warnings})
    else:
        warn(str(error) for error in errors)
        if warnings:
            warn([_("Warnings, which stop nothing:"), *warnings])
        say(_summary(len(folders), sessions, len(errors), len(warnings)))
    if errors:
        ctx.exit(1)


def _without(organisation: Organisation, folder: Path, granted: Collection[str]) -> list[str]:
    """A warning that names who of the set has no passphrase yet, where others have one; none where set.yml cannot be read."""
    from ..errors import AlsError
    from ..records import not_invited

    try:
        known = set_file(organisation, folder.name)
    except AlsError:
        return []
    if not (missing := [each.id for each in not_invited(known, granted, today_of(known))]):
        return []
    problem = ngettext("{ids} has no passphrase yet", "{ids} have no passphrase yet", len(missing)).format(ids=", ".join(missing))
    remedy = _("als access grant {set} --all gives everybody one").format(set=folder.name)
    return [str(AlsError(f"{organisation.shown(folder)}/access.json", problem, remedy))]


def _pinned(organisation: Organisation, folders: list[Path], errors: list[AlsError]) -> bytes | None:
    """The publisher's public key, which passphrases follow; None where there are none, or where `errors` now says why not."""
    from ..errors import AlsError

    if any((folder / "access.json").exists() for folder in folders):
        try:
            return pinned(organisation)
        except AlsError as error:
            errors.append(error)
    return None


def _summary(sets: int, sessions: int, errors: int, warnings: int) -> str:
    counts = ngettext("{n} set", "{n} sets", sets).format(n=sets)
    if errors:
        found = ngettext("{n} error", "{n} errors", errors).format(n=errors)
    else:
        counts += ", " + ngettext("{n} session", "{n} sessions", sessions).format(n=sessions)
        found = _("no errors")
    if warnings:
        found += ", " + ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)
    return f"{counts}: {found}"


def _as_data(error: Any) -> dict[str, Any]:
    place = error.place
    return {"path": place.path, "line": place.line, "column": place.column, "problem": error.problem, "remedy": error.remedy}
