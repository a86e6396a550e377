"""An article read for the search as the theme's own parser reads it, section by section, in one pass over its tags.

The theme's parser stands on Python's, which takes longer than all else that a page needs. This one follows it step by
step, for HTML as renderers write it: tags closed, "<" in texts written as an entity. Tests hold the two together, and so does
the proof of each new frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from material.plugins.search.plugin import Element, Section, void

__all__ = ["sections"]

# What stands in scripts and styles is taken with them: no tags count there.
_TAG = re.compile(
    r"""<!--.*?-->|<[!?][^>]*>|<(/?)((?<!/)(script|style)(?=[\s/>])|[a-z][^\s/>]*)((?:[^>"']++|"[^"]*"|'[^']*')*+)>"""
    r"""(?(3)(?:(?<=/>)|.*?(?=</\3\s*>|\Z)))""",
    re.DOTALL | re.IGNORECASE,
)
_ID = re.compile(r"""(?:^|\s)id\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_CLASS = re.compile(r"""(?:^|\s)class\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_EXCLUDE = re.compile(r"(?:^|\s)data-search-exclude(?=[\s=/]|$)", re.IGNORECASE)
_TOP = "hx"
"""What the theme calls the heading of a section that has none."""
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_TITLES = _HEADINGS | {_TOP}
_OPENED = {name: f"<{name}>" for name in ("p", "code", "pre", "li", "ol", "ul", "sub", "sup")}
_VOID = frozenset(void)
_SKIPPED = frozenset({"object", "script", "style"})


def sections(article: str) -> list[Section]:
    """The sections of an article, each with its heading's id, its title and its text as the theme's parser has them."""
    found: list[Section] = []
    section: Section | None = None
    # The elements that are open, told by their names alone, as the theme's parser compares them.
    context: list[str] = []
    skip = set(_SKIPPED)
    # What follows from these is kept in step, because looking it up for each tag would take most of the time: whether the
    # section's title is open and where its words go, how many open elements are skipped or preformatted, where permalinks are.
    titled, data, skipped, preformatted, permalinks = False, list[str](), 0, 0, list[int]()

    # In turn: text, and of the tag after it the slash of an end, the name, the same where all is taken, the attributes.
    parts: Iterator[Any] = iter((*_TAG.split(article), None, None, None, None))
    for text, close, name, _taken, attributes in zip(parts, parts, parts, parts, parts, strict=True):
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
        left = section.depth > depth and _around(section, depth, found)
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
    return found


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
    section = Section(Element(name, {"data-search-exclude": None} if _EXCLUDE.search(attributes) else {}), depth)
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
