"""`als audit`: does any text of the records stand readable in a built site?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import AlsError
from ..words import _, ngettext
from .listening import warnings_of
from .organisation import config_file_option, find
from .output import json_option, say, say_json
from .progress import working

if TYPE_CHECKING:
    from ..leaks import Finding

__all__ = ["audit"]


@click.command(
    short_help=_("Search a built site for every text of the records."),
    help=_(
        "Search the built site in the folder SITE (default: where `als build` puts it) for every text of every set's records: names, topics, sentences, file names; "
        "plain, percent-encoded, base64, HTML-escaped, UTF-16, and inside gzip.\n\n"
        "What the guidance says too is no finding. A finding is shown with its file and its first letters only; then the exit "
        "code is 1.\n\n"
        "\b\nExample:\n  als audit\n  als audit public"
    ),
)
@click.argument("site", metavar="[SITE]", required=False)
@json_option
@config_file_option
@click.pass_context
def audit(ctx: click.Context, site: str | None, as_json: bool, config_file: str | None) -> None:
    from ..leaks import count, search
    from ..records import load_set
    from ..records.strings import strings_of
    from ..site.empty_site import public_files
    from ..vault import MANIFEST

    organisation = find(config_file)
    if site is None:
        from ..site.mkdocs.run import settings

        folder = Path(settings(organisation.config_file).site_dir)
    else:
        folder = Path(site)
    if not folder.is_dir() or not any(folder.iterdir()):
        raise AlsError(site or str(folder), _("there is no built site"), _("build one with: als build"))
    with working(_("Reading the records")), warnings_of("als"):
        sets = organisation.chosen(())
        records = [load_set(each, shown=organisation.shown(each), expired="warn") for each in sets]
        needles = {text for record, each in zip(records, sets, strict=True) for text in strings_of(record, each)}
        # A set's id is its public address; a listed set's name stands on the front door.
        needles -= {record.id for record in records} | {record.file.name for record in records if record.file.listed}
    with working(_("Building the front door, to know what is public anyway")):
        public = public_files(organisation.config_file, records)
    with working(_("Searching")):
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        # Made of public inputs alone, to the byte: whatever it says is public.
        other = {path: data for path, data in files.items() if public.get(path) != data}
        if _only_lists(files):
            del other[MANIFEST]
        allowed = count({path: data for path, data in public.items() if path in other}, needles)
        for record in records:
            # A set's folder is named by its id, so a text that is the id, or a word of it, stands in every path below.
            below = sum(path.startswith(f"{record.id}/") for path in other)
            allowed.update({text: times * below for text, times in count({f"{record.id}/": b""}, needles).items()})
        findings = search(other, needles, public=allowed)
    if as_json:
        found = [{"path": each.path, "form": each.form, "begins": _beginning(each.needle)} for each in findings]
        say_json({"files": len(files), "texts": len(needles), "findings": found})
    else:
        for each in findings:
            click.echo(_line(folder, each), err=True)
        say(_summary(len(files), len(needles), len(records), len(findings)))
    if findings:
        ctx.exit(1)


def _only_lists(files: Mapping[str, bytes]) -> bool:
    """Whether the site's manifest says nothing but paths of these files, lengths and hashes; the paths are searched themselves."""
    from ..vault import MANIFEST, Manifest, VaultError

    try:
        return MANIFEST in files and Manifest.decode(files[MANIFEST]).tells_nothing_but(files)
    except VaultError:
        return False


def _beginning(needle: str) -> str:
    """Enough to recognise a text by for whoever has the records, and too little to tell it to anybody else."""
    return needle[: min(3, max(1, len(needle) // 3))] + "…"


def _line(folder: Path, finding: Finding) -> str:
    return _("{path}: holds a text of the records ({form}): {begins} ({n} characters); do not publish this folder").format(
        path=(folder / finding.path).as_posix(), form=finding.form, begins=_beginning(finding.needle), n=len(finding.needle))


def _summary(files: int, texts: int, sets: int, findings: int) -> str:
    searched = _("{files}, searched for {texts} of {sets}").format(
        files=ngettext("{n} file", "{n} files", files).format(n=files),
        texts=ngettext("{n} text", "{n} texts", texts).format(n=texts),
        sets=ngettext("{n} set", "{n} sets", sets).format(n=sets),
    )
    if findings:
        return f"{searched}: {ngettext('{n} finding', '{n} findings', findings).format(n=findings)}"
    return f"{searched}: {_('nothing found')}"
