"""The templates of new files: YAML and Markdown with notes for people, filled with Jinja."""

from __future__ import annotations

import json
import re
import textwrap
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..words import _, ngettext

__all__ = ["one_line", "quoted", "render"]

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9.'’-]*( [A-Za-z0-9.'’-]+)*")
YAML_WORDS = frozenset("y n yes no on off true false null".split())


def quoted(text: str) -> str:
    """A text as a YAML value: as it is where that is safe, else in double quotes (JSON's, which YAML reads alike)."""
    if PLAIN.fullmatch(text) and text.lower() not in YAML_WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def one_line(text: str, width: int = 90) -> str:
    """A text as one line for a note, shortened at a word; whatever would end a YAML comment becomes a space."""
    return textwrap.shorten(" ".join(text.split()), width, placeholder=" …")


def note(text: str, indent: int = 0) -> str:
    """A text as YAML comments of at most 100 columns."""
    start = " " * indent + "# "
    return textwrap.fill(" ".join(text.split()), 100, initial_indent=start, subsequent_indent=start, break_on_hyphens=False)


def render(template: str, /, **facts: Any) -> str:
    """The file that this template and these facts make. YAML and Markdown: nothing is escaped as HTML."""
    environment = Environment(
        loader=PackageLoader("als_plugin.new"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, autoescape=False,
    )
    environment.filters |= {"note": note, "quoted": quoted, "one_line": one_line}
    environment.globals |= {"_": _, "ngettext": ngettext}
    return environment.get_template(template).render(**facts)
