"""An article read for the search as the theme's own parser reads it, section by section, in one pass over its tags.

The theme's parser stands on Python's, which takes longer than all else that a page needs. This one follows it step by
step, for HTML as renderers write it: tags closed, "<" in texts written as an entity. Tests hold the two together, and so does
the proof of each new frame. What stands below a heading is read once and remembered: the views of a set have most of it in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise
from typing import Any

from cachetools import LRUCache

__all__ = ["Element", "Section", "sections"]

# What stands in scripts and styles is taken with them: no tags count there.
_TAG = re.compile(
    r"""<!--.*?-->|<[!?][^>]*>|<(/?)((?<!/)(script|style)(?=[\s/>])|[a-z][^\s/>]*)((?:[^>"']++|"[^"]*"|'[^']*')*+)>"""
    r"""(?(3)(?:(?<=/>)|.*?(?=</\3\s*>|\Z)))""",
    re.DOTALL | re.IGNORECASE,
)
_UNCUT = re.compile(r"<(?:[!?]|[sS](?:[cC][rR]|[tT][yY]))")
"""In these a heading is none."""
_ID = re.compile(r"""(?:^|\s)id\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_CLASS = re.compile(r"""(?:^|\s)class\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_EXCLUDE = re.compile(r"(?:^|\s)data-search-exclude(?=[\s=/]|$)", re.IGNORECASE)
_TOP = "hx"
"""What the theme calls the heading of a section that has none."""
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_CUT = re.compile(r"<(?:h[1-6](?![a-z0-9])|section[\s>])")
_DRAWN = re.compile(r"(<h[1-6][^<>]*>)<svg[^<>]*>(?:<(?:circle|line|path|rect)[^<>]*/>)*</svg>")
_TITLES = _HEADINGS | {_TOP}
_OPENED = {name: f"<{name}>" for name in ("p", "code", "pre", "li", "ol", "ul", "sub", "sup")}
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements that end where they begin."""
_SKIPPED = frozenset({"object", "script", "style"})


@dataclass
class Element:
    """A heading: its name, and whether the search is to leave it alone."""

    tag: str
    excluded: bool = False


class Section:
    """What stands below a heading, so deep within elements."""

    def __init__(self, el: Element, depth: float = 0) -> None:
        self.el, self.depth = el, depth
        self.id: Any = None
        self.title: list[str] = []
        self.text: list[str] = []

    def is_excluded(self) -> bool:
        """Whether the search leaves it alone."""
        return self.el.excluded


@dataclass(frozen=True)
class _Below:
    """What a piece that begins with a heading comes to, as long as nothing is closed that was open before: the section, and what
    is left of the piece, with the elements open there."""

    heading: Element
    id: str
    title: tuple[str, ...]
    text: tuple[str, ...]
    context: tuple[str, ...]
    left: tuple[Any, ...]


_Key = tuple[str, tuple[str, ...]]
"""A piece, and the elements that are open where it begins."""
_KEPT = 20_000
_below: LRUCache[_Key, _Below] = LRUCache(_KEPT)


def sections(article: str) -> list[Section]:
    """The sections of an article, each with its heading's id, its title and its text as the theme's parser has them."""
    return _read(_pieces(article)) or _read([article]) or []


def _pieces(article: str) -> list[str]:
    """The article cut before each heading, and where a further part begins; drawings within headings are left out."""
    if _UNCUT.search(article):
        return [article]
    article = _DRAWN.sub(r"\1", article)
    places = [0, *(found.start() for found in _CUT.finditer(article)), len(article)]
    return [article[start:end] for start, end in pairwise(places)]


def _read(pieces: list[str]) -> list[Section] | None:
    """The sections of an article in pieces; None where it was cut amid a tag."""
    found: list[Section] = []
    section: Section | None = None
    # The elements that are open, told by their names alone, as the theme's parser compares them.
    context: list[str] = []
    skip = set(_SKIPPED)
    # What follows from these is kept in step, because looking it up for each tag would take most of the time: whether the
    # section's title is open and where its words go, how many open elements are skipped or preformatted, where permalinks are.
    titled, data, skipped, preformatted, permalinks = False, list[str](), 0, 0, list[int]()

    for piece in pieces:
        # A piece is remembered that is a section of its own, up to where that is left.
        key: _Key | None = None
        if found and piece.startswith("<h") and not (titled or skipped or preformatted or permalinks) and len(skip) == len(_SKIPPED):
            key = (piece, tuple(context))
        known = _below.get(key) if key else None
        if known:
            section = Section(known.heading, len(context) + 1)
            section.id, section.title, section.text = known.id, list(known.title), list(known.text)
            found.append(section)
            context, data, key = list(known.context), section.text, None
            split: tuple[Any, ...] = known.left
        else:
            split = (*_TAG.split(piece), None, None, None, None)
            if len(pieces) > 1 and any("<" in text for text in split[::5]):
                return None
        before, at = len(found), 0

        # In turn: text, and of the tag after it the slash of an end, the name, the same where all is taken, the attributes.
        parts: Iterator[Any] = iter(split)
        for text, close, name, _taken, attributes in zip(parts, parts, parts, parts, parts, strict=True):
            at += 5
            if text and not skipped:
                if section is None:
                    section = _begun(found)
                    data = section.text
                if "&" in text or "<" in text or ">" in text:
                    text = unescape(text)
                    blank = text.isspace()
                    text = escape(text, quote=False)
                else:
                    blank = text.isspace()
                if not preformatted:
                    text = " " if blank else text.replace("\n", " ")
                if titled:
                    if not permalinks:
                        data.append(text)
                elif not blank or preformatted or not data or not data[-1].isspace():
                    data.append(text)
            if name is None:
                continue
            if not name.islower():
                name = name.lower()
            if name in _VOID:
                continue

            if not close:
                context.append(name)
                if name in _TITLES:
                    section = _headed(name, attributes, len(context), found) or section or _begun(found)
                    titled = section.el.tag in context
                    data = section.title if titled else section.text
                elif section is None:
                    section = _begun(found)
                    data = section.text
                if name == "pre":
                    preformatted += 1
                elif name == "a" and "headerlink" in attributes and _value(_CLASS, attributes) == "headerlink":
                    permalinks.append(len(context))
                if name in skip:
                    skipped += 1
                if attributes and _excluded(attributes):
                    if name not in skip:
                        skip.add(name)
                        skipped += context.count(name)
                elif name in _OPENED and not skipped:
                    data.append(_OPENED[name])
                if not attributes.endswith("/"):
                    continue

            depth = len(context)
            if not depth or context[-1] != name:
                continue
            assert section is not None
            if section.depth > depth:
                if key and not (titled or skipped or preformatted or permalinks or len(skip) > len(_SKIPPED)):
                    _remember(key, found[before:], section, context, ("", close, name, _taken, attributes, *split[at:]))
                key = None
                left = _around(section, depth, found)
            else:
                left = None
            context.pop()
            if left or name in _TITLES:
                section = left or section
                titled = section.el.tag in context
                data = section.title if titled else section.text
            if name == "pre":
                preformatted -= 1
            elif permalinks and permalinks[-1] == depth:
                permalinks.pop()
            if name in skip:
                skipped -= 1
                if name not in _SKIPPED:
                    skip.remove(name)
                    skipped -= context.count(name)
            elif name in _OPENED and not skipped:
                _end(data, name)
        if key and not (titled or skipped or preformatted or permalinks or len(skip) > len(_SKIPPED)):
            _remember(key, found[before:], section, context, ())
    return found


def _remember(key: _Key, begun: list[Section], section: Section | None, context: list[str], left: tuple[Any, ...]) -> None:
    """Remember what a piece comes to, where it has begun one section and that is still the one to go on with."""
    if section and begun == [section]:
        _below[key] = _Below(section.el, section.id, tuple(section.title), tuple(section.text), tuple(context), left)


def _begun(found: list[Section], depth: int = 0) -> Section:
    """A section without a heading, for what stands before the first."""
    found.append(Section(Element(_TOP), depth))
    return found[-1]


def _headed(name: str, attributes: str, depth: int, found: list[Section]) -> Section | None:
    """The section that a heading begins, if it has an id."""
    anchor = _value(_ID, attributes) if name in _HEADINGS else None
    if anchor is None:
        return None
    if name != "h1" and not found:
        _begun(found, depth)
    section = Section(Element(name, bool(_EXCLUDE.search(attributes))), depth)
    if found:
        section.id = anchor
    found.append(section)
    return section


def _around(section: Section, depth: int, found: list[Section]) -> Section | None:
    """The section to go on with once what this one's heading stands in is over."""
    for other in reversed(found):
        if other.depth <= depth:
            section.depth = float("inf")
            return other
    return None


def _end(data: list[str], name: str) -> None:
    """Close an element, or take it back where nothing is in it."""
    opened = data.index(_OPENED[name])
    for place in range(opened + 1, len(data)):
        if not data[place].isspace():
            data.append(f"</{name}>")
            return
    del data[opened:]


def _excluded(attributes: str) -> bool:
    if "data-search-exclude" in attributes.lower() and _EXCLUDE.search(attributes):
        return True
    return "linenodiv" in attributes and _value(_CLASS, attributes) == "linenodiv"


def _value(pattern: re.Pattern[str], attributes: str) -> str | None:
    found = pattern.search(attributes) if attributes else None
    if found is None:
        return None
    return unescape(next((value for value in found.groups() if value is not None), ""))
