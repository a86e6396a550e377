"""`als build`: the front door and every set's locked site."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import AlsError
from ..words import _, ngettext
from .organisation import config_file_option, find
from .output import json_option, say, say_json, warn
from .progress import steps

if TYPE_CHECKING:
    from ..site.build.request import Request, SetReport, SetsFailed
    from ..site.changes.looks import Looks, Standing, UnchangedSet
    from .profile import Profile

__all__ = ["build"]


@click.command(
    short_help=_("Build the front door and the locked sites."),
    help=_(
        "Build the front door and the locked site of each set (default: of all), as `mkdocs build` does, into site/ or where "
        "mkdocs.yml says. A set that cannot be built stays as it was last published, and the others go on; what was wrong is "
        "told at the end, and the exit code is 1. Where the front door cannot be built, the whole site stays as it was.\n\n"
        "A set of which nothing has changed is not built again. What has changed is seen by the names, sizes and times of files; "
        "after a clock was set back, or to be on the safe side, --verify reads them all.\n\n"
        "With SETs named, the others' sites stay as they were last built.\n\n"
        "With --to, the site is published to an address (s3://bucket/path, file:///folder) and no folder of it is kept here: packs "
        "first, then the keyrings, at last the list of all files. One build at a time may publish there.\n\n"
        "\b\nExample:\n  als build\n  als build harbour --site-dir public\n  als build --jobs 4 --profile\n"
        "  als build --to s3://sets.example.org"
    ),
)
@click.argument("sets", metavar="[SET]...", nargs=-1)
@click.option("--site-dir", metavar="DIR", help=_("The folder to build into. Default: as mkdocs.yml says, else site/."))
@click.option("--force", is_flag=True, help=_("Build sets of which nothing has changed, too, with fresh keys."))
@click.option("--verify", is_flag=True, help=_("Read every set and its last site whole, where names, sizes and times would do."))
@click.option("--strict", is_flag=True, help=_("Let a warning fail its set, and one about the front door the whole build."))
@click.option("-j", "--jobs", metavar="N", type=click.IntRange(1), help=_("How many sets to build at a time. Default: one a core."))
@click.option("--cluster", "address", metavar="ADDRESS", help=_("Build on the machines of a Dask cluster: tls://HOST:PORT. They read the records."))
@click.option("--cluster-ca", metavar="FILE", help=_("The certificate of whoever vouches for the cluster. Default: as Dask's settings say."))
@click.option("--cluster-cert", metavar="FILE", help=_("The certificate to show to the cluster."))
@click.option("--cluster-key", metavar="FILE", help=_("The private key of that certificate."))
@click.option("--to", metavar="URL", help=_("Publish to this address, in the place of a folder."))
@click.option("--profile", is_flag=True, help=_("Say where the time went."))
@json_option
@config_file_option
@click.pass_context
def build(
    ctx: click.Context, sets: tuple[str, ...], site_dir: str | None, force: bool, verify: bool, strict: bool, jobs: int | None,
    profile: bool, as_json: bool, config_file: str | None, address: str | None, cluster_ca: str | None, cluster_cert: str | None,
    cluster_key: str | None, to: str | None,
) -> None:
    if to is not None and site_dir is not None:
        raise AlsError("--to", _("a site goes either to an address or, with --site-dir, into a folder"), _("leave out one of the two"))
    organisation = find(config_file)
    organisation.chosen(sets)
    began = time.monotonic()
    looks = stands = None
    if not (sets or force or verify or strict or to or address or profile):
        from platformdirs import user_cache_path

        from ..site.changes.looks import Looks

        looks = Looks(organisation.config_file, Path(site_dir) if site_dir is not None else None, cache=user_cache_path("als"))
        stands = looks.standing()
        if stands and not stands.changed:
            _tell_standing(stands.sets, stands.site, time.monotonic() - began, as_json=as_json)
            return
    if stands is None or len(stands.changed) > 1:  # one set alone is built in this process
        from ..site.workers.pool import get_ready

        get_ready()  # before what follows, which takes as long to import as what the server imports
    from ..site.build.request import Request, SetsFailed

    store = machines = None
    if to is not None:
        from ..site.host.store import Store

        store = Store(to)
        store.open()
    if address is not None:
        from ..site.cluster.scheduler import Cluster

        machines = Cluster(address, cluster_ca, cluster_cert, cluster_key)
    warnings: list[str] = []
    notes: list[str] = []
    failed: SetsFailed | None = None
    try:
        with steps(_("Building")) as bar:
            request = Request(
                sets=tuple(dict.fromkeys(sets)), force=force, verify=verify, jobs=jobs, machines=machines, to=store,
                begun=bar.begin, built=lambda report: bar.done(), failed=lambda set_id: bar.done(), notes=notes,
            )
            place = _changed(organisation.config_file, stands, looks, request, warnings)
            if place is None:
                from ..site.commands import build as make

                place = make(
                    organisation.config_file, request, site_dir=Path(site_dir) if site_dir is not None else None, strict=strict,
                    warn=warnings.append, looks=looks,
                )
    except SetsFailed as error:
        if not request.reports:
            raise
        failed, place = error, error.site
    finally:
        warn((*warnings, *notes))
    seconds = time.monotonic() - began
    told = _profile(request, seconds) if profile else None
    if as_json:
        say_json(_data(request.reports, to or str(place), failed, warnings, told))
    else:
        _tell(request.reports, to or _shown(place), failed, seconds, any_set=bool(organisation.ids()))
        for line in told.lines() if told else ():
            say(line)
        warn(_what_failed(failed) if failed else ())
    if failed:
        ctx.exit(1)


def _changed(config_file: Path, stands: Standing | None, looks: Looks | None, request: Request, warnings: list[str]) -> Path | None:
    """Build what alone has changed, where that is one set; None where there is more to build than that."""
    if stands is None or looks is None or len(stands.changed) != 1 or stands.door is None:
        return None
    from ..site.changed_set import build_changed

    return build_changed(config_file, stands, stands.door, looks, request, warn=warnings.append)


def _profile(request: Request, seconds: float) -> Profile:
    from .profile import Profile

    return Profile.of(request, seconds)


def _data(
    reports: Sequence[SetReport | UnchangedSet], place: str, failed: SetsFailed | None, warnings: Sequence[str], profile: Profile | None
) -> dict[str, Any]:
    return {
        "site_dir": place, "warnings": warnings, "errors": list(failed.lines) if failed else [],
        "sets": [
            {"set": each.set_id, "pages": each.pages, "views": each.views, "people": each.people, "bytes": each.size,
             "unchanged": each.unchanged, **_costs(each)}
            for each in reports
        ],
        **({"profile": profile.data()} if profile else {}),
    }


def _costs(report: SetReport | UnchangedSet) -> dict[str, Any]:
    """What each view of a set that was built adds to it."""
    costs = getattr(report, "costs", ())
    told = [{"audience": each.audience, "since": each.since, "people": each.people, "pages": each.pages, "bytes": each.size} for each in costs]
    return {"costs": told} if told else {}


def _tell_standing(sets: Sequence[UnchangedSet], place: Path, seconds: float, *, as_json: bool) -> None:
    """The same words as after a build, of a site that stands as it was."""
    if as_json:
        say_json(_data(sets, str(place), None, (), None))
    else:
        _tell(sets, _shown(place), None, seconds, any_set=bool(sets))


def _tell(reports: Sequence[SetReport | UnchangedSet], place: str, failed: SetsFailed | None, seconds: float, *, any_set: bool) -> None:
    for report in reports:
        say(_line(report))
    if not any_set:
        say(_("There is no set yet; make one with: als new set harbour"))
    locked = ngettext("{n} locked set", "{n} locked sets", len(reports)).format(n=len(reports))
    say(_("The front door and {sets}, in {seconds} s: {path}").format(sets=locked, seconds=f"{seconds:.1f}", path=place))


def _what_failed(failed: SetsFailed) -> list[str]:
    number = ngettext("{n} set could not be built", "{n} sets could not be built", failed.sets).format(n=failed.sets)
    return [*failed.lines, _("{failed}; all else is published").format(failed=number)]


def _line(report: SetReport | UnchangedSet) -> str:
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
