"""`als init`: a new organisation, ready to be built."""

from __future__ import annotations

from pathlib import Path

import click

from ..words import _
from .output import say

__all__ = ["init"]


@click.command(
    short_help=_("Make a new organisation's folder."),
    help=_(
        "Make a new organisation's folder DIR: its mkdocs.yml, the guidance to make your own, an empty sets/.\n\n"
        "Its signing key is made once and kept outside the folder; the command says where, and how to back it up. "
        "Where ALS_PUBLISHER_KEY holds a key, that one is used.\n\n"
        "\b\nExample:\n  als init handbook"
    ),
)
@click.argument("folder", metavar="DIR")
def init(folder: str) -> None:
    from ..founding import found

    key = found(Path(folder).absolute(), shown=folder)
    say(_("Written: {path}").format(path=folder))
    if key is None:
        say(_("Its signing key is the one in ALS_PUBLISHER_KEY."))
    else:
        say(_("Its signing key is in {path}").format(path=key))
        say(_(
            "Keep a copy of that file where only you and your deputy get at it (a password manager will do), never in this "
            "folder. Without it nobody can publish, and everyone needs a new passphrase."
        ))
    say()
    say(_("Next:"))
    for line in (f"cd {folder}", "als new set harbour", "als desk"):
        say(f"  {line}")
