"""Changes to a record's file that leave every byte outside of what was changed as it is.

A change is put into the text at the places where the parser saw the nodes. What comes out is read again and held against what was
meant; where that is not the same, or a place cannot be changed by itself (an anchor, an alias, a comment inside), nothing is
written and the line is named.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from ..errors import AlsError, Place
from ..words import _
from .writing import Value, block, compose, flow, item, text_of_scalar

__all__ = ["Add", "Change", "Put", "Remove", "compose", "splice"]

Path = tuple[str | int, ...]

_QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Put:
    """Let `value` stand at a path such as `("turns", 0, "agreed_on")`; mappings on the way are made where they are missing."""

    path: Path
    value: Value


@dataclass(frozen=True)
class Add:
    """Let `item` be the last one of the list at a path, which is made where it is missing."""

    path: Path
    item: Value


@dataclass(frozen=True)
class Remove:
    """Let nothing stand at a path; a mapping or list that would be empty goes with it."""

    path: Path


Change = Put | Add | Remove


class _Unsafe(Exception):
    def __init__(self, line: int) -> None:
        self.line = line


def splice(source: bytes, changes: Sequence[Change], *, shown: str = "record") -> bytes:
    """The file with these changes made one after the other. `shown` is its path as the user knows it.

    Raises AlsError, with the line, where a change is not safe.
    """
    mark, data = (codecs.BOM_UTF8, source[3:]) if source.startswith(codecs.BOM_UTF8) else (b"", source)
    text = data.decode("utf-8")
    for change in changes:
        text = _changed(text, change, shown)
    return mark + text.encode("utf-8")


def _changed(text: str, change: Change, shown: str) -> str:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if not isinstance(root, yaml.MappingNode):
            raise _Unsafe(0)
        meant = _meant(_plain(root), change)
        made = _Text(text, root).made(change)
        # Where its nodes stand does not matter any more, so the quicker parser will do.
        again = yaml.compose(made, Loader=_QUICK)
        if again is None or _plain(again) != meant:
            raise _Unsafe(_line(root, change.path))
        return made
    except (yaml.YAMLError, LookupError) as error:
        found = getattr(error, "problem_mark", None)
        raise _refusal(text, found.line if found else 0, change, shown) from None
    except _Unsafe as unsafe:
        raise _refusal(text, unsafe.line, change, shown) from None


def _refusal(text: str, line: int, change: Change, shown: str) -> AlsError:
    lines = text.splitlines()
    here = lines[line].strip() if line < len(lines) else ""
    name = ".".join(str(step) for step in change.path)
    return AlsError(
        Place(shown, line + 1),
        _('{name} cannot be changed here without touching what stands around it ("{line}")').format(name=name, line=here[:60]),
        _("write this change by hand"),
    )


def _plain(node: yaml.Node) -> Any:
    """What stands in a node, every single value as its text."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value.rstrip("\n")


def _told(value: Value) -> Any:
    """A value in the form of `_plain`."""
    if isinstance(value, Mapping):
        return {key: _told(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_told(each) for each in value]
    return text_of_scalar(value).rstrip("\n")


def _meant(data: Any, change: Change) -> Any:
    """The data with the change made in it."""
    *way, last = change.path
    here = data
    for step in way:
        if isinstance(step, str) and (step not in here or here[step] == ""):
            here[step] = {}
        here = here[step]
    if isinstance(change, Put):
        here[last] = _told(change.value)
    elif isinstance(change, Add):
        there = here.get(last) if isinstance(here, dict) else here[last]
        if there in (None, ""):
            here[last] = there = []
        if not isinstance(there, list):
            raise LookupError
        there.append(_told(change.item))
    else:
        del here[last]
        if not here and way:
            _meant(data, Remove(tuple(way)))
    return data


def _line(root: yaml.Node, path: Path) -> int:
    """The line of the last node on the way that is there."""
    node = root
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = [value for key, value in node.value if key.value == step]
        else:
            found = node.value[step : step + 1] if isinstance(node, yaml.SequenceNode) and isinstance(step, int) else []
        if not found:
            break
        node = found[0]
    return int(node.start_mark.line)


class _Text:
    """A text and its nodes, for one change."""

    def __init__(self, text: str, root: yaml.MappingNode) -> None:
        self.text, self.root = text, root
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.uses: dict[int, int] = {}
        self._count(root)

    def _count(self, node: yaml.Node) -> None:
        self.uses[id(node)] = self.uses.get(id(node), 0) + 1
        if self.uses[id(node)] > 1 or isinstance(node, yaml.ScalarNode):
            return
        for each in node.value:
            for part in each if isinstance(each, tuple) else (each,):
                self._count(part)

    def made(self, change: Change) -> str:
        """The text with the change made."""
        if isinstance(change, Remove):
            return self._removed(change.path)
        *way, last = change.path
        node: yaml.Node = self.root
        for number, step in enumerate(way):
            below = self._below(node, step)
            if below is None or _empty(below):
                value: Value = change.value if isinstance(change, Put) else [change.item]
                for name in reversed(change.path[number + 1 :]):
                    value = {name: value}
                return self._put(node, step, value)
            node = below
        if isinstance(change, Put):
            return self._put(node, last, change.value)
        below = self._below(node, last)
        if below is None or _empty(below):
            return self._put(node, last, [change.item])
        if not isinstance(below, yaml.SequenceNode):
            raise _Unsafe(below.start_mark.line)
        return self._appended(node, last, below, change.item)

    def _below(self, node: yaml.Node, step: str | int) -> yaml.Node | None:
        self._alone(node)
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = node.value[step]
        else:
            raise _Unsafe(node.start_mark.line)
        if found is not None:
            self._alone(found)
        return found

    def _alone(self, node: yaml.Node) -> None:
        """Refuse a node that stands in several places, or has a name for others to stand there."""
        if self.uses.get(id(node), 1) > 1 or self.text[node.start_mark.index : node.start_mark.index + 1] in ("&", "*", "!"):
            raise _Unsafe(node.start_mark.line)

    def _put(self, node: yaml.Node, step: str | int, value: Value) -> str:
        if isinstance(node, yaml.SequenceNode):
            return self._replaced(node.value[int(step)], value, self._dash(node.value[int(step)]) if not node.flow_style else 0, node)
        assert isinstance(node, yaml.MappingNode)
        for key, old in node.value:
            if key.value == step:
                if _empty(old) and not node.flow_style:
                    colon = self.text.index(":", key.end_mark.index) + 1
                    return self._written(colon, colon, block(value, key.start_mark.column + 2), " ")
                return self._replaced(old, value, key.start_mark.column, node)
        return self._new_entry(node, str(step), value)

    def _replaced(self, old: yaml.Node, value: Value, column: int, parent: yaml.Node) -> str:
        start, end = old.start_mark.index, self._end(old)
        if "#" in self.text[start:end] and not isinstance(old, yaml.ScalarNode):
            raise _Unsafe(old.start_mark.line)
        if parent.flow_style or (not isinstance(old, yaml.ScalarNode) and old.flow_style and flow(value) == "".join(block(value, 0))):
            return self.text[:start] + flow(value) + self.text[end:]
        # What stands before it on its line goes with it where it began on a line of its own.
        before = self.text[:start].rstrip(" \t\r\n")
        begun = len(before) if "\n" in self.text[len(before) : start] else start
        lead = " " if begun != start or self.text[start - 1 : start] != " " else ""
        return self._written(begun, end, block(value, column + 2), lead)

    def _written(self, start: int, end: int, lines: list[str], lead: str) -> str:
        first, *rest = lines
        written = (f"{lead}{first}" if first else "") + "".join(self.newline + line for line in rest)
        before = self.text[:start]
        return (before if first else before.rstrip(" ")) + written + self.text[end:]

    def _new_entry(self, node: yaml.MappingNode, name: str, value: Value) -> str:
        if node.flow_style:
            return self._into_flow(node, f"{name}: {flow(value)}")
        if not node.value:
            raise _Unsafe(node.start_mark.line)
        first, *rest = block(value, node.value[0][0].start_mark.column + 2)
        pad = " " * node.value[0][0].start_mark.column
        return self._below_line(self._end(node), [f"{pad}{name}:{' ' + first if first else ''}", *rest])

    def _appended(self, parent: yaml.Node, step: str | int, node: yaml.SequenceNode, value: Value) -> str:
        if node.flow_style:
            if node.value and (not isinstance(value, (Mapping, list)) or "\n" not in self.text[node.start_mark.index : node.end_mark.index]):
                return self._into_flow(node, flow(value))
            if node.value:
                raise _Unsafe(node.start_mark.line)
            return self._put(parent, step, [value])
        if not node.value:
            raise _Unsafe(node.start_mark.line)
        return self._below_line(self._end(node), item(value, self._dash(node.value[-1])))

    def _into_flow(self, node: yaml.Node, written: str) -> str:
        closing = node.end_mark.index - 1
        kept = self.text[:closing].rstrip(" \t\r\n,")
        if node.value and "#" in self.text[len(kept) : closing]:
            raise _Unsafe(node.end_mark.line)
        comma = ", " if node.value else ""
        return kept + comma + written + self.text[len(kept) : closing].lstrip(",") + self.text[closing:]

    def _below_line(self, end: int, lines: list[str]) -> str:
        """The text with further lines after the one in which `end` is."""
        at = self.text.find("\n", end)
        added = self.newline.join(lines)
        if at < 0:
            return self.text + self.newline + added + self.newline
        return self.text[: at + 1] + added + self.newline + self.text[at + 1 :]

    def _dash(self, node: yaml.Node) -> int:
        """The column of a list item's dash."""
        before = self.text[: node.start_mark.index].rstrip(" \t\r\n")
        if not before.endswith("-"):
            raise _Unsafe(node.start_mark.line)
        return len(before) - 1 - (before.rfind("\n") + 1)

    def _end(self, node: yaml.Node) -> int:
        """Where a node's own text ends: not the blank lines and comments behind a block."""
        if isinstance(node, yaml.ScalarNode):
            if node.style not in ("|", ">"):
                return int(node.end_mark.index)
            return self._end_of_block(node)
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        if isinstance(last, tuple):
            key, value = last
            return self.text.index(":", key.end_mark.index) + 1 if _empty(value) else self._end(value)
        return self.text.rindex("-", 0, last.end_mark.index + 1) + 1 if _empty(last) else self._end(last)

    def _end_of_block(self, node: yaml.ScalarNode) -> int:
        """The end of the last line of a block text that is indented as the text is."""
        lines = self.text[node.start_mark.index : node.end_mark.index].split("\n")
        indents = [len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip()]
        last = max((number for number, line in enumerate(lines) if line.strip() and (number == 0 or len(line) - len(line.lstrip(" ")) >= indents[0])), default=0)
        length = sum(len(line) + 1 for line in lines[: last + 1]) - 1
        end = node.start_mark.index + length
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def _removed(self, path: Path) -> str:
        *way, last = path
        node: yaml.Node = self.root
        for step in way:
            below = self._below(node, step)
            if below is None:
                raise LookupError
            node = below
        if self._below(node, last) is None:
            raise LookupError
        if len(node.value) == 1:
            if not way:
                raise _Unsafe(node.start_mark.line)
            return self._removed(tuple(way))
        if isinstance(node, yaml.MappingNode):
            places = [key.start_mark.index for key, _value in node.value]
            number = next(number for number, (key, _value) in enumerate(node.value) if key.value == last)
            key, value = node.value[number]
            end = self.text.index(":", key.end_mark.index) + 1 if _empty(value) else self._end(value)
        else:
            number = int(last)
            end = self._end(node.value[number])
            places = [each.start_mark.index if node.flow_style else self._dash_at(each) for each in node.value]
        start = places[number]
        if node.flow_style:
            return self._out_of_flow(start, end, places, number)
        line = self.text.rfind("\n", 0, start) + 1
        if self.text[line:start].strip():  # the first field behind a dash: the next one takes its place
            return self.text[:start] + self.text[places[number + 1] :]
        after = self.text.find("\n", end)
        return self.text[:line] + (self.text[after + 1 :] if after >= 0 else "")

    def _dash_at(self, node: yaml.Node) -> int:
        return self.text.rindex("-", 0, node.start_mark.index)

    def _out_of_flow(self, start: int, end: int, places: list[int], number: int) -> str:
        if number + 1 < len(places):
            return self.text[:start] + self.text[places[number + 1] :]
        comma = self.text.rindex(",", 0, start)
        return self.text[:comma] + self.text[end:]


def _empty(node: yaml.Node) -> bool:
    """Whether nothing was written where a value could stand."""
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value == ""
