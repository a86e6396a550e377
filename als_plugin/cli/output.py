"""What commands say: results on stdout, for people or machines; everything else on stderr."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click

__all__ = ["json_option", "say", "say_json", "warn"]


def say(text: str = "") -> None:
    """A line of the result."""
    click.echo(text)


def say_json(value: Any) -> None:
    """The result for a machine: one JSON value."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def warn(lines: Iterable[str]) -> None:
    """Warnings, plain and unwrapped, a line each."""
    for line in lines:
        click.echo(line, err=True)


def json_option(command: Any) -> Any:
    """The option of commands whose result a machine may read."""
    from ..words import _

    return click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))(command)
