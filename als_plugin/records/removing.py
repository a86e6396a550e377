"""What stands at a place taken out of a text, with whatever would be empty without it."""

from __future__ import annotations

import yaml

from .edits import Path
from .marked_text import MarkedText, Unsafe, empty

__all__ = ["without"]


def without(marked: MarkedText, path: Path) -> str:
    """The text without what stands at a path. Raises Unsafe, and LookupError where nothing stands there."""
    *way, last = path
    node: yaml.Node = marked.root
    for step in way:
        below = marked.below(node, step)
        if below is None:
            raise LookupError
        node = below
    if marked.below(node, last) is None:
        raise LookupError
    assert isinstance(node, (yaml.MappingNode, yaml.SequenceNode))  # as something stands in it
    if len(node.value) == 1:
        if not way:
            raise Unsafe(node.start_mark.line)
        return without(marked, tuple(way))
    starts, number, end = _item(marked, node, last)
    text, start = marked.text, starts[number]
    if node.flow_style:
        return _out_of_flow(text, starts, number, end)
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():  # the first field behind a dash: the next one takes its place
        return text[:start] + text[starts[number + 1] :]
    after = text.find("\n", end)
    return text[:line] + (text[after + 1 :] if after >= 0 else "")


def _item(marked: MarkedText, node: yaml.MappingNode | yaml.SequenceNode, step: str | int) -> tuple[list[int], int, int]:
    """Where all of a node's entries begin, which of them it is, and where that one ends."""
    if isinstance(node, yaml.MappingNode):
        number = next(number for number, (key, _value) in enumerate(node.value) if key.value == step)
        key, value = node.value[number]
        return [key.start_mark.index for key, _value in node.value], number, marked.colon(key) if empty(value) else marked.end(value)
    starts = [each.start_mark.index if node.flow_style else marked.text.rindex("-", 0, each.start_mark.index) for each in node.value]
    return starts, int(step), marked.end(node.value[int(step)])


def _out_of_flow(text: str, starts: list[int], number: int, end: int) -> str:
    if number + 1 < len(starts):
        return text[: starts[number]] + text[starts[number + 1] :]
    return text[: text.rindex(",", 0, starts[number])] + text[end:]
