"""`als publish`: the built site goes to where it is shown, and is read back from there."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import AlsError
from ..words import _, ngettext
from .organisation import config_file_option, find
from .output import json_option, say, say_json
from .pinned import pinned
from .progress import working

if TYPE_CHECKING:
    from ..site.host.publishing import Plan, SetChange

__all__ = ["publish"]


@click.command(
    short_help=_("Publish the built site, and see that it stands there."),
    help=_(
        "Publish the built site to a target of mkdocs.yml (default: the only one). First it is said what changes and for whom; "
        "then files are sent, in an order that leaves every set whole at every moment; then all is read back and held against the "
        "signed list. Stopped halfway, the same command goes on.\n\n"
        "Sealed files of the build before stay there until the next one, so that nobody is interrupted, but go at once where "
        "somebody was removed or got a new passphrase, or something in a record was taken out or replaced since.\n\n"
        "\b\nA target is one of these, under '- als:' in mkdocs.yml:\n"
        "  publish:\n"
        "    disk: {folder: /srv/sets}\n"
        "    store: {s3: s3://sets.example.org}\n"
        "    host: {rsync: me@host.example.org:/srv/sets}\n"
        "    pages: {git: git@git.example.org:us/pages.git, branch: gh-pages}\n\n"
        "\b\nExample:\n  als publish --dry-run\n  als publish host"
    ),
)
@click.argument("target", metavar="[TARGET]", required=False)
@click.option("--dry-run", is_flag=True, help=_("Only say what would change."))
@click.option("--take-down", metavar="SET", multiple=True, help=_("Remove there a set of which nothing is here. Can be given more than once."))
@json_option
@config_file_option
@click.pass_context
def publish(ctx: click.Context, target: str | None, dry_run: bool, take_down: tuple[str, ...], as_json: bool, config_file: str | None) -> None:
    from ..site.host.publishing import plan, reached, remembered
    from ..site.host.publishing import publish as carry
    from ..site.host.targets import chosen
    from ..site.mkdocs.pinned import signer
    from ..site.mkdocs.run import settings

    organisation = find(config_file)
    config = settings(organisation.config_file)
    targets = config.plugins["als"].config.publish
    name = chosen(targets, target)
    public = pinned(organisation)
    site, sets = Path(config.site_dir), organisation.sets
    memory = remembered(name, targets[name], organisation.root)
    with reached(name, targets[name], organisation.root) as place:
        planned = plan(place, site, sets, public, memory=memory, take_down=take_down)
        if not as_json:
            for line in _lines(planned):
                say(line)
        wrong: tuple[str, ...] = ()
        if not dry_run:
            with working(_("Publishing")):
                wrong = carry(place, site, sets, planned, public, memory=memory, key=partial(signer, config, public))
    if as_json:
        say_json({**_data(planned), "published": not dry_run, "wrong": list(wrong)})
    elif dry_run:
        say(_("Nothing was sent."))
    elif not wrong:
        say(_("Published at {time}; read back from {place}, and all as it was signed.").format(time=time.strftime("%H:%M"), place=planned.shown))
    if wrong:
        raise AlsError(
            planned.shown, _("{path} does not stand there as it was sent").format(path=", ".join(wrong[:5])), _("publish once more, and ask whoever keeps the host")
        )


def _lines(planned: Plan) -> list[str]:
    lines = [_line(each) for each in planned.sets]
    number = len(planned.send)
    sent = ngettext("{n} file to send", "{n} files to send", number).format(n=number)
    gone = ngettext("{n} to remove", "{n} to remove", len(planned.remove)).format(n=len(planned.remove))
    return [*lines, _("{place}: {sent} ({size} kB), {gone}").format(place=planned.shown, sent=sent, size=f"{planned.size / 1e3:.0f}", gone=gone)]


def _line(each: SetChange) -> str:
    if each.change == "removed":
        return _("{set}: is taken down").format(set=each.set_id)
    if each.change == "left":
        return _("{set}: stays as it stands there; its records are not here (--take-down {set} removes it)").format(set=each.set_id)
    what = {"new": _("new"), "changed": _("changed"), "same": _("as it stands there")}[each.change]
    line = _("{set}: {what}; can be opened by {people}").format(set=each.set_id, what=what, people=", ".join(each.people) or _("nobody"))
    if each.gone:
        line += "; " + ngettext("{n} key opens it no longer", "{n} keys open it no longer", each.gone).format(n=each.gone)
    if each.elsewhere:
        line += "; " + _("what stands there was published from another computer: fetch its records first, if you have not")
    return line


def _data(planned: Plan) -> dict[str, Any]:
    return {
        "target": planned.target, "build": planned.build, "time": planned.time, "send": len(planned.send), "bytes": planned.size,
        "remove": len(planned.remove), "keep": len(planned.keep),
        "sets": [
            {"set": each.set_id, "change": each.change, "people": list(each.people), "gone": each.gone, "at_once": each.at_once, "elsewhere": each.elsewhere}
            for each in planned.sets
        ],
    }
