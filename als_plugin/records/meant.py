"""What a file's data are to be after a change: what comes out of the text is held against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from .edits import Add, AddAll, Change, Put, Remove
from .writing import Value, text_of_scalar

__all__ = ["meant", "plain"]


def plain(node: yaml.Node) -> Any:
    """What stands in a node, every single value as its text."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(each) for each in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return node.value.rstrip("\n")


def meant(data: Any, change: Change | AddAll) -> Any:
    """The data of `plain` with the change made in them. Raises LookupError where there is no such place."""
    *way, last = change.path
    here = data
    for step in way:
        if isinstance(step, str) and (step not in here or here[step] == ""):
            here[step] = {}
        here = here[step]
    if isinstance(change, Put):
        here[last] = _told(change.value)
    elif isinstance(change, (Add, AddAll)):
        there = here.get(last) if isinstance(here, dict) else here[last]
        if there in (None, ""):
            here[last] = there = []
        if not isinstance(there, list):
            raise LookupError
        there += [_told(each) for each in change.items]
    else:
        del here[last]
        if not here and way:
            meant(data, Remove(tuple(way)))
    return data


def _told(value: Value) -> Any:
    """A value in the form of `plain`."""
    if isinstance(value, Mapping):
        return {key: _told(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_told(each) for each in value]
    return text_of_scalar(value).rstrip("\n")
