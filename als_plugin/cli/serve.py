"""`als serve`: read a set, or the built site, on this computer."""

from __future__ import annotations

import socket

import click

from ..errors import AlsError
from ..words import _
from .ending import ended_by_signals
from .listening import lines_of
from .organisation import config_file_option, find
from .output import say

__all__ = ["serve"]


@click.command(
    short_help=_("Read a set's handbook on this computer."),
    help=_(
        "Read a set's handbook on this computer, unlocked, under a banner that says it is a preview; it reloads when a "
        "record or the guidance is saved. With --locked: the built site, as a host would serve it.\n\n"
        "Nobody else can reach it. Ctrl+C ends it.\n\n"
        "\b\nExample:\n  als serve harbour\n  als serve harbour --as amara\n  als serve --locked"
    ),
)
@click.argument("set_id", metavar="[SET]", required=False)
@click.option("--as", "person", metavar="PERSON", help=_("As this person reads it (their id): their own view, with them as \"you\"."))
@click.option("--locked", is_flag=True, help=_("Serve the built site with its lock screens."))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("The port on this computer."))
@config_file_option
@click.pass_context
def serve(ctx: click.Context, set_id: str | None, person: str | None, locked: bool, port: int, config_file: str | None) -> None:
    organisation = find(config_file)
    if locked:
        if set_id is not None:
            raise AlsError("--locked", _("serves the whole built site"), _("leave {set} away").format(set=set_id))
        if person is not None:
            raise AlsError("--as", _("a locked site opens with a passphrase"), _("leave --as away, or --locked"))
        from ..site.preview.static_host import serve_locked

        with ended_by_signals():
            serve_locked(organisation.config_file, port, said=say)
        return
    if set_id is None:
        ids = organisation.ids()
        raise AlsError(
            "als serve", _("does not know which set"),
            _("name one of: {ids}").format(ids=", ".join(ids)) if ids else _("make one with: als new set harbour"),
        )
    organisation.set_folder(set_id)
    _free(port)
    from ..site.commands import preview
    from ..site.mkdocs.run import LOGGER, settings
    from ..site.mkdocs.theme import base_path
    from ..site.sets.reading import Reading, refuse_nobody

    if person is not None:
        refuse_nobody(organisation.root, Reading(set_id, person))
    say(_("{set}, readable by whoever sits at this computer: {url}").format(
        set=set_id, url=f"http://localhost:{port}{base_path(settings(organisation.config_file))}{Reading(set_id, person).folder}/"))
    say(_("It reloads when you save a file. Ctrl+C ends it."))
    with lines_of(LOGGER), ended_by_signals():
        try:
            preview(organisation.config_file, (set_id,), port, person=person)
        except click.ClickException as error:
            # MkDocs stops so after a failed build, whose errors have been told; its last word adds nothing to them.
            if "BuildError" not in error.format_message():
                raise AlsError("als serve", error.format_message(), _("put this right and start again")) from None
            ctx.exit(1)


def _free(port: int) -> None:
    """Raise AlsError where the port cannot be had."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        # As the server itself does: a port whose last connections are only just closing is free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            problem = _("this port is in use, or may not be used")
            raise AlsError(f"--port {port}", problem, _("choose another, for example --port 8765")) from None
