"""A value put into a text at its place, or items added to a list there, in the way in which the text around it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml

from .edits import Add, AddAll, Put
from .marked_text import MarkedText, Unsafe, empty
from .writing import Value, block, flow, item

__all__ = ["with_value"]


def with_value(marked: MarkedText, change: Put | Add | AddAll) -> str:
    """The text with the change made. Raises Unsafe, and LookupError where there is no such place."""
    *way, last = change.path
    node: yaml.Node = marked.root
    for number, step in enumerate(way):
        below = marked.below(node, step)
        if below is None or empty(below):
            value: Value = change.value if isinstance(change, Put) else list(change.items)
            for name in reversed(change.path[number + 1 :]):
                value = {name: value}
            return _put(marked, node, step, value)
        node = below
    if isinstance(change, Put):
        return _put(marked, node, last, change.value)
    below = marked.below(node, last)
    if below is None or empty(below):
        return _put(marked, node, last, list(change.items))
    if not isinstance(below, yaml.SequenceNode):
        raise Unsafe(below.start_mark.line)
    return _appended(marked, node, last, below, change.items)


def _put(marked: MarkedText, node: yaml.Node, step: str | int, value: Value) -> str:
    if isinstance(node, yaml.SequenceNode):
        old = node.value[int(step)]
        return _replaced(marked, old, value, 0 if node.flow_style else marked.dash(old), in_flow=bool(node.flow_style))
    assert isinstance(node, yaml.MappingNode)
    for key, old in node.value:
        if key.value == step:
            if empty(old) and not node.flow_style:
                return _written(marked, marked.colon(key), marked.colon(key), block(value, key.start_mark.column + 2), " ")
            return _replaced(marked, old, value, key.start_mark.column, in_flow=bool(node.flow_style))
    return _new_entry(marked, node, str(step), value)


def _replaced(marked: MarkedText, old: yaml.Node, value: Value, column: int, *, in_flow: bool) -> str:
    text, start, end = marked.text, old.start_mark.index, marked.end(old)
    if isinstance(old, (yaml.MappingNode, yaml.SequenceNode)):
        if "#" in text[start:end]:
            raise Unsafe(old.start_mark.line)
        in_flow = in_flow or bool(old.flow_style) and flow(value) == "".join(block(value, 0))
    if in_flow:
        return text[:start] + flow(value) + text[end:]
    # What stands before it on its line goes with it where it began on a line of its own.
    before = text[:start].rstrip(" \t\r\n")
    begun = len(before) if "\n" in text[len(before) : start] else start
    lead = " " if begun != start or text[start - 1 : start] != " " else ""
    return _written(marked, begun, end, block(value, column + 2), lead)


def _written(marked: MarkedText, start: int, end: int, lines: list[str], lead: str) -> str:
    first, *rest = lines
    written = (f"{lead}{first}" if first else "") + "".join(marked.newline + line for line in rest)
    before = marked.text[:start]
    return (before if first else before.rstrip(" ")) + written + marked.text[end:]


def _new_entry(marked: MarkedText, node: yaml.MappingNode, name: str, value: Value) -> str:
    if node.flow_style:
        return _into_flow(marked, node, f"{name}: {flow(value)}")
    if not node.value:
        raise Unsafe(node.start_mark.line)
    first, *rest = block(value, node.value[0][0].start_mark.column + 2)
    pad = " " * node.value[0][0].start_mark.column
    return _below_line(marked, marked.end(node), [f"{pad}{name}:{' ' + first if first else ''}", *rest])


def _appended(marked: MarkedText, parent: yaml.Node, step: str | int, node: yaml.SequenceNode, values: Sequence[Value]) -> str:
    if node.flow_style:
        if not node.value:
            return _put(marked, parent, step, list(values))
        one_line = "\n" not in marked.text[node.start_mark.index : node.end_mark.index]
        if one_line or not any(isinstance(value, (Mapping, list)) for value in values):
            return _into_flow(marked, node, ", ".join(flow(value) for value in values))
    if node.flow_style or not node.value:
        raise Unsafe(node.start_mark.line)
    dash = marked.dash(node.value[-1])
    return _below_line(marked, marked.end(node), [line for value in values for line in item(value, dash)])


def _into_flow(marked: MarkedText, node: yaml.MappingNode | yaml.SequenceNode, written: str) -> str:
    closing = node.end_mark.index - 1
    kept = marked.text[:closing].rstrip(" \t\r\n,")
    if node.value and "#" in marked.text[len(kept) : closing]:
        raise Unsafe(node.end_mark.line)
    comma = ", " if node.value else ""
    return kept + comma + written + marked.text[len(kept) : closing].lstrip(",") + marked.text[closing:]


def _below_line(marked: MarkedText, end: int, lines: list[str]) -> str:
    """The text with further lines after the one in which `end` is."""
    at = marked.text.find("\n", end)
    added = marked.newline.join(lines)
    if at < 0:
        return marked.text + marked.newline + added + marked.newline
    return marked.text[: at + 1] + added + marked.newline + marked.text[at + 1 :]
