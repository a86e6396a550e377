"""Values as a careful person writes them into a record's YAML: block texts, no anchors, quotes only where they are needed."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from .model import Model, Session, SetFile

__all__ = ["Value", "block", "compose", "flow", "inline", "text_of_scalar"]

Value = Any
"""A mapping, a list, a text, a whole number, True or False, a date or a time."""

_WIDTH = 100
_PLAIN = re.compile(r"[^\W_](?:[^\n:#\"'`\[\]{}]|:(?=\S)(?!$)|(?<=\S)#)*", re.ASCII)
"""Texts that mean themselves: begin with a letter or digit, and hold no sign that YAML or a hasty reader takes for another."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
_OTHER = re.compile(
    r"(?:true|false|yes|no|on|off|null|y|n|~)|[-+]?[\d.,_:]+(?:e[-+]?\d+)?|0x[\da-f]+|\d{4}-\d{1,2}-\d{1,2}.*", re.IGNORECASE | re.ASCII
)
"""What YAML reads as something else than a text."""


def text_of_scalar(value: Value) -> str:
    """A single value's text, as it would stand without quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def inline(value: Value, *, flow: bool = False) -> str | None:
    """A single value on the line where it stands; None for a text that needs a block. `flow`: between brackets or braces."""
    text = text_of_scalar(value)
    if isinstance(value, dt.time):
        return f'"{text}"'
    if not isinstance(value, str):
        return text
    if not flow and ("\n" in text or len(text) > _WIDTH) and _fits_block(text):
        return None
    if _PLAIN.fullmatch(text) and text == text.strip() and not _OTHER.fullmatch(text) and not (flow and "," in text):
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(value: Value) -> str:
    """A value on one line, lists in [] and mappings in {}."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return inline(value, flow=True) or ""


def block(value: Value, indent: int) -> list[str]:
    """A value's lines after its key's colon or its dash; the first is what goes on that line, "" where it begins below. Lines
    below are indented by so many blanks."""
    pad = " " * indent
    if isinstance(value, Mapping):
        if not value:
            return ["{}"]
        lines = [""]
        for key, each in value.items():
            lines += _entry(f"{pad}{key}:", each, indent)
        return lines
    if isinstance(value, (list, tuple)):
        if all(isinstance(each, (str, int)) and _NAME.fullmatch(text_of_scalar(each)) for each in value):
            ids = flow(list(value))
            if len(ids) + indent <= _WIDTH:
                return [ids]
        lines = [""]
        for each in value:
            lines += item(each, indent)
        return lines
    if (line := inline(value)) is not None:
        return [line]
    return ["|", *(f"{pad}{each}" if each else "" for each in value.rstrip("\n").split("\n"))]


def item(value: Value, indent: int) -> list[str]:
    """A list's item: its dash after so many blanks, and what stands below it."""
    pad = " " * indent
    if isinstance(value, Mapping) and value:
        _first, second, *rest = block(value, indent + 2)
        return [f"{pad}- {second.lstrip()}", *rest]
    return _entry(f"{pad}-", value, indent)


def _entry(lead: str, value: Value, indent: int) -> list[str]:
    first, *rest = block(value, indent + 2)
    return [f"{lead} {first}" if first else lead, *rest]


def _fits_block(text: str) -> bool:
    """Whether a block below | can hold the text as it is."""
    return bool(text.strip()) and text[:1] not in (" ", "\n", "\t") and not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


def compose(mapping: Mapping[str, Value], kind: Literal["session", "set"]) -> str:
    """A whole new file of this kind from plain values, its fields in the order of the contract; what is empty is left out."""
    ordered = _ordered(mapping, Session if kind == "session" else SetFile)
    return "\n".join(block(ordered, 0)[1:]) + "\n"


def _ordered(value: Value, model: type[Model] | None) -> Value:
    """The value with every mapping's fields in the model's order, and nothing empty."""
    if isinstance(value, Mapping):
        fields = {info.alias or name: info.annotation for name, info in model.model_fields.items()} if model else {}
        names = [*(name for name in fields if name in value), *(name for name in value if name not in fields)]
        made = {name: _ordered(value[name], _model(fields.get(name))) for name in names}
        return {name: each for name, each in made.items() if each not in (None, "", [], {}, ())}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_ordered(each, model) for each in value]
    return value


def _model(annotation: Any) -> type[Model] | None:
    """The model somewhere within a type."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    for each in getattr(annotation, "__args__", ()):
        if found := _model(each):
            return found
    return None
