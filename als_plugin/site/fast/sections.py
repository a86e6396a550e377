"""An article read for the search as the theme's own parser reads it, section by section, in one pass over its tags.

The theme's parser stands on Python's, which takes longer than all else that a page needs. This one follows it step by
step, for HTML as renderers write it: tags closed, "<" in texts written as an entity. Tests hold the two together, and so does
the proof of each new frame.
"""

from __future__ import annotations

import re
from html import escape, unescape

from material.plugins.search.plugin import Element, Section, void

__all__ = ["sections"]

_TAG = re.compile(r"""<!--.*?-->|<[!?][^>]*>|<(/?)([a-zA-Z][^\s/>]*)((?:[^>"']++|"[^"]*"|'[^']*')*+)>""", re.DOTALL)
_ID = re.compile(r"""(?:^|\s)id\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_CLASS = re.compile(r"""(?:^|\s)class\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_EXCLUDE = re.compile(r"(?:^|\s)data-search-exclude(?=[\s=/]|$)", re.IGNORECASE)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_KEPT = frozenset({"p", "code", "pre", "li", "ol", "ul", "sub", "sup"})
_OPENED = {name: f"<{name}>" for name in _KEPT}
_VOID = frozenset(void)
_RAW = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}


def sections(article: str) -> list[Section]:
    """The sections of an article, each with its heading's id, its title and its text as the theme's parser has them."""
    reading = _Reading()
    place = 0
    search = _TAG.search
    while found := search(article, place):
        start = found.start()
        if start > place:
            reading.text(article[place:start])
        place = found.end()
        close, name, attributes = found.groups()
        if name is None:
            continue
        if not name.islower():
            name = name.lower()
        if close:
            reading.close(name)
            continue
        reading.open(name, attributes)
        if attributes.endswith("/"):
            reading.close(name)
        elif name in _RAW:  # no tags count inside
            end = _RAW[name].search(article, place)
            place = end.start() if end else len(article)
    if place < len(article):
        reading.text(article[place:])
    return reading.found


class _Reading:
    """What is open at one place of an article. Elements are told by their names alone, as the theme's parser compares them."""

    def __init__(self) -> None:
        self.found: list[Section] = []
        self.section: Section | None = None
        self.context: list[str] = []
        self.permalinks: list[bool] = []
        self.skip = {"object", "script", "style"}

    def _begin(self) -> Section:
        if self.section is None:
            self.section = Section(Element("hx"))
            self.found.append(self.section)
        return self.section

    def _data(self, section: Section) -> list[str]:
        return section.title if section.el.tag in self.context else section.text

    def open(self, name: str, attributes: str) -> None:
        if name in _VOID:
            return
        self.context.append(name)
        self.permalinks.append(name == "a" and "headerlink" in attributes and _value(_CLASS, attributes) == "headerlink")
        if name in _HEADINGS and (anchor := _value(_ID, attributes)) is not None:
            depth = len(self.context)
            if name != "h1" and not self.found:
                self.found.append(Section(Element("hx"), depth))
            element = Element(name, {"data-search-exclude": None} if _EXCLUDE.search(attributes) else {})
            self.section = Section(element, depth)
            if self.found:
                self.section.id = anchor
            self.found.append(self.section)
        section = self.section or self._begin()
        if attributes and _excluded(attributes):
            self.skip.add(name)
        elif name in _KEPT and self.skip.isdisjoint(self.context):
            self._data(section).append(_OPENED[name])

    def close(self, name: str) -> None:
        if not self.context or self.context[-1] != name:
            return
        section = self.section or self._begin()
        if section.depth > len(self.context):
            for other in reversed(self.found):
                if other.depth <= len(self.context):
                    section.depth = float("inf")
                    self.section = section = other
                    break
        self.context.pop()
        self.permalinks.pop()
        if name in self.skip:
            if name not in ("script", "style", "object"):
                self.skip.remove(name)
            return
        if name in _KEPT and self.skip.isdisjoint(self.context):
            _end(self._data(section), name)

    def text(self, text: str) -> None:
        if not self.skip.isdisjoint(self.context):
            return
        if "&" in text:
            text = unescape(text)
        blank = text.isspace()
        if "pre" not in self.context:
            text = " " if blank else text.replace("\n", " ")
        section = self.section or self._begin()
        if section.el.tag in self.context:
            if True not in self.permalinks:
                section.title.append(_escaped(text))
        elif not blank:
            section.text.append(_escaped(text))
        elif "pre" in self.context or not section.text or not section.text[-1].isspace():
            section.text.append(text)


def _end(data: list[str], name: str) -> None:
    """Close an element, or take it back where nothing is in it."""
    opened = data.index(_OPENED[name])
    for place in range(opened + 1, len(data)):
        if not data[place].isspace():
            data.append(f"</{name}>")
            return
    del data[opened:]


def _escaped(text: str) -> str:
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def _excluded(attributes: str) -> bool:
    if "data-search-exclude" in attributes.lower() and _EXCLUDE.search(attributes):
        return True
    return "linenodiv" in attributes and _value(_CLASS, attributes) == "linenodiv"


def _value(pattern: re.Pattern[str], attributes: str) -> str | None:
    found = pattern.search(attributes) if attributes else None
    if found is None:
        return None
    return unescape(next((value for value in found.groups() if value is not None), ""))
