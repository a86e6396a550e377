"""`als desk`: the facilitator's pages on this computer."""

from __future__ import annotations

import webbrowser

import click

from ..errors import AlsError
from ..words import _
from .ending import ended_by_signals
from .organisation import config_file_option, find
from .output import say

__all__ = ["desk"]


@click.command(
    short_help=_("Write and publish records in a browser, on this computer."),
    help=_(
        "Open the desk in your browser: what is to be done today, each set, its sessions to write up, who may open it, and "
        "Publish. It is a page on this computer alone, over the same files as all other commands; it ends ten minutes after "
        "its last page was closed, or by Ctrl+C.\n\n"
        "The address that is printed lets one browser in, once, within a minute. A second als desk leads to the first. Where there "
        "is no organisation in this folder, it offers to open one or to make one.\n\n"
        "\b\nExample:\n  als desk\n  als desk --shortcut"
    ),
)
@click.option("--port", type=click.IntRange(1, 65535), help=_("The port on this computer. Default: a free one."))
@click.option("--no-open", is_flag=True, help=_("Print the address and open no browser."))
@click.option("--shortcut", is_flag=True, help=_("Leave an icon on the desktop that opens this desk, and do nothing else."))
@config_file_option
def desk(port: int | None, no_open: bool, shortcut: bool, config_file: str | None) -> None:
    try:
        organisation = find(config_file)
    except AlsError:
        if config_file is not None or shortcut:
            raise
        organisation = None
    if organisation and shortcut:
        from ..desk.shortcut import leave_shortcut

        say(_("Written: {path}").format(path=leave_shortcut(organisation.config_file)))
        return
    from ..desk.organisation import Desk
    from ..desk.server import serve

    def told(url: str) -> None:
        say(url)
        if not no_open:
            webbrowser.open(url)

    with ended_by_signals():
        serve(Desk(organisation.config_file) if organisation else None, port, told)
