"""Tables of contents as the theme renders them: once for each tree of levels, with marks in place of addresses and titles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from cachetools import LRUCache
from markupsafe import escape

from .article import Headed
from .marks import FORMS, Gap, address, split, text
from .unfit import Unfit

__all__ = ["Contents", "Pattern"]

_KEPT = 2000
_FIRST = 1000
"""From here on are the numbers of marks, which no other mark has."""

Pattern = tuple[str | Gap, ...]
"""A table of contents with gaps: `id/NUMBER` and `title/NUMBER`, entries numbered as they stand."""
Rendering = Callable[[Any], str]


class Contents:
    """Those of one language. What a tree of levels looks like is asked of the theme once; that this gives what the theme gives, at
    each tree's first table."""

    def __init__(self) -> None:
        self._known: LRUCache[tuple[Any, ...], str] = LRUCache(_KEPT)
        self.patterns: dict[str, Pattern | None] = {}
        """By tree; None where the theme does something with titles that is not known."""

    def html(self, toc: Sequence[Headed], render: Rendering) -> str:
        """A table of contents; `render` is the theme."""
        key = tuple(_told(toc))
        if (known := self._known.get(key)) is None:
            self._known[key] = known = self._made(toc, render)
        return known

    def _made(self, toc: Sequence[Headed], render: Rendering) -> str:
        tree, entries = _tree(toc), list(_flat(toc))
        if any("\n" in each.title for each in entries):
            return render(toc)  # where lines break, white space is taken away
        if tree not in self.patterns:
            made = render(toc)
            pattern = _learned(toc, render)
            self.patterns[tree] = pattern if pattern is not None and _filled(pattern, entries) == made else None
            return made
        pattern = self.patterns[tree]
        return render(toc) if pattern is None else _filled(pattern, entries)


def _learned(toc: Sequence[Headed], render: Rendering) -> Pattern | None:
    if not toc:
        return (render(toc),)
    numbers = range(sum(1 for _each in _flat(toc)))
    marks = {address(_FIRST + 2 * number): Gap(f"id/{number}") for number in numbers}
    titles = {text(_FIRST + 2 * number + 1): f"title/{number}" for number in numbers}
    try:
        return tuple(split(render(_marked(toc, iter(numbers))), marks, titles))
    except Unfit:
        return None


def _marked(toc: Iterable[Headed], numbers: Iterator[int]) -> tuple[Headed, ...]:
    made = []
    for each in toc:
        number = next(numbers)
        made.append(Headed(text(_FIRST + 2 * number + 1), address(_FIRST + 2 * number), each.level, _marked(each.children, numbers)))
    return tuple(made)


def _filled(pattern: Pattern, entries: Sequence[Headed]) -> str:
    return "".join(part if isinstance(part, str) else _shown(part, entries) for part in pattern)


def _shown(gap: Gap, entries: Sequence[Headed]) -> str:
    what, number = gap.name.split("/")
    entry = entries[int(number)]
    if what == "id":
        return entry.id
    # A title may be one that is escaped already.
    return str(escape(entry.title)) if gap.form == "e" else FORMS[gap.form](entry.title)


def _flat(toc: Iterable[Headed]) -> Iterator[Headed]:
    for each in toc:
        yield each
        yield from _flat(each.children)


def _tree(toc: Iterable[Headed]) -> str:
    """The levels as they stand within each other."""
    return ",".join(f"{each.level}({_tree(each.children)})" if each.children else str(each.level) for each in toc)


def _told(toc: Iterable[Headed]) -> Iterator[Any]:
    for each in toc:
        yield (each.id, str(each.title), type(each.title), each.level, tuple(_told(each.children)))
