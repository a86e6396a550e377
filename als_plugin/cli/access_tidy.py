"""`als access tidy`: a list of grants that two people changed at once, made whole."""

from __future__ import annotations

import click

from ..errors import AlsError
from ..ordinary import check_ordinary
from ..words import _
from .grants import load_access
from .organisation import config_file_option, find
from .output import say

__all__ = ["tidy"]


@click.command(
    short_help=_("Mend access.json after a merge."),
    help=_(
        "Mend a set's access.json after two people changed it at once and Git brought both changes together, with or without "
        "conflicts. Everybody who was let in on either side stays in with the passphrase that they have; who was taken out on one "
        "side stays out.\n\n"
        "\b\nExample:\n  als access tidy harbour"
    ),
)
@click.argument("set_id", metavar="SET")
@config_file_option
def tidy(set_id: str, config_file: str | None) -> None:
    from ..vault.access import Access
    from ..vault.merging import even_out, merged, sides

    organisation = find(config_file)
    file = organisation.set_folder(set_id) / "access.json"
    shown = organisation.shown(file)
    if not file.exists():
        raise AlsError(shown, _("there is no such file, so nobody has a passphrase yet"), _("nothing has to be mended"))
    check_ordinary(file, shown)
    both = sides(file.read_text(encoding="utf-8", errors="replace"))
    twice: list[str] = []
    if both is None:
        grants = load_access(organisation, file)
        if not even_out(grants):
            say(_("{path} is whole: nothing was changed.").format(path=shown))
            return
    else:
        grants, twice = merged(Access.loads(both[0], shown), Access.loads(both[1], shown))
    grants.save(file)
    say(_("{path} is whole again. It lets in: {ids}").format(path=shown, ids=", ".join(sorted(grants.people)) or _("nobody")))
    for person in twice:
        say(_(
            "{person} was given a passphrase on both sides, and the later one holds. Ask which one they have; a new one is made with: "
            "als access reset {set} {person}"
        ).format(person=person, set=set_id))
