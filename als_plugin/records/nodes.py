"""A YAML text as a tree of nodes that know where they stand and how they were written; no values yet.

PyYAML's parser reads (libyaml's where present); the tree is put together here, so that depth and the expansion of aliases
are bounded and nothing is ever constructed from a tag.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from ..errors import AlsError, Place
from ..words import _
from .syntax import diagnose

__all__ = ["Node", "compose"]

Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 30
MAX_EXPANSION = 20_000
"""How many nodes and characters-by-the-hundred all aliases together may add."""


@dataclass
class Node:
    """A scalar, list or mapping; line and column count from 1, `end` is where a scalar's text ends.

    `plain`: a scalar without quotes; `flow`: a list in [] or a mapping in {}.
    """

    kind: Literal["scalar", "list", "map"]
    line: int
    column: int
    end: tuple[int, int] = (0, 0)
    text: str = ""
    plain: bool = False
    flow: bool = False
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    size: int = 1
    anchor: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was written where a value could stand."""
        return self.kind == "scalar" and self.plain and not self.text


def compose(text: str, shown: str, *, parser: type | None = None) -> Node:
    """The root node of a YAML text; raises `AlsError` with the place for what is no single plain YAML document.

    `shown` is the file's path as the user knows it; `parser` is for tests of the slower one.
    """
    try:
        return _Composer(text, shown).compose(parser or Parser)
    except yaml.MarkedYAMLError as error:
        raise diagnose(error, text, shown) from None
    except yaml.YAMLError as error:
        raise AlsError(
            shown, _("cannot be read as YAML ({error})").format(error=error), _("check its indentation and quotes")
        ) from None


class _Composer:
    def __init__(self, text: str, shown: str) -> None:
        self.text = text
        self.shown = shown
        self.anchors: dict[str, Node] = {}
        self.open: list[Node] = []
        self.keys: list[Node | None] = []
        self.root: Node | None = None
        self.expanded = 0

    def error(self, event: yaml.Event, problem: str, remedy: str) -> AlsError:
        return AlsError(Place(self.shown, *_place(event.start_mark)), problem, remedy)

    def compose(self, parser: type) -> Node:
        documents = 0
        for event in yaml.parse(self.text, Loader=parser):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.error(
                        event, _("a second document begins here"), _('take the line "---" out; inside a text, indent it below |')
                    )
            elif isinstance(event, yaml.AliasEvent):
                self.add(self.alias(event))
            elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
                if event.tag is not None:
                    raise self.error(
                        event, _("a word that begins with ! is a tag, which records do not have"), _("put the text in quotes")
                    )
                self.start(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                node = self.open.pop()
                self.keys.pop()
                self.finish(node)
        if self.root is None or self.root.empty:
            raise AlsError(self.shown, _("is empty"), _("write the record's fields into it, or take the file away"))
        return self.root

    def start(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        line, column = _place(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            end = _place(event.end_mark)
            plain = event.style in (None, "", ":")
            node = Node("scalar", line, column, end, event.value, plain=plain, size=1 + len(event.value) // 100)
            node.anchor = event.anchor
            if node.empty and event.anchor:
                raise self.error(event, _("a word that begins with & names nothing here"), _("put the text in quotes"))
            self.finish(node)
            return
        if len(self.open) >= MAX_DEPTH:
            raise self.error(
                event,
                _("is nested more than {MAX_DEPTH} deep").format(MAX_DEPTH=MAX_DEPTH),
                _("a text with many brackets needs quotes"),
            )
        kind: Literal["list", "map"] = "list" if isinstance(event, yaml.SequenceStartEvent) else "map"
        self.open.append(Node(kind, line, column, flow=bool(event.flow_style), anchor=event.anchor))
        self.keys.append(None)

    def alias(self, event: yaml.AliasEvent) -> Node:
        node = self.anchors.get(event.anchor or "")
        if node is None:
            known = any(open_.anchor == event.anchor for open_ in self.open)
            problem = (
                _("*{anchor} stands inside what it names").format(anchor=event.anchor)
                if known
                else _("a word that begins with * is a reference, and nothing is named {anchor}").format(anchor=event.anchor)
            )
            raise self.error(event, problem, _("put the text in quotes"))
        self.expanded += node.size
        if self.expanded > MAX_EXPANSION:
            raise self.error(
                event, _("the aliases (*) of this file unfold to too much"), _("write the text out where it belongs")
            )
        return node

    def finish(self, node: Node) -> None:
        if node.anchor:
            self.anchors[node.anchor] = node
        self.add(node)

    def add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        parent.size += node.size
        if parent.kind == "list":
            parent.items.append(node)
        elif (key := self.keys[-1]) is None:
            if node.kind != "scalar":
                raise AlsError(
                    Place(self.shown, node.line, node.column),
                    _("a list or mapping stands where a field's name should"),
                    _("put text that begins with [ or { in quotes"),
                )
            self.keys[-1] = node
        else:
            parent.pairs.append((key, node))
            self.keys[-1] = None


def _place(mark: Any) -> tuple[int, int]:
    """Line and column from 1, of a mark of either parser's."""
    return mark.line + 1, mark.column + 1
