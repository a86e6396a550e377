"""The group `als`: finds its commands, and sees to it that a mistake is told in one line and never as a traceback."""

from __future__ import annotations

import gc
import locale
import os
import sys
from importlib import import_module
from typing import Any

import click

from ..errors import AlsError
from ..refusals import refusal
from ..words import _, speaking

__all__ = ["Als", "main"]

COMMANDS = {
    "init": "init:init",
    "new": "new:new",
    "record": "record:record",
    "show": "show:show",
    "desk": "desk:desk",
    "check": "check:check",
    "serve": "serve:serve",
    "build": "build:build",
    "publish": "publish:publish",
    "access": "access:access",
    "remind": "remind:remind",
    "inbox": "inbox:inbox",
    "key": "key:key",
    "import": "bring:bring",
    "export": "export:export",
    "purge": "purge:purge",
    "audit": "audit:audit",
    "verify": "verify:verify",
    "schema": "schema:schema",
}
"""Each command's module and object, in the order in which somebody new needs them."""


class Als(click.Group):
    """A group that imports a command only when it is asked for, and words its errors for people."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        return getattr(import_module(f"{__package__}.{module}"), name)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        gc.set_threshold(50_000, 20, 50)  # what is imported stays: looking through it for cycles takes a tenth of a short command
        # Commands are imported, and so their help is worded, inside the language of the terminal.
        with speaking(_language()):
            return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except AlsError as error:
            # Plain, unwrapped and without a word before it, so that path:line:column can be clicked in a terminal.
            click.echo(str(error), err=True)
        except (KeyboardInterrupt, click.Abort):
            click.echo(_("Stopped."), err=True)
            ctx.exit(130)
        except BrokenPipeError:
            # The reader (`| head`) has gone: nothing more to say, and nothing may be flushed into the pipe at exit.
            sys.stdout = open(os.devnull, "w")
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            click.echo(_unexpected(error), err=True)
        ctx.exit(1)


def _unexpected(error: Exception) -> str:
    """One line for what this computer refused, or for what should not have happened."""
    if refused := refusal(error):
        return str(refused)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return _(
        "als: this should not have happened ({what}); run the same command as `als --debug …` and report what it prints, "
        "without people's names"
    ).format(what=what)


def _language() -> str:
    """The terminal's language as a BCP 47 tag; English where it has none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        tag = locale.normalize(os.environ.get(name, "")).split(".")[0]
        if tag:
            return "en" if tag in ("C", "POSIX") else tag.replace("_", "-")
    return "en"


@click.group(
    cls=Als,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(
        "Private, password-locked handbooks and records for action learning sets.\n\n"
        "Each command tells about itself with --help, with an example.\n\n"
        "\b\nExample, a first evening:\n"
        "  als init handbook\n"
        "  cd handbook\n"
        "  als new set harbour\n"
        "  als new session harbour\n"
        "  als check\n"
        "  als serve harbour"
    ),
)
@click.option("--debug", is_flag=True, help=_("Show the traceback where something unexpected happens."))
@click.version_option(package_name="mkdocs-als", prog_name="als")
def main(debug: bool) -> None:
    """The command itself; what it does stands in its commands."""
