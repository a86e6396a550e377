"""`als build`: the front door and every set's locked site."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..words import _, ngettext
from .organisation import config_file_option, find
from .output import json_option, say, say_json, warn
from .progress import steps

if TYPE_CHECKING:
    from ..site.request import SetReport

__all__ = ["build"]


@click.command(
    short_help=_("Build the front door and the locked sites."),
    help=_(
        "Build the front door and the locked site of each set (default: of all), as `mkdocs build` does, into site/ or where "
        "mkdocs.yml says. Where anything fails, the last good site stays as it was.\n\n"
        "With SETs named, the others' sites stay as they were last built.\n\n"
        "\b\nExample:\n  als build\n  als build harbour --site-dir public"
    ),
)
@click.argument("sets", metavar="[SET]...", nargs=-1)
@click.option("--site-dir", metavar="DIR", help=_("The folder to build into. Default: as mkdocs.yml says, else site/."))
@click.option("--force", is_flag=True, help=_("Build sets of which nothing has changed, too, with fresh keys."))
@click.option("--strict", is_flag=True, help=_("Fail on warnings, and publish nothing then."))
@json_option
@config_file_option
def build(sets: tuple[str, ...], site_dir: str | None, force: bool, strict: bool, as_json: bool, config_file: str | None) -> None:
    organisation = find(config_file)
    organisation.chosen(sets)
    from ..site.build import build as make
    from ..site.request import Request

    began = time.monotonic()
    warnings: list[str] = []
    try:
        with steps(_("Building")) as bar:
            request = Request(sets=tuple(dict.fromkeys(sets)), force=force, begun=bar.begin, built=lambda report: bar.done())
            place = make(
                organisation.config_file, request, site_dir=Path(site_dir) if site_dir is not None else None, strict=strict,
                warn=warnings.append,
            )
    finally:
        warn(warnings)
    reports = request.reports
    if as_json:
        say_json({
            "site_dir": str(place), "warnings": warnings,
            "sets": [
                {"set": each.set_id, "pages": each.pages, "views": each.views, "people": each.people, "bytes": each.size,
                 "unchanged": each.unchanged}
                for each in reports
            ],
        })
        return
    for report in reports:
        say(_line(report))
    if not organisation.ids():
        say(_("There is no set yet; make one with: als new set harbour"))
    locked = ngettext("{n} locked set", "{n} locked sets", len(reports)).format(n=len(reports))
    say(_("The front door and {sets}, in {seconds} s: {path}").format(
        sets=locked, seconds=f"{time.monotonic() - began:.1f}", path=_shown(place)))


def _line(report: SetReport) -> str:
    pages = ngettext("{n} page", "{n} pages", report.pages).format(n=report.pages)
    people = ngettext("{n} person can open it", "{n} people can open it", report.people).format(n=report.people)
    size = f"{report.size / 1e6:.1f} MB" if report.size >= 1e6 else f"{report.size / 1e3:.0f} kB"
    if report.unchanged:
        return _("{set}: unchanged, {people}, {size}").format(set=report.set_id, people=people, size=size)
    return f"{report.set_id}: {pages}, {people}, {size}"


def _shown(place: Path) -> str:
    """The folder as seen from here, where it is here or below."""
    here = Path.cwd()
    return place.relative_to(here).as_posix() if place.is_relative_to(here) else str(place)
