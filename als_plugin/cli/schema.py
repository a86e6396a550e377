"""`als schema`: what may stand in the files, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..words import _
from .organisation import config_file_option, find
from .output import say

__all__ = ["schema"]


@click.command(
    short_help=_("Write the schemas with which an editor checks and completes while you type."),
    help=_(
        "Write set.schema.json and session.schema.json, with which an editor checks and completes while you type.\n\n"
        "They go into the organisation's folder schemas/, where `als new` refers to them from every new file.\n\n"
        "\b\nExample:\n  als schema\n  als schema --out ~/schemas"
    ),
)
@click.option("--out", metavar="DIR", help=_("The folder to write them to. Default: schemas/ beside mkdocs.yml."))
@config_file_option
def schema(out: str | None, config_file: str | None) -> None:
    from ..files import draft
    from ..records.schema import schemas

    folder = Path(out) if out is not None else find(config_file).root / "schemas"
    for name, made in schemas().items():
        path = folder / f"{name}.schema.json"
        with draft(path) as beside:
            beside.write_bytes((json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode())
        say(_("Written: {path}").format(path=path))
    say(_("Editors that know YAML read this as the first line of a file:"))
    line = "# yaml-language-server: $schema={path}"
    for name, place in (("set", "sets/<set>/set.yml"), ("session", "sets/<set>/sessions/<date>.yml")):
        depth = "../.." if name == "set" else "../../.."
        seen = f"{depth}/schemas/{name}.schema.json" if out is None else (folder / f"{name}.schema.json").resolve().as_posix()
        say(f"  {place}:  {line.format(path=seen)}")
