"""A text and the nodes that the parser saw in it: where each of them begins, ends and may be touched."""

from __future__ import annotations

import yaml

from .edits import Path

__all__ = ["MarkedText", "Unsafe", "empty"]


class Unsafe(Exception):
    """A place that cannot be changed by itself; `line` from 0."""

    def __init__(self, line: int) -> None:
        self.line = line


class MarkedText:
    """A text and its nodes, for one change."""

    def __init__(self, text: str, root: yaml.MappingNode) -> None:
        self.text, self.root = text, root
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._uses: dict[int, int] = {}
        self._count(root)

    def _count(self, node: yaml.Node) -> None:
        self._uses[id(node)] = self._uses.get(id(node), 0) + 1
        if self._uses[id(node)] > 1:
            return
        if isinstance(node, yaml.SequenceNode):
            for each in node.value:
                self._count(each)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._count(key)
                self._count(value)

    def below(self, node: yaml.Node, step: str | int) -> yaml.Node | None:
        """What stands in a node under a name or number; None where there is no such name. Raises Unsafe, and IndexError."""
        self._alone(node)
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = node.value[step]
        else:
            raise Unsafe(node.start_mark.line)
        if found is not None:
            self._alone(found)
        return found

    def _alone(self, node: yaml.Node) -> None:
        """Refuse a node that stands in several places, or has a name for others to stand there."""
        if self._uses.get(id(node), 1) > 1 or self.text[node.start_mark.index : node.start_mark.index + 1] in ("&", "*", "!"):
            raise Unsafe(node.start_mark.line)

    def line(self, path: Path) -> int:
        """The line, from 0, of the last node on the way that is there."""
        node: yaml.Node = self.root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                found = [value for key, value in node.value if key.value == step]
            else:
                found = node.value[step : step + 1] if isinstance(node, yaml.SequenceNode) and isinstance(step, int) else []
            if not found:
                break
            node = found[0]
        return int(node.start_mark.line)

    def dash(self, node: yaml.Node) -> int:
        """The column of the dash of a block list's item."""
        before = self.text[: node.start_mark.index].rstrip(" \t\r\n")
        if not before.endswith("-"):
            raise Unsafe(node.start_mark.line)
        return len(before) - 1 - (before.rfind("\n") + 1)

    def colon(self, key: yaml.Node) -> int:
        """The place right after a key's colon."""
        return self.text.index(":", key.end_mark.index) + 1

    def end(self, node: yaml.Node) -> int:
        """Where a node's own text ends: not the blank lines and comments behind a block."""
        if isinstance(node, yaml.ScalarNode):
            return self._end_of_block(node) if node.style in ("|", ">") else int(node.end_mark.index)
        if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
            key, value = node.value[-1]
            return self.colon(key) if empty(value) else self.end(value)
        if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
            last = node.value[-1]
            return self.text.rindex("-", 0, last.end_mark.index + 1) + 1 if empty(last) else self.end(last)
        return int(node.end_mark.index)

    def _end_of_block(self, node: yaml.ScalarNode) -> int:
        """The end of the last line of a block text that is indented as the text is."""
        lines = self.text[node.start_mark.index : node.end_mark.index].split("\n")
        indents = [_indent(line) for line in lines[1:] if line.strip()]
        own = (number for number, line in enumerate(lines) if line.strip() and (number == 0 or _indent(line) >= indents[0]))
        length = sum(len(line) + 1 for line in lines[: max(own, default=0) + 1]) - 1
        end = node.start_mark.index + length
        return end - 1 if self.text[end - 1 : end] == "\r" else end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def empty(node: yaml.Node) -> bool:
    """Whether nothing was written where a value could stand."""
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value == ""
