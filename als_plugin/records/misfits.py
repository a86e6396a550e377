"""What is wrong where a node is not what its field expects, and what to do: the words for what commas, colons, brackets
and # did to a text, for a list or fields that are none, and for a field that does not exist."""

from __future__ import annotations

import re
from typing import Any

from ..words import _
from .hints import hints, homes
from .model import Model
from .nodes import Node
from .scalars import shorten
from .shape import listing, near

__all__ = ["lost_words", "no_fields", "no_list", "no_text", "no_value", "unknown_field"]

Misfit = tuple[str, str]
"""What is wrong, and what to do."""

_SQUEEZED = re.compile(r"([a-z_]+):\S")


def lost_words(node: Node, lines: list[str]) -> str | None:
    """What stands behind an unquoted text on its line, made a comment by its #."""
    line, column = node.end
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    if not rest.startswith("#"):
        return None
    # Behind nothing, a # with a blank after it is what people write as a comment; #1 and #team are not.
    return None if node.empty and re.match(r"#+(\s|$)", rest) else rest


def no_value(node: Node) -> Misfit:
    """A list or mapping where one value should be."""
    problem = _("must be one value, not a list") if node.kind == "list" else _("must be one value, not a mapping")
    return problem, _("write the value alone")


def no_text(node: Node) -> Misfit:
    """A list or mapping where a text should be: what was written looks like one, or a colon made it one."""
    quotes = _("put the whole text in quotes, or below a |")
    if node.flow and node.kind == "map":
        return _("a text that begins with { looks like a mapping"), quotes
    if node.flow:
        return _("a text that begins with [ looks like a list"), quotes
    if node.kind == "map":
        key = shorten(node.pairs[0][0].text)
        return _("the colon after {key} makes fields of what should be text").format(key=key), quotes
    return _("must be one value, not a list"), _("take the dashes away, or write the text below a |")


def no_list(node: Node, item: Any) -> Misfit:
    """Something else where a list should be; `item` is the type of its items."""
    if node.kind == "scalar" and item is int:
        numbers = (re.findall(r"\d+", node.text) * 2 or ["2", "3"])[:2]
        cure = _("write the lowest and the highest, such as {list}").format(list=f"[{', '.join(numbers)}]")
    elif node.kind != "scalar" or item not in (str, int):
        cure = _("begin each item with - on a line of its own")
    elif re.fullmatch(r"[\w\s,-]{1,60}", node.text):
        cure = _("write {list}").format(list=f"[{node.text}]")
    else:
        cure = _("write - before it, on a line of its own")
    return _("must be a list"), cure


def no_fields(node: Node, model: type[Model]) -> Misfit:
    """Something else where fields should be."""
    if node.kind == "scalar" and (found := _SQUEEZED.match(node.text)) and found[1] in hints(model):
        return _squeezed(found[1])
    needed = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
    if node.kind == "scalar" and len(needed) == 1:
        return _("must have fields of its own"), _("write {field}: before it").format(field=needed[0])
    names = ", ".join(hints(model))
    return _("must have fields of its own"), _("write them below it, indented: {names}").format(names=names)


def unknown_field(key: Node, item: Node, parent: Node, model: type[Model], root: type[Model]) -> tuple[Misfit, str | None]:
    """A field that `model` does not have, in a file of `root`; also the field that was meant, if that is plain."""
    known = hints(model)
    name = shorten(key.text)
    squeezed = _SQUEEZED.match(key.text)
    if parent.flow and item.empty and squeezed and squeezed[1] in known:
        return _squeezed(squeezed[1]), squeezed[1]
    guess = near(key.text, known)
    if parent.flow and item.empty and not guess:
        if before := _before(parent, key):
            problem = _("the comma before {name} begins a new field").format(name=name)
            return (problem, _("put the whole text of {before} in quotes").format(before=before)), None
        return (_("{name} is no field").format(name=name), _("write name: text")), None
    if guess:
        remedy = _("did you mean {guess}?").format(guess=guess)
    else:
        remedy = _home(key.text, model, root) or _("the fields are {names}").format(names=", ".join(known))
    return (_("there is no field {name} here").format(name=name), remedy), guess


def _squeezed(field: str) -> Misfit:
    problem = _('a space is missing after the colon of "{field}:"').format(field=field)
    return problem, _("write {field}: and a space before the text").format(field=field)


def _home(name: str, model: type[Model], root: type[Model]) -> str | None:
    """Where a field belongs that stands in the wrong mapping."""
    places = [field for owner, field in homes(root).get(name, ()) if owner is not model]
    if not places:
        return None
    return _("it belongs in {places}").format(places=listing(places)) if all(places) else _("it belongs at the top of the file")


def _before(parent: Node, key: Node) -> str | None:
    """The last field with a text before this key."""
    name = None
    for other, item in parent.pairs:
        if other is key:
            return name
        if not item.empty:
            name = other.text
    return name
