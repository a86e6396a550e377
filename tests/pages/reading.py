"""Reads pages as a browser would, as far as tests need: elements, attributes, links, text; says where HTML is not balanced."""

from __future__ import annotations

import posixpath
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input"}


class Reading(HTMLParser):
    """The elements of some HTML, in order, with the text before each."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.comments: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice: {tag} {attrs}"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"closed but never opened: {tag}"
        assert self._open.pop() == tag, f"closed out of turn: {tag}"

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    @property
    def text(self) -> str:
        """All text, with single spaces."""
        return " ".join(" ".join(self.texts).split())

    @property
    def ids(self) -> list[str]:
        """All ids."""
        return [attrs["id"] or "" for _tag, attrs in self.elements if "id" in attrs]

    def values(self, *names: str) -> list[str]:
        """All values of these attributes."""
        return [attrs[name] or "" for _tag, attrs in self.elements for name in names if name in attrs]


def target(page: str, link: str) -> tuple[str, str]:
    """The path in the site that a relative link on a page leads to, and its fragment."""
    path, _mark, fragment = link.partition("#")
    if not path:
        return page, fragment
    joined = posixpath.normpath(posixpath.join("/", page, path))
    assert not posixpath.normpath(posixpath.join(page, path)).startswith(".."), f"{link} on {page} leaves the site"
    return joined.lstrip("/") + ("/" if path.endswith("/") and joined != "/" else ""), fragment


def in_order(text: str, *pieces: str) -> None:
    """Asserts that the pieces stand in a text in this order."""
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        assert found != -1, f"{piece!r} is missing after {text[max(0, at - 60) : at]!r}"
        at = found + len(piece)
