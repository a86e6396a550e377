"""What commands say: results on stdout, for people or machines; everything else on stderr."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import click

__all__ = ["harmless", "json_option", "say", "say_json", "warn"]


def say(text: str = "") -> None:
    """A line of the result."""
    click.echo(text)


def say_json(value: Any) -> None:
    """The result for a machine: one JSON value."""
    click.echo(_NOT_ASCII.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2)))


def harmless(text: str) -> str:
    """A text that somebody else wrote, as a terminal may be given it: nothing in it moves, hides or turns round what stands there.

    Lines and tabs stay; other characters that are no signs (controls, directions, separators of lines) are named.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(f"<U+{ord(each):04X}>" if each not in "\n\t" and unicodedata.category(each) in _NO_SIGNS else each for each in text)


_NO_SIGNS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_NOT_ASCII = re.compile(r"[^ -~\n]")


def _escaped(found: re.Match[str]) -> str:
    # In JSON these can stand in texts alone, where \u means the same.
    sign = found[0]
    return json.dumps(sign)[1:-1] if unicodedata.category(sign) in _NO_SIGNS else sign


def warn(lines: Iterable[str]) -> None:
    """Warnings, plain and unwrapped, a line each."""
    for line in lines:
        click.echo(line, err=True)


def json_option(command: Any) -> Any:
    """The option of commands whose result a machine may read."""
    from ..words import _

    return click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))(command)
