"""From one state of a record to another: the fewest changes that lead there, so that all else in the file stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from ..records.splice import Add, Change, Put, Remove

__all__ = ["changes_between", "shape_of"]

Path = tuple[str | int, ...]


def shape_of(text: str) -> Any:
    """How the file has it: mappings, lists, and a text for whatever is neither."""
    return _shape(yaml.compose(text, Loader=yaml.SafeLoader))


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any], shape: Any, path: Path = ()) -> list[Change]:
    """The changes from one mapping of fields to another. `shape` is what stands in the file, which may have shorter forms."""
    found: list[Change] = []
    for name in [*before, *(each for each in after if each not in before)]:
        here, old, new = (*path, name), before.get(name), after.get(name)
        if old == new:
            continue
        inner = shape.get(name) if isinstance(shape, dict) else None
        if new is None:
            found.append(Remove(here))
        elif isinstance(old, dict) and isinstance(new, dict) and isinstance(inner, dict):
            found += changes_between(old, new, inner, here)
        elif isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)) and isinstance(inner, list) and len(inner) == len(old):
            found += _of_lists(old, new, inner, here)
        else:
            found.append(Put(here, new))
    return found


def _of_lists(before: Sequence[Any], after: Sequence[Any], shape: list[Any], path: Path) -> list[Change]:
    """Items at the beginning and the end that are the same stay; those between are changed, added or taken out."""
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    if len(before) > len(after):
        tail = 0
        while tail < len(after) - same and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        gone = range(len(after) - tail, len(before) - tail)
        if not after:
            return [Remove(path)]
        found: list[Change] = []
        for number in range(same, len(after) - tail):
            found += _of_item(before[number], after[number], shape[number], (*path, number))
        return [*found, *(Remove((*path, number)) for number in reversed(gone))]
    found = []
    for number in range(same, len(before)):
        found += _of_item(before[number], after[number], shape[number], (*path, number))
    return [*found, *(Add(path, item) for item in after[len(before) :])]


def _of_item(old: Any, new: Any, shape: Any, path: Path) -> list[Change]:
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict) and isinstance(shape, dict):
        return changes_between(old, new, shape, path)
    return [Put(path, new)]


def _shape(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _shape(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_shape(each) for each in node.value]
    return ""
