"""`als access slips`: a page to print for each person, with the address, their passphrase and what to do."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import granting
from ..errors import AlsError
from ..words import _, ngettext
from .grants import set_file, to_give_out, today_of
from .organisation import Organisation, config_file_option, find
from .output import say

if TYPE_CHECKING:
    from ..records import SetFile

__all__ = ["slips"]

STYLE = """
@page { margin: 25mm }
body { font: 13pt/1.5 sans-serif; color: #000; background: #fff; max-width: 34em; margin: auto; padding: 1em }
section { break-after: page; padding-block: 2em }
h1 { font-size: 1.5em; margin: 0 } code { font: 1.3em monospace; display: block; padding: .6em 0; overflow-wrap: anywhere }
"""


@click.command(
    short_help=_("Pages to print: address, passphrase, what to do."),
    help=_(
        "Let everybody in who has no passphrase yet, and make a page to print for each of them: the address, their six words, and "
        "what to do. The pages lie in a private folder that only you can enter, in memory where the machine has it, until you have "
        "printed them and press Enter; then they are gone, and the passphrases stand nowhere but on the paper.\n\n"
        "\b\nExample:\n  als access slips harbour\n  als access slips harbour --out ~/to-print"
    ),
)
@click.argument("set_id", metavar="SET")
@click.option("--out", metavar="DIR", help=_("Leave the pages in this new folder, outside of the organisation's, for you to delete."))
@config_file_option
def slips(set_id: str, out: str | None, config_file: str | None) -> None:
    from ..new.write import refuse_unless_empty
    from ..records import not_invited
    from ..site.mkdocs.run import settings
    from ..site.workers.scratch import scratch

    organisation = find(config_file)
    place = _outside(organisation, out) if out else None
    if place:
        refuse_unless_empty(place, shown=str(place))
    known = set_file(organisation, set_id)
    today = today_of(known)
    file = organisation.set_folder(set_id) / "access.json"
    grants = to_give_out(organisation, file)
    people = [each.id for each in not_invited(known, grants.people, today)]
    if not people:
        say(_("Everybody in {set} has a passphrase already. A new one in the place of a lost one: als access reset {set} PERSON").format(
            set=set_id))
        return
    address = settings(organisation.config_file).site_url
    passphrases = {person: grants.grant(person, today) for person in people}
    page = _page(known, f"{address.rstrip('/')}/{set_id}/" if address else None, passphrases)
    count = ngettext("{n} page", "{n} pages", len(people)).format(n=len(people))
    if place:
        _write(place, page)
        grants.save(file)
        say(_("{pages} in {path}: READABLE. Print it, then delete the folder.").format(pages=count, path=place / "slips.html"))
    else:
        with scratch() as folder:
            path = _write(folder / "slips", page)
            grants.save(file)
            say(_("{pages}, to be opened in a browser and printed: {path}").format(pages=count, path=path.as_uri()))
            click.prompt(_("Press Enter when they are printed, and they are gone"), default="", show_default=False, prompt_suffix=" ")
    say(_("The passphrases work from the next build on. Hand each slip to its person, and to nobody else."))


def _outside(organisation: Organisation, out: str) -> Path:
    place = Path(out).expanduser().resolve()
    if place.is_relative_to(organisation.root.resolve()):
        raise AlsError(out, _("lies in the organisation's folder, and slips do not belong beside the records"), _("name a folder elsewhere"))
    return place


def _write(folder: Path, page: str) -> Path:
    """The page, in a new folder that only this user can enter."""
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    path = folder / "slips.html"
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def _page(known: SetFile, address: str | None, passphrases: dict[str, str]) -> str:
    people = granting.people_of(known)
    slips = "".join(_slip(known.name, people[person].name, address, words) for person, words in passphrases.items())
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{html.escape(_("Passphrases to hand over"))}</title>\n'
        f"<style>{STYLE}</style>\n{slips}</html>\n"
    )


def _slip(set_name: str, name: str, address: str | None, passphrase: str) -> str:
    told = (
        _("Open the address in a browser and type the six words. Spaces, hyphens and capitals do not matter."),
        _("Best put them into a password manager, then destroy this slip. Nobody else has them, and nobody can look them up."),
        _("If they are lost, or somebody else has seen them, tell your facilitator: you get new ones."),
    )
    steps = "".join(f"<li>{html.escape(each)}</li>" for each in told)
    return (
        f"<section>\n<h1>{html.escape(name)}</h1>\n<p>{html.escape(_('Your passphrase for {set}').format(set=set_name))}</p>\n"
        f"<p>{html.escape(_('Address'))} <code>{html.escape(address or '_' * 30)}</code></p>\n"
        f"<p>{html.escape(_('Six words'))} <code>{html.escape(passphrase)}</code></p>\n<ol>{steps}</ol>\n</section>\n"
    )
