"""`als verify`: does a host, or a folder, show the site that the publisher signed, file by file?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import AlsError
from ..words import _, ngettext
from .organisation import config_file_option, find
from .output import json_option, say, say_json
from .pinned import pinned
from .progress import steps

if TYPE_CHECKING:
    from ..vault.wholeness import Comparison, Difference

__all__ = ["verify"]


@click.command(
    short_help=_("Check a host or folder against the signed list of files."),
    help=_(
        "Compare every file of a published site with the list that its publisher signed. TARGET is the site's address, or the "
        "folder of a built site.\n\n"
        "A file that was changed, is missing or (in a folder) was added is told in one line, and then the exit code is 1. The "
        "publisher is the one that mkdocs.yml names, or give the public key with --publisher; then no mkdocs.yml is needed. "
        "With --remember, a host that goes back to an older site is told too.\n\n"
        "\b\nExample:\n  als verify https://sets.example.org/\n  als verify site --json"
    ),
)
@click.argument("target", metavar="TARGET")
@click.option("--publisher", metavar="KEY", help=_("The publisher's public key, as in mkdocs.yml."))
@click.option("--remember", metavar="FILE", help=_("Keep the highest build number seen in FILE, and refuse a lower one."))
@json_option
@config_file_option
@click.pass_context
def verify(
    ctx: click.Context, target: str, publisher: str | None, remember: str | None, as_json: bool, config_file: str | None
) -> None:
    from ..vault.wholeness import Comparison, hold
    from .site_copies import site_copy

    place = site_copy(target)
    key = _publisher(publisher, config_file)
    seen = _seen(Path(remember)) if remember is not None else 0
    with steps(_("Comparing")) as bar:
        report = hold(place, key, told=bar.begin, done=bar.done)
    if report.manifest is not None and report.manifest.build < seen:
        report = Comparison(report.manifest, (_went_back(), *report.differences))
    elif report.manifest is not None and remember is not None:
        _note(Path(remember), report.manifest.build)
    if as_json:
        say_json(_data(target, report))
    else:
        for each in report.differences:
            click.echo(f"{_shown(target, each.path)}: {each.what}", err=True)
        say(_summary(target, report))
    if report.differences:
        ctx.exit(1)


def _publisher(given: str | None, config_file: str | None) -> bytes:
    """The key that must have signed. Raises AlsError."""
    from ..vault.format import unb64

    if given is not None:
        try:
            return unb64(given, 32)
        except ValueError:
            raise AlsError(
                "--publisher", _("this is not a publisher's public key"), _("copy it from the line 'publisher' in mkdocs.yml")
            ) from None
    return pinned(find(config_file), _("give the public key with --publisher"))


def _seen(file: Path) -> int:
    try:
        return int(file.read_text(encoding="ascii")) if file.exists() else 0
    except (OSError, ValueError):
        raise AlsError(
            str(file), _("this is not a number that als verify has kept"), _("name another file, or remove this one")
        ) from None


def _note(file: Path, build: int) -> None:
    from ..files import write_whole

    try:
        write_whole(file, f"{build}\n")
    except OSError as error:
        raise AlsError(str(file), _("cannot be written: {why}").format(why=error.strerror), _("name another file")) from None


def _went_back() -> Difference:
    from ..vault import MANIFEST
    from ..vault.wholeness import Difference

    return Difference(MANIFEST, "older", _("the whole site is older than one that was seen here before"))


def _shown(target: str, path: str) -> str:
    return f"{target.rstrip('/')}/{path.removeprefix('/')}"


def _data(target: str, report: Comparison) -> dict[str, object]:
    manifest = report.manifest
    return {
        "target": target,
        "build": manifest.build if manifest else None,
        "time": manifest.time if manifest else None,
        "files": len(manifest.files) if manifest else None,
        "findings": [{"path": each.path, "kind": each.kind, "what": each.what} for each in report.differences],
    }


def _summary(target: str, report: Comparison) -> str:
    number = len(report.differences)
    findings = ngettext("{n} finding", "{n} findings", number).format(n=number)
    if report.manifest is None:
        return f"{target}: {findings}"
    files = ngettext("{n} file", "{n} files", len(report.manifest.files)).format(n=len(report.manifest.files))
    whole = _("{files}, signed {time}").format(files=files, time=report.manifest.time)
    return f"{target}: {whole}: {findings if number else _('all as the publisher put them there')}"
