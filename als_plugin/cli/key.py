"""`als key`: the publisher's signing key: where it is, a planned change of it, and what to do when it is lost."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import AlsError, Errors
from ..words import _, ngettext
from .grants import load_access, set_file, today_of
from .organisation import Organisation, config_file_option, find
from .output import json_option, say, say_json
from .pinned import pinned

if TYPE_CHECKING:
    from ..vault import Access, Publisher

__all__ = ["key"]


@click.group(
    short_help=_("The signing key: where it is, and how to change it."),
    help=_(
        "The key that signs everything your organisation publishes. Its public half stands in mkdocs.yml.\n\n"
        "\b\nExample:\n  als key show\n  als key change"
    ),
)
def key() -> None:
    """Only its commands do anything."""


@key.command(
    short_help=_("Where the signing key is, and how to keep a copy."),
    help=_(
        "Say where the signing key is kept, whether it is on this machine, and how to keep a copy of it. The key itself is not "
        "shown.\n\n\b\nExample:\n  als key show"
    ),
)
@json_option
@config_file_option
def show(as_json: bool, config_file: str | None) -> None:
    from ..site.sets.signing_key import VARIABLE, key_path, signing_key
    from ..vault.format import b64

    organisation = find(config_file)
    public = pinned(organisation)
    path, missing = key_path(public), None
    if not _is_demo(public):
        try:
            signing_key(public, demo_file=None, place=organisation.config_file.name)
        except AlsError as error:
            missing = error
    changes = {organisation.shown(file): len(access.succession) for file, access in _grants(organisation).items()}
    if as_json:
        say_json({"public": b64(public), "file": str(path), "at_hand": missing is None, "changes": changes})
        return
    say(_("Public half, in {file}: {public}").format(file=organisation.config_file.name, public=b64(public)))
    if _is_demo(public):
        say(_("This is the samples' demo key. Everybody has it: it can lock the samples and nothing else."))
        return
    if missing is not None:
        say(str(missing))
        return
    if os.environ.get(VARIABLE):
        say(_("The key is the one in {variable}.").format(variable=VARIABLE))
    else:
        say(_("The key is in {path}").format(path=path))
    say(_backup())
    say(_("To use the copy on another machine, save it there as the file {path}, readable by you alone (chmod 600).").format(path=path))
    for file, number in changes.items():
        if number:
            say(ngettext(
                "{file}: the key was changed once; passphrases from before it open the site too.",
                "{file}: the key was changed {n} times; passphrases from before it open the site too.", number,
            ).format(file=file, n=number))


@key.command(
    short_help=_("Put a new signing key in the old one's place."),
    help=_(
        "Make a new signing key and put its public half into mkdocs.yml. The old key signs, in each set's access.json, that the "
        "new one follows it; so everybody's passphrase stays as it is. Nothing is published until you build.\n\n"
        "Where the old key is lost, or somebody else has it, it can give no such word: with --lost nobody's passphrase opens "
        "what you build from then on, and you let everybody in anew.\n\n"
        "\b\nExample:\n  als key change"
    ),
)
@click.option("--lost", is_flag=True, help=_("The old key is lost, or somebody else has it: take every passphrase away."))
@config_file_option
def change(lost: bool, config_file: str | None) -> None:
    from ..site.sets.signing_key import repinned, signing_key
    from ..vault import Publisher
    from ..vault.format import b64

    organisation = find(config_file)
    settings, public = organisation.config_file, pinned(organisation)
    if _is_demo(public):
        raise AlsError(
            settings.name, _("this is the samples' demo key, which stays as it is"),
            _("als init DIR makes an organisation with a key of its own"),
        )
    old = None if lost else signing_key(public, demo_file=None, place=settings.name)
    new = Publisher.generate()
    grants = _grants(organisation)
    people = {file: _to_let_in(organisation, file.parent.name, set(access.people)) for file, access in grants.items()} if lost else None
    for access in grants.values():
        if old is None:
            access.begin_anew(new.public, dt.datetime.now(dt.UTC).date())
        else:
            access.hand_on(old, new.public)
    # With the old key's word in them, these files serve under either key: mkdocs.yml, the last, changes it for all.
    texts = {file: access.dumps() for file, access in grants.items()}
    texts[settings] = repinned(settings.read_text(encoding="utf-8"), b64(public), b64(new.public), settings.name)
    path = _write(new, texts)
    say(_("Written: {files}").format(files=", ".join(organisation.shown(file) for file in texts)))
    say(_("The new signing key is in {path}").format(path=path))
    say(_backup())
    say()
    _next(public, new, people)


def _write(new: Publisher, texts: dict[Path, str]) -> Path:
    """Keep the key and write the files, all or nothing."""
    from ..files import write_all
    from ..site.sets.signing_key import keep, key_path

    path = key_path(new.public)
    try:
        try:
            keep(new)
            write_all(texts)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise AlsError(
            str(error.filename or path), _("cannot be written: {why}").format(why=error.strerror),
            _("nothing was changed; put that right and run this again"),
        ) from None
    return path


def _next(old: bytes, new: Publisher, people: dict[Path, list[str]] | None) -> None:
    """What is left to do; `people` are those who lost their passphrases with the key."""
    from ..site.sets.signing_key import VARIABLE, key_path
    from ..vault.format import b64

    say(_("Next:"))
    for file, ids in (people or {}).items():
        for person in ids:
            say(f"  als access grant {file.parent.name} {person}")
    say(_("  Commit what was written, then als build, and publish the whole site at once."))
    if os.environ.get(VARIABLE):
        say(_("  {variable} holds the old key: put the text of the new key's file there.").format(variable=VARIABLE))
    say(_("  From that upload on, whoever runs als verify with --publisher gives: {public}").format(public=b64(new.public)))
    say(_("  Ask for a new join code where somebody made theirs before that upload."))
    if people is None:
        say(_(
            "  When the new site opens for a member, destroy every copy of the old key ({path} and its backups). Whoever has it "
            "could still publish in your name for those who were let in under it, until they have a new passphrase."
        ).format(path=key_path(old)))


def _to_let_in(organisation: Organisation, set_id: str, held: set[str]) -> list[str]:
    """Those of a set with a passphrase who belong to it still, as als access grant takes them: --all where nobody else does."""
    from ..records import not_invited

    try:
        known = set_file(organisation, set_id)
    except AlsError:
        return sorted(held)
    belonging = {person.id for person in not_invited(known, (), today_of(known))}
    return ["--all"] if belonging and belonging <= held else sorted(held & belonging)


def _backup() -> str:
    return _(
        "Keep a copy of it where only you and your deputy get at it (a password manager will do), never in this folder. "
        "Without it nobody can publish, and everyone needs a new passphrase."
    )


def _is_demo(public: bytes) -> bool:
    from ..site.sets.demo import DEMO_PUBLISHER
    from ..vault.format import b64

    return b64(public) == DEMO_PUBLISHER


def _grants(organisation: Organisation) -> dict[Path, Access]:
    """The grants of all sets that have any, by file. Raises Errors."""
    found: dict[Path, Access] = {}
    errors: list[AlsError] = []
    for folder in organisation.chosen(()):
        if (file := folder / "access.json").exists():
            try:
                found[file] = load_access(organisation, file)
            except AlsError as error:
                errors.append(error)
    if errors:
        raise Errors(errors)
    return found
